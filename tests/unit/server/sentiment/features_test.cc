#include "server/sentiment/features.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/server/sentiment/cut_text.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// The words of `utf8`, which are apart by single spaces, that `has` holds for.
template <typename Has>
std::vector<std::string> WordsThat(std::string_view utf8, Has has) {
  const CutText cut = Cut(utf8, FourModifiers());
  std::vector<std::string> found;
  for (const Word& word : cut.features.said) {
    if (!has(word)) continue;
    for (const Spelling& spelling : cut.features.spelling) {
      if (spelling.feature() != word.hash) continue;
      found.push_back(cut.symbols.text.substr(spelling.begin, spelling.length));
      break;
    }
  }
  return found;
}

std::vector<std::string> Negated(std::string_view utf8) {
  return WordsThat(utf8, [](const Word& word) { return word.negated; });
}

std::vector<std::string> AfterBut(std::string_view utf8) {
  return WordsThat(utf8, [](const Word& word) { return word.after_but; });
}

std::vector<uint32_t> PiecesOf(const CutText& cut, size_t word) {
  std::vector<uint32_t> pieces;
  ForEachPiece(cut.text(), cut.features.spelling[word],
               [&](uint32_t piece) { pieces.push_back(piece); });
  return pieces;
}

TEST(Extract, ANegationReachesFourWords) {
  EXPECT_THAT(Negated("it is not one two three four five"),
              ElementsAre("one", "two", "three", "four"));
  EXPECT_THAT(Negated("one two three"), IsEmpty());
  EXPECT_THAT(Negated("one two not"), IsEmpty());
}

TEST(Extract, ANegationEndsWithItsClause) {
  for (const char* text : {"not one, two", "not one. two", "not one! two", "not one? two",
                           "not one\ntwo", "not one (two)", "not one; two", "not one… two"}) {
    EXPECT_THAT(Negated(text), ElementsAre("one")) << text;
  }
}

TEST(Extract, ANegationEndsAtBut) { EXPECT_THAT(Negated("not one but two"), ElementsAre("one")); }

TEST(Extract, ASecondNegationBeginsAnew) {
  EXPECT_THAT(Negated("not one not two three four five six"),
              ElementsAre("one", "not", "two", "three", "four", "five"));
}

TEST(Extract, ButReachesToTheEndOfItsSentence) {
  EXPECT_THAT(AfterBut("one but two, three. four"), ElementsAre("but", "two", "three"));
  EXPECT_THAT(AfterBut("one but two! three"), ElementsAre("but", "two"));
  EXPECT_THAT(AfterBut("one two"), IsEmpty());
}

TEST(Extract, AWordOfDegreeChangesTheNextWord) {
  const auto strong = [](const Word& word) { return word.strong; };
  const auto weak = [](const Word& word) { return word.weak; };
  EXPECT_THAT(WordsThat("very one two", strong), ElementsAre("one"));
  EXPECT_THAT(WordsThat("slightly one two", weak), ElementsAre("one"));
  EXPECT_THAT(WordsThat("very, one", strong), IsEmpty());
  EXPECT_THAT(WordsThat("slightly one", strong), IsEmpty());
}

TEST(Extract, WordsAndEmojiAreSaidMarksAreSpelled) {
  const CutText cut = Cut("Good app, 👍!");
  EXPECT_EQ(cut.features.said.size(), 3u);      // good, app, 👍
  EXPECT_EQ(cut.features.spelling.size(), 5u);  // and , !
  EXPECT_EQ(cut.features.said[2].hash, HashListedWord("👍"));
}

TEST(Extract, CallsAndQuestionsAreCounted) {
  const Features features = Cut("One! Two!!! Three? Four?!").features;
  EXPECT_EQ(features.calls, 3u);
  EXPECT_EQ(features.questions, 2u);
}

TEST(Extract, PairsAreOfNeighboursInTheirOrder) {
  // One a word or mark, with the one before it, and one a negated word.
  EXPECT_EQ(Cut("one two.").features.context.size(), 3u);
  EXPECT_EQ(Cut("not one two", FourModifiers()).features.context.size(), 3u + 2u);
  EXPECT_NE(Cut("one two").features.context[1], Cut("two one").features.context[1]);
  EXPECT_EQ(Cut("one two").features.context[1], Cut("zero one two").features.context[2]);
}

TEST(Extract, OfNothingIsNothing) {
  for (const char* text : {"", "   ", "\xFF", "\u200F"}) {
    const Features features = Cut(text).features;
    EXPECT_THAT(features.spelling, IsEmpty());
    EXPECT_THAT(features.context, IsEmpty());
    EXPECT_THAT(features.said, IsEmpty());
  }
}

TEST(Extract, AppendsUntilCleared) {
  CutText cut = Cut("one two!");
  Extract(cut.symbols, {}, cut.features);
  EXPECT_EQ(cut.features.said.size(), 4u);
  EXPECT_EQ(cut.features.calls, 2u);
  cut.features.Clear();
  EXPECT_THAT(cut.features.spelling, IsEmpty());
  EXPECT_EQ(cut.features.calls, 0u);
}

TEST(Spelling, SaysWhereAWordStands) {
  const CutText cut = Cut("Ny app! 👍");
  const auto& spelling = cut.features.spelling;
  ASSERT_EQ(spelling.size(), 4u);
  EXPECT_EQ(cut.symbols.text.substr(spelling[1].begin, spelling[1].length), "app");
  EXPECT_EQ(spelling[2].length, 0u);  // a mark has no pieces
  EXPECT_EQ(spelling[3].length, 0u);  // nor has an emoji
  EXPECT_EQ(spelling[2].pieces() + spelling[3].pieces(), 0u);
  EXPECT_EQ(spelling[1].feature(), HashListedWord("APP"));
}

TEST(Spelling, HasPiecesOfThreeToFiveCharactersWithTheGaps) {
  // "_i_"; "_on on_ _on_"; "_one" and so on: lengths 3, 4 and 5 of "_one_".
  EXPECT_EQ(Cut("i").features.spelling[0].pieces(), 1u);
  EXPECT_EQ(Cut("on").features.spelling[0].pieces(), 3u);
  EXPECT_EQ(Cut("one").features.spelling[0].pieces(), 6u);
  EXPECT_EQ(Cut("four").features.spelling[0].pieces(), 9u);
}

TEST(Spelling, CountsThePiecesThatAreUsed) {
  for (size_t length = 1; length < 100; ++length) {
    std::string word;
    for (size_t i = 0; i < length; ++i) word.push_back(static_cast<char>('a' + i * 7 % 26));
    const CutText cut = Cut(word);
    EXPECT_EQ(PiecesOf(cut, 0).size(), cut.features.spelling[0].pieces()) << word;
  }
}

TEST(ForEachPiece, PiecesAreTheSameWhereverAWordStands) {
  const std::vector<uint32_t> alone = PiecesOf(Cut("app"), 0);
  EXPECT_EQ(PiecesOf(Cut("my app, yours"), 1), alone);
  EXPECT_EQ(PiecesOf(Cut("an apparatus app"), 2), alone);
}

TEST(ForEachPiece, WordsShareThePiecesOfTheirLikeness) {
  const CutText cut = Cut("kundservice kundtjänst");
  const std::vector<uint32_t> one = PiecesOf(cut, 0);
  const std::vector<uint32_t> other = PiecesOf(cut, 1);
  const std::set<uint32_t> set(one.begin(), one.end());
  size_t shared = 0;
  for (const uint32_t piece : other) shared += set.count(piece);
  // _ku kun und, _kun kund, _kund; the rest begins with "s" or "t".
  EXPECT_EQ(shared, 6u);
}

TEST(ForEachPiece, PiecesOfAWordDiffer) {
  const CutText cut = Cut("extraordinarily");
  const std::vector<uint32_t> pieces = PiecesOf(cut, 0);
  EXPECT_EQ(std::set<uint32_t>(pieces.begin(), pieces.end()).size(), pieces.size());
}

TEST(HashWord, DependsOnTheWordAlone) {
  const std::string text = "applesauce and more        ";
  const std::string other = "applesauce or less         ";
  for (size_t length = 1; length <= 10; ++length) {
    EXPECT_EQ(HashWord(text.data(), length), HashWord(other.data(), length));
    EXPECT_NE(HashWord(text.data(), length), HashWord(text.data(), length + 1));
  }
}

TEST(HashWord, WordsThatDifferInOneLetterDiffer) {
  std::set<uint32_t> hashes;
  for (size_t length = 1; length <= 40; ++length) {
    for (size_t at = 0; at < length; ++at) {
      std::string word(length + Symbols::kPadding, 'a');
      word[at] = 'b';
      hashes.insert(static_cast<uint32_t>(HashWord(word.data(), length) >> 32));
    }
  }
  EXPECT_EQ(hashes.size(), 40u * 41 / 2);
}

TEST(HashListedWord, IsTheFirstWordAsATextHasIt) {
  EXPECT_EQ(HashListedWord("Räksmörgås"), Cut("en räksmörgås").features.said[1].hash);
  EXPECT_EQ(HashListedWord("soooo"), HashListedWord("sooooooooo"));
  EXPECT_EQ(HashListedWord("one two"), HashListedWord("one"));
  EXPECT_EQ(HashListedWord(":-)"), HashListedWord("🙂"));
  EXPECT_EQ(HashListedWord("❤️"), HashListedWord("<3"));
  EXPECT_EQ(HashListedWord(""), 0u);
  EXPECT_EQ(HashListedWord("  "), 0u);
}

TEST(Extract, WorkIsLinearInTheText) {
  const auto features_of = [](const CutText& cut) {
    size_t count = cut.features.context.size() + cut.features.said.size();
    for (size_t i = 0; i < cut.features.spelling.size(); ++i) count += 1 + PiecesOf(cut, i).size();
    return count;
  };
  // One letter is squeezed, whatever its number.
  EXPECT_EQ(features_of(Cut(std::string(100 * 1024, 'a'))), features_of(Cut("aa")));
  // One long word, many short ones, marks, negations: ten times the text is ten
  // times the features, but for the edges.
  for (const std::string_view part : {"ab", "a b ", "!?", "not great ", "👍", "but "}) {
    const auto repeated = [&](size_t times) {
      std::string text;
      for (size_t i = 0; i < times; ++i) text += part;
      return features_of(Cut(text, FourModifiers()));
    };
    const size_t once = repeated(5'000);
    const size_t ten_times = repeated(50'000);
    EXPECT_GE(ten_times, 10 * once - 100) << part;
    EXPECT_LE(ten_times, 10 * once + 100) << part;
  }
}

TEST(Extract, AnyBytesGiveSpellingsInOrderWithinTheText) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 500; ++i) {
    std::string utf8(random() % 200, '\0');
    for (char& c : utf8) c = static_cast<char>(random());
    const CutText cut = Cut(utf8, FourModifiers());
    size_t at = 1;
    for (const Spelling& word : cut.features.spelling) {
      ASSERT_GE(word.begin, at);
      at = word.begin + word.length + 1;
      ASSERT_LE(at, cut.symbols.text.size() - Symbols::kPadding);
    }
    ASSERT_GE(cut.features.context.size(), cut.features.spelling.size());
    ASSERT_LE(cut.features.said.size(), cut.features.spelling.size());
  }
}

}  // namespace
}  // namespace voc::sentiment
