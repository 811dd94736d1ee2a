#include "server/sentiment/english_scorer.h"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <string_view>

namespace voc::sentiment {
namespace {

class EnglishScorerTest : public testing::Test {
 protected:
  double Score(std::string_view text) const {
    std::string folded;
    AppendFolded(text, folded);
    return scorer_.Score(Tokenize(folded));
  }

  EnglishLexicon lexicon_;
  EnglishScorer scorer_{lexicon_};
};

TEST_F(EnglishScorerTest, NothingSaidIsZero) {
  EXPECT_EQ(Score(""), 0);
  EXPECT_EQ(Score("The invoice arrives on Mondays."), 0);
  EXPECT_FALSE(std::signbit(Score("The invoice arrives on Mondays!")));
}

TEST_F(EnglishScorerTest, NegationTurnsAndWeakens) {
  EXPECT_LT(Score("not good"), 0);
  EXPECT_GT(Score("not good"), Score("bad"));
  EXPECT_LT(Score("It was not a very good visit"), 0);
  EXPECT_LT(Score("I don’t recommend it"), 0);
  EXPECT_GT(Score("never slow"), 0);
}

TEST_F(EnglishScorerTest, NegationEndsWithTheClause) {
  EXPECT_GT(Score("I have not, great app"), 0);
  EXPECT_GT(Score("I could not. Great app"), 0);
  EXPECT_GT(Score("not one two three four great"), 0);
}

TEST_F(EnglishScorerTest, DegreesStrengthenAndWeaken) {
  EXPECT_GT(Score("very helpful"), Score("helpful"));
  EXPECT_LT(Score("slightly helpful"), Score("helpful"));
  EXPECT_LT(Score("such a mess"), Score("a mess"));
  EXPECT_EQ(Score("very, helpful tip"), Score("other, helpful tip"));
}

TEST_F(EnglishScorerTest, ButWeighsWhatFollows) {
  EXPECT_LT(Score("It is nice but annoying"), Score("It is nice and annoying"));
  EXPECT_GT(Score("It is annoying but nice"), Score("It is annoying and nice"));
}

TEST_F(EnglishScorerTest, ExclamationMarksAmplifyToALimit) {
  EXPECT_GT(Score("helpful!"), Score("helpful"));
  EXPECT_LT(Score("annoying!"), Score("annoying"));
  EXPECT_EQ(Score("helpful!!!"), Score("helpful!!!!!!!!!!"));
}

TEST_F(EnglishScorerTest, PairsReplaceTheirWords) {
  EXPECT_EQ(Score("it looks like the old page"), 0);
  EXPECT_GT(Score("no problems"), 0);
  EXPECT_LT(Score("could be better"), 0);
  // A pair does not reach over a mark.
  EXPECT_LT(Score("no, problems"), 0);
}

TEST_F(EnglishScorerTest, EmojiCount) {
  EXPECT_GT(Score("the update 👍"), 0);
  EXPECT_LT(Score("the update 😡"), 0);
}

TEST_F(EnglishScorerTest, LongTextsNeedMoreToBeStrong) {
  std::string filler;
  for (int i = 0; i < 200; ++i) filler += " word";
  EXPECT_GT(Score("great"), Score("great" + filler));
}

TEST_F(EnglishScorerTest, StaysWithinOne) {
  std::string text;
  for (int i = 0; i < 5000; ++i) text += "absolutely terrible! ";
  EXPECT_GE(Score(text), -1);
  EXPECT_LT(Score(text), -0.95);
}

}  // namespace
}  // namespace voc::sentiment
