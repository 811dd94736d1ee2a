#include "server/sentiment/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string Fold(std::string_view text) {
  std::string folded;
  AppendFolded(text, folded);
  return folded;
}

// Words and emoji as they are, marks as one letter.
std::vector<std::string> Pieces(std::string_view folded) {
  std::vector<std::string> pieces;
  for (const Token& token : Tokenize(folded)) {
    switch (token.kind) {
      case Token::Kind::kWord:
      case Token::Kind::kEmoji:
        pieces.emplace_back(token.text);
        break;
      case Token::Kind::kClauseEnd:
        pieces.emplace_back(",");
        break;
      case Token::Kind::kSentenceEnd:
        pieces.emplace_back(".");
        break;
      case Token::Kind::kExclamation:
        pieces.emplace_back("!");
        break;
    }
  }
  return pieces;
}

TEST(AppendFolded, LowersLatinLetters) {
  EXPECT_EQ(Fold("ABC xyz 12"), "abc xyz 12");
  EXPECT_EQ(Fold("ÅÄÖ ÆØ ÉÞ"), "åäö æø éþ");
  EXPECT_EQ(Fold("×ß÷"), "×ß÷");
  EXPECT_EQ(Fold("Don’t"), "don't");
  EXPECT_EQ(Fold("漢字 ПО"), "漢字 ПО");
  EXPECT_EQ(Fold("\xC3"), "\xC3");
  EXPECT_EQ(Fold("\xE2\x80"), "\xE2\x80");
}

TEST(Tokenize, WordsAndMarks) {
  EXPECT_THAT(Pieces(""), IsEmpty());
  EXPECT_THAT(Pieces("it's good, really. why? wow!"),
              ElementsAre("it's", "good", ",", "really", ".", "why", ".", "wow", "!"));
  EXPECT_THAT(Pieces("a/b-c_d\te"), ElementsAre("a", "b", "c", "d", "e"));
  EXPECT_THAT(Pieces("two\nlines"), ElementsAre("two", ".", "lines"));
}

TEST(Tokenize, ApostrophesOnlyInside) {
  EXPECT_THAT(Pieces("'quoted' don't rock'n'roll ' ''"),
              ElementsAre("quoted", "don't", "rock'n'roll"));
}

TEST(Tokenize, EmojiStandAlone) {
  EXPECT_THAT(Pieces("nice👍👍🏽 ❤️."), ElementsAre("nice", "👍", "👍", "❤", "."));
}

TEST(Tokenize, LettersOfAnyScript) {
  EXPECT_THAT(Pieces("dålig «поддержка»、漢字。"),
              ElementsAre("dålig", "поддержка", ",", "漢字", "."));
}

TEST(Tokenize, AnyBytesAreReadOnceAndInOrder) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 500; ++i) {
    std::string text(random() % 200, '\0');
    for (char& c : text) c = static_cast<char>(random());
    const std::string folded = Fold(text);
    const char* read = folded.data();
    for (const Token& token : Tokenize(folded)) {
      if (token.text.empty()) continue;
      ASSERT_GE(token.text.data(), read);
      read = token.text.data() + token.text.size();
      ASSERT_LE(read, folded.data() + folded.size());
    }
  }
}

}  // namespace
}  // namespace voc::sentiment
