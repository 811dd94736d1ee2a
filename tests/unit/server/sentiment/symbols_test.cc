#include "server/sentiment/symbols.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Symbols Read(std::string_view utf8) {
  Symbols symbols;
  symbols.Append(utf8);
  symbols.Finish();
  return symbols;
}

Symbols Unfinished(std::string_view utf8) {
  Symbols symbols;
  symbols.Append(utf8);
  return symbols;
}

void AppendUtf8(uint32_t code, std::string& out) {
  const auto put = [&](uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | code >> 6);
    put(0x80 | (code & 0x3F));
  } else {
    if (code < 0x10000) {
      put(0xE0 | code >> 12);
    } else {
      put(0xF0 | code >> 18);
      put(0x80 | (code >> 12 & 0x3F));
    }
    put(0x80 | (code >> 6 & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

// A word of Symbols::text as UTF-8: an emoji as itself, a foreign letter as '#'.
std::string Shown(std::string_view word) {
  std::string shown;
  if (!word.empty() && word[0] == Symbols::kEmoji) {
    uint32_t code = 0;
    for (const char c : word.substr(1)) code = code << 6 | (static_cast<unsigned char>(c) & 0x3F);
    AppendUtf8(code, shown);
    return shown;
  }
  for (const char c : word) {
    const auto letter = static_cast<unsigned char>(c);
    AppendUtf8(letter >= 0x80 && letter < 0xA0 ? '#' : letter, shown);
  }
  return shown;
}

// The words of a text, shown.
std::vector<std::string> Words(std::string_view utf8) {
  const Symbols symbols = Read(utf8);
  std::vector<std::string> words;
  const std::string_view text = symbols.text;
  for (size_t begin = 1; begin < text.size() - Symbols::kPadding;) {
    const size_t end = text.find(Symbols::kGap, begin);
    words.push_back(Shown(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return words;
}

std::string Repeated(std::string_view part, size_t times) {
  std::string text;
  text.reserve(part.size() * times);
  for (size_t i = 0; i < times; ++i) text += part;
  return text;
}

TEST(Symbols, StandBetweenSingleGapsWithPaddingBehind) {
  EXPECT_EQ(Read("Good  app").text, " good app         ");
  EXPECT_EQ(Read("").text, std::string(1 + Symbols::kPadding, ' '));
  EXPECT_EQ(Symbols::kPadding, 8u);
}

TEST(Symbols, LatinLettersAreLatin1InLowerCase) {
  EXPECT_EQ(Read("Å").text.substr(0, 3), " \xE5 ");
  EXPECT_THAT(Words("ABC xyz ÅÄÖ æØ ÉÜÞ ß ÿ"),
              ElementsAre("abc", "xyz", "åäö", "æø", "éüþ", "ß", "ÿ"));
}

TEST(Symbols, LettersOfNamesAreTheAsciiLetterTheyAreBuiltOn) {
  EXPECT_THAT(Words("Łódź Čapek Şükrü Ōsaka ĳ Œuvre"),
              ElementsAre("lódz", "capek", "sükrü", "osaka", "i", "ouvre"));
}

TEST(Symbols, LettersOfOtherScriptsAreForeign) {
  EXPECT_THAT(Words("Привет, 漢字 app"), ElementsAre("######", ",", "##", "app"));
  // Not all are one letter, or languages would look alike.
  EXPECT_NE(Read("при").text, Read("жбц").text);
  const Symbols symbols = Read("Привет app");
  EXPECT_EQ(symbols.letters, 9u);
  EXPECT_EQ(symbols.foreign_letters, 6u);
}

TEST(Symbols, SignsOfLatin1AreGaps) {
  EXPECT_THAT(Words("3×4÷2 «good»\u00A0¡app! 5 € ½"),
              ElementsAre("0", "0", "0", "good", "app", "!", "0"));
}

TEST(Symbols, ALetterThreeTimesOrMoreStandsTwice) {
  EXPECT_THAT(Words("soooo goooood"), ElementsAre("soo", "good"));
  EXPECT_THAT(Words("nooo NOOOO noOoO"), ElementsAre("noo", "noo", "noo"));
  EXPECT_THAT(Words("ååååh"), ElementsAre("ååh"));
  EXPECT_THAT(Words("aa a aab"), ElementsAre("aa", "a", "aab"));
  EXPECT_THAT(Words("mississippi"), ElementsAre("mississippi"));
  EXPECT_EQ(Read("soooo").letters, 5u);  // seen, not kept
}

TEST(Symbols, ANumberIsOneZero) {
  EXPECT_THAT(Words("2024 10/10 v2 3rd 1,000.50 007"),
              ElementsAre("0", "0", "0", "v0", "0rd", "0", ",", "0", ".", "0", "0"));
  EXPECT_EQ(Read("10/10").letters, 0u);
}

TEST(Symbols, ApostrophesOnlyInsideWords) {
  EXPECT_THAT(Words("'quoted' don't rock'n'roll ' '' it''s"),
              ElementsAre("quoted", "don't", "rock'n'roll", "it's"));
  EXPECT_THAT(Words("don’t ‘quoted’"), ElementsAre("don't", "quoted"));
}

TEST(Symbols, MarksAreWordsAndTwoStandForMore) {
  EXPECT_THAT(Words("good!bad?ok."), ElementsAre("good", "!", "bad", "?", "ok", "."));
  EXPECT_THAT(Words("a!! b!!!! c??? d... e…"),
              ElementsAre("a", "!!", "b", "!!", "c", "??", "d", "..", "e", ".."));
  EXPECT_THAT(Words("what?!?!"), ElementsAre("what", "?", "!", "?", "!"));
  EXPECT_THAT(Words("a, b; c: (d)"), ElementsAre("a", ",", "b", ",", "c", ",", ",", "d", ","));
  EXPECT_THAT(Words("two\nlines\n\n\nthree"), ElementsAre("two", ".", "lines", "..", "three"));
}

TEST(Symbols, OtherSignsAreGaps) {
  EXPECT_THAT(Words("a/b-c_d\te&f#g*h"), ElementsAre("a", "b", "c", "d", "e", "f", "g", "h"));
  EXPECT_THAT(Words("kunde – tjänst “bra”"), ElementsAre("kunde", "tjänst", "bra"));
}

TEST(Symbols, EmojiStandAloneInOneColour) {
  EXPECT_THAT(Words("nice👍👍🏽❤️."), ElementsAre("nice", "👍", "👍", "❤", "."));
  EXPECT_THAT(Words("😡😡😡"), ElementsAre("😡", "😡", "😡"));
  EXPECT_EQ(Read("👍❤️").letters, 0u);
  EXPECT_EQ(Read("👍❤️").words, 0u);
  // As tables name it.
  EXPECT_EQ(Read("👍").text, absl::StrCat(" ", EmojiWord(0x1F44D), "         "));
  EXPECT_EQ(EmojiWord(0x1F44D).size(), 5u);
}

TEST(Symbols, FacesAreTheirEmoji) {
  for (const char* face : {":)", ":-)", ":')", ":]", "=)", ":-]"}) {
    EXPECT_THAT(Words(face), ElementsAre("🙂")) << face;
  }
  for (const char* face : {":(", ":-(", ":'(", ":[", "=(", ";("}) {
    EXPECT_THAT(Words(face), ElementsAre("🙁")) << face;
  }
  EXPECT_THAT(Words(";-) ;)"), ElementsAre("😉", "😉"));
  EXPECT_THAT(Words(":D :-D =D"), ElementsAre("😃", "😃", "😃"));
  EXPECT_THAT(Words(":P :-p"), ElementsAre("😛", "😛"));
  EXPECT_THAT(Words(":/ :-\\ :|"), ElementsAre("😕", "😕", "😕"));
  EXPECT_THAT(Words("I <3 it"), ElementsAre("i", "❤", "it"));
  EXPECT_THAT(Words("love it:-)!"), ElementsAre("love", "it", "🙂", "!"));
}

TEST(Symbols, WhatOnlyLooksLikeAFaceIsNone) {
  EXPECT_THAT(Words("9:30"), ElementsAre("0", ",", "0"));
  EXPECT_THAT(Words("note:Done"), ElementsAre("note", ",", "done"));
  EXPECT_THAT(Words("ring:pappa"), ElementsAre("ring", ",", "pappa"));
  EXPECT_THAT(Words("x:/home"), ElementsAre("x", ",", "home"));
  EXPECT_THAT(Words("a = b < 3"), ElementsAre("a", "b", "0"));
  EXPECT_THAT(Words("end:"), ElementsAre("end", ","));
}

TEST(Symbols, AWordBehindAColonIsNoFace) {
  EXPECT_THAT(Words("ring:på"), ElementsAre("ring", ",", "på"));
  EXPECT_THAT(Words("Betyg:Dålig"), ElementsAre("betyg", ",", "dålig"));
}

TEST(Symbols, LessThanANumberIsNoHeart) {
  EXPECT_THAT(Words("answers in <30 minutes"), ElementsAre("answers", "in", "0", "minutes"));
}

TEST(Symbols, AddressesAreOneWord) {
  EXPECT_THAT(Words("see https://example.com/a?b=c,d now"), ElementsAre("see", "http", "now"));
  EXPECT_THAT(Words("http://x www.example.com"), ElementsAre("http", "http"));
  EXPECT_THAT(Words("(https://x)\nnext"), ElementsAre(",", "http", ".", "next"));
  EXPECT_THAT(Words("www is wide, http too"), ElementsAre("ww", "is", "wide", ",", "http", "too"));
  EXPECT_EQ(Read("https://example.com").letters, 0u);
}

TEST(Symbols, HandlesAreOneWord) {
  EXPECT_THAT(Words("@Anna_B2 thanks"), ElementsAre("@user", "thanks"));
  EXPECT_THAT(Words("thanks @anna!"), ElementsAre("thanks", "@user", "!"));
  EXPECT_THAT(Words("me@example.com"), ElementsAre("me", "example", ".", "com"));
  EXPECT_THAT(Words("@ home @"), ElementsAre("home"));
}

TEST(Symbols, MarksOfDecomposedLettersAreJoined) {
  // As a Mac writes file names: a letter, then its mark.
  EXPECT_THAT(Words("a\u030Ar a\u0308r o\u0308r ide\u0301"), ElementsAre("år", "är", "ör", "idé"));
  EXPECT_THAT(Words("A\u030ARA\u030A"), ElementsAre("årå"));
  EXPECT_EQ(Read("A\u030ARA\u030A").capital_words, 1u);
  EXPECT_THAT(Words("man\u0303ana"), ElementsAre("manana"));  // left out
  EXPECT_THAT(Words("\u0301 \u030Aa"), ElementsAre("a"));     // on nothing
}

TEST(Symbols, AMillionAccentsAreOneLetter) {
  const Symbols symbols = Read(absl::StrCat("e", Repeated("\u0301", 1'000'000), "tt"));
  EXPECT_EQ(symbols.text.substr(0, 6), " \xE9tt  ");
  EXPECT_EQ(symbols.letters, 3u);
  EXPECT_EQ(symbols.text.size(), 5 + Symbols::kPadding);
  EXPECT_THAT(Words(Repeated("\u0301", 1'000'000)), IsEmpty());
}

TEST(Symbols, BrokenUtf8IsAGap) {
  EXPECT_THAT(Words("good\xFF"
                    "bad"),
              ElementsAre("good", "bad"));
  EXPECT_THAT(Words("\x80\xBF good \xC0\xC1"), ElementsAre("good"));
  for (const char* cut : {"app\xC3", "app\xE2", "app\xE2\x80", "app\xF0\x9F\x91"}) {
    EXPECT_THAT(Words(cut), ElementsAre("app"));
  }
  EXPECT_THAT(Words("\xC3"
                    "abc \xE2\x80"
                    "def"),
              ElementsAre("abc", "def"));
  EXPECT_THAT(Words("a\xF4\x90\x80\x80z"), ElementsAre("a", "z"));  // behind U+10FFFF
  EXPECT_EQ(Read("\xFF\xFE\xC3").letters, 0u);
}

TEST(Symbols, BytesThatUtf8ForbidsAreGaps) {
  EXPECT_THAT(Words("a\xE0\x83\x85z"), ElementsAre("a", "z"));
  EXPECT_THAT(Words("a\xF0\x80\x83\x85z"), ElementsAre("a", "z"));
  EXPECT_THAT(Words("a\xED\xA0\x80z"), ElementsAre("a", "z"));
}

TEST(Symbols, DirectionMarksAndJoinersAreGaps) {
  EXPECT_THAT(Words("\u200Egreat\u200F \u202Eapp\u202C"), ElementsAre("great", "app"));
  EXPECT_THAT(Words("\uFE0F\u200D"), IsEmpty());
  EXPECT_EQ(Read("\u200F\u202E\u2066").letters, 0u);
}

TEST(Symbols, CapitalsAreCountedByWordsOfTwoLetters) {
  const Symbols symbols = Read("I LOVE THIS app, A1 Ok ÅÄ");
  EXPECT_EQ(symbols.words, 5u);  // without I and A1
  EXPECT_EQ(symbols.capital_words, 3u);
}

TEST(Symbols, ATitleAndABodyStandApart) {
  Symbols symbols;
  symbols.Append("Don'");
  symbols.Append("t stop");
  symbols.Finish();
  EXPECT_EQ(symbols.text, " don t stop         ");
  symbols.Clear();
  EXPECT_EQ(symbols.letters + symbols.words, 0u);
  symbols.Append("new");
  symbols.Finish();
  EXPECT_EQ(symbols.text, " new         ");
}

TEST(Symbols, OneLetterAHundredThousandTimesIsTwo) {
  const Symbols symbols = Read(std::string(100 * 1024, 'a'));
  EXPECT_EQ(symbols.text.size(), 4 + Symbols::kPadding);
  EXPECT_EQ(symbols.letters, 100u * 1024);
  EXPECT_EQ(symbols.words, 1u);
  EXPECT_EQ(Read(std::string(100 * 1024, '!')).text.size(), 4 + Symbols::kPadding);
}

TEST(Symbols, AnyBytesBecomeWordsBetweenSingleGapsInLinearSize) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  static constexpr std::string_view kPieces[] = {
      "a",  "Å",    "'",    "’",    "!",      ".",      ",",        " ",        ":-)", "<3",
      "@x", "\xFF", "\xC3", "👍",    "\u0301", "o",      "\u0308",   "https://", "…",   "7",
      "漢", ":D",   "=",    "www.", "\xE2",   "\u200F", "\xF0\x9F", "a\u030A",  "\n",  "?"};
  for (int i = 0; i < 2000; ++i) {
    std::string utf8;
    for (size_t pieces = random() % 60; pieces > 0; --pieces) {
      if (random() % 8 == 0) {
        utf8.push_back(static_cast<char>(random()));
      } else {
        utf8 += kPieces[random() % std::size(kPieces)];
      }
    }
    const std::string text = Read(utf8).text;
    ASSERT_EQ(text.front(), Symbols::kGap);
    const std::string_view words =
        std::string_view(text).substr(0, text.size() - Symbols::kPadding);
    ASSERT_EQ(words.back(), Symbols::kGap);
    ASSERT_EQ(words.find("  "), std::string_view::npos) << utf8;
    // The most is made of a face: two bytes become a gap, five symbols and a gap.
    ASSERT_LE(words.size(), 1 + 3 * utf8.size() + 1) << utf8;
  }
}

// Letters are read several at once; wherever a word stands, it comes out the same.
TEST(Symbols, AWordIsTheSameWhereverItStands) {
  for (const char* word : {"soooooo", "aaab", "AAAAAAAAAAAAAAAAAAA", "bookkeeeeeeeper",
                           "xyyyyyyyyz", "internationalisation", "aBBBa", "ooåooo", "ab''ccc"}) {
    const std::string expected = Unfinished(word).text;
    for (size_t spaces = 0; spaces < 20; ++spaces) {
      const std::string before(spaces, ' ');
      EXPECT_EQ(Unfinished(absl::StrCat(before, word, " and then some more")).text,
                absl::StrCat(expected, "and then some more "));
    }
  }
  EXPECT_EQ(Unfinished("bookkeeeeeeeper zzzzzzzzzzzzzzzzzzzz").text, " bookkeeper zz ");
}

// What grows most of all; AddressSanitizer tells of writes outside.
TEST(Symbols, RoomForWhateverGrows) {
  for (const char* piece : {"@a", ":)", "<3", "!", "!?", "a ", "…", "😡", "www.", "=D ", "a", ","}) {
    for (size_t pieces = 0; pieces < 100; ++pieces) {
      std::string text;
      for (size_t i = 0; i < pieces; ++i) text += piece;
      Symbols symbols = Unfinished(text);
      symbols.Append(text);
      EXPECT_LE(symbols.text.size(), 1 + 6 * text.size());
    }
  }
}

}  // namespace
}  // namespace voc::sentiment
