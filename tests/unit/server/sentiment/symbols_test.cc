#include "server/sentiment/symbols.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

Symbols Of(std::string_view utf8) {
  Symbols symbols;
  symbols.Append(utf8);
  return symbols;
}

TEST(Symbols, OneByteACharacter) {
  for (const auto& [utf8, text] : {std::pair{"", " "},
                                   {"Ärlig ÅTERKOPPLING", " \xE4rlig \xE5terkoppling "},
                                   {"Don’t, 'quoted'", " don't , quoted "},
                                   {"24/7 1.000", " 0 0 0 . 0 "},
                                   {"what?! no!!! well...", " what ? ! no !! well .. "},
                                   {"see https://voc.dev/x @me_2", " see http @user "},
                                   {"a\xCC\x8A \xFF b", " \xE5 b "},
                                   {"Skłodowska", " sklodowska "}}) {
    EXPECT_EQ(Of(utf8).text, text) << utf8;
  }
}

// Letters are read several at once; wherever a word stands, it comes out the same.
TEST(Symbols, AWordIsTheSameWhereverItStands) {
  for (const char* word : {"soooooo", "aaab", "AAAAAAAAAAAAAAAAAAA", "bookkeeeeeeeper",
                           "xyyyyyyyyz", "internationalisation", "aBBBa", "ooåooo", "ab''ccc"}) {
    const std::string expected = Of(word).text;
    for (size_t spaces = 0; spaces < 20; ++spaces) {
      const std::string before(spaces, ' ');
      EXPECT_EQ(Of(absl::StrCat(before, word, " and then some more")).text,
                absl::StrCat(expected, "and then some more "));
    }
  }
  EXPECT_EQ(Of("bookkeeeeeeeper zzzzzzzzzzzzzzzzzzzz").text, " bookkeeper zz ");
}

TEST(Symbols, CountsLettersAndWordsInCapitals) {
  const Symbols symbols = Of("I SAID nooooooooo AT ÅRE, Привет");
  EXPECT_EQ(symbols.letters, 1u + 4 + 10 + 2 + 3 + 6);
  EXPECT_EQ(symbols.foreign_letters, 6u);
  EXPECT_EQ(symbols.words, 4u);
  EXPECT_EQ(symbols.capital_words, 3u);
}

// What grows most of all; AddressSanitizer tells of writes outside.
TEST(Symbols, RoomForWhateverGrows) {
  for (const char* piece : {"@a", ":)", "<3", "!", "!?", "a ", "…", "😡", "www.", "=D ", "a", ","}) {
    for (size_t pieces = 0; pieces < 100; ++pieces) {
      std::string text;
      for (size_t i = 0; i < pieces; ++i) text += piece;
      Symbols symbols = Of(text);
      symbols.Append(text);
      EXPECT_LE(symbols.text.size(), 1 + 6 * text.size());
    }
  }
}

}  // namespace
}  // namespace voc::sentiment
