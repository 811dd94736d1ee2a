#include "server/sentiment/lexicon_annotator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class LexiconAnnotatorTest : public testing::Test {
 protected:
  Annotation Annotate(std::string_view body, std::string_view given_language = "",
                      std::string_view title = "") const {
    return annotator_.Annotate({title, body, given_language});
  }

  LexiconAnnotator annotator_;
};

TEST_F(LexiconAnnotatorTest, StrongNegatives) {
  for (const char* text : {"Terrible support, the app crashes constantly and nobody answers",
                           "Worst update ever. Cannot log in, and support ignores my tickets.",
                           "Awful. The export is broken and I lost two days of work!",
                           "Very disappointed, slow and buggy and far too expensive",
                           "Total waste of money, I want a refund, horrible experience",
                           "I hate the new version, it is unusable 😡"}) {
    const Annotation annotation = Annotate(text);
    EXPECT_LE(annotation.score, -0.5) << text;
    EXPECT_EQ(annotation.label, Label::kNegative) << text;
    EXPECT_EQ(annotation.language, "en") << text;
  }
}

TEST_F(LexiconAnnotatorTest, StrongPositives) {
  for (const char* text :
       {"Great product", "Love it!", "Excellent service and very friendly staff, highly recommend!",
        "Setup took five minutes and everything just worked. Brilliant!",
        "Fantastic tool, saves us hours every week",
        "The best support team I have met, quick and helpful 👍"}) {
    const Annotation annotation = Annotate(text);
    EXPECT_GE(annotation.score, 0.5) << text;
    EXPECT_EQ(annotation.label, Label::kPositive) << text;
    EXPECT_EQ(annotation.language, "en") << text;
  }
}

TEST_F(LexiconAnnotatorTest, PlainFactsAreNeutral) {
  for (const char* text : {"We use the export every Friday to send the list to finance.",
                           "The invoice arrives on the first of each month.",
                           "I have been a customer for three years.", "It sends a report by email.",
                           "We are a company with 40 people in Oslo."}) {
    const Annotation annotation = Annotate(text);
    EXPECT_EQ(annotation.score, 0) << text;
    EXPECT_EQ(annotation.label, Label::kNeutral) << text;
    EXPECT_EQ(annotation.language, "en") << text;
  }
}

TEST_F(LexiconAnnotatorTest, OtherLanguagesAreUnlabelled) {
  for (const auto& [text, language] :
       {std::pair{"Dålig support och appen kraschar hela tiden", "sv"},
        {"Jeg er ikke tilfreds med jeres kundeservice, den er blevet dårligere", "da"},
        {"Jeg er ikke fornøyd med kundeservicen deres, den har blitt dårligere", "no"},
        {"Die App ist schlecht und der Support antwortet nicht", ""}}) {
    const Annotation annotation = Annotate(text);
    EXPECT_EQ(annotation.language, language) << text;
    EXPECT_EQ(annotation.label, Label::kUnlabelled) << text;
    EXPECT_EQ(annotation.score, 0) << text;
  }
}

TEST_F(LexiconAnnotatorTest, NoTextIsUnlabelled) {
  for (const char* text : {"", " \n\t ", "...!?"}) {
    for (const char* language : {"", "en"}) {
      const Annotation annotation = Annotate(text, language);
      EXPECT_EQ(annotation.label, Label::kUnlabelled) << text;
      EXPECT_EQ(annotation.score, 0) << text;
      EXPECT_EQ(annotation.language, language) << text;
    }
  }
}

TEST_F(LexiconAnnotatorTest, TheGivenLanguageWins) {
  for (const char* language : {"en", "en-GB", "EN-us"}) {
    const Annotation annotation = Annotate("👎", language);
    EXPECT_EQ(annotation.label, Label::kNegative);
    EXPECT_EQ(annotation.language, language);
  }
  for (const char* language : {"sv", "enq", "x-en"}) {
    const Annotation annotation = Annotate("Terrible support", language);
    EXPECT_EQ(annotation.label, Label::kUnlabelled);
    EXPECT_EQ(annotation.score, 0);
    EXPECT_EQ(annotation.language, language);
  }
}

TEST_F(LexiconAnnotatorTest, TitleAndBodyCountTogether) {
  EXPECT_EQ(Annotate("", "", "Terrible support").score, Annotate("Terrible support").score);
  EXPECT_LT(Annotate("and slow", "", "Terrible").score, Annotate("", "", "Terrible").score);
  // The title is a sentence of its own: its negation ends with it.
  EXPECT_GT(Annotate("great", "en", "not").score, 0);
}

TEST_F(LexiconAnnotatorTest, ThemesOfTitleAndBodyInAnyLanguage) {
  EXPECT_THAT(Annotate("the app crashes", "", "Terrible support").themes,
              ElementsAre("reliability", "support"));
  EXPECT_THAT(Annotate("Fakturan är fel").themes, ElementsAre("billing"));
  EXPECT_THAT(Annotate("Nothing in particular").themes, IsEmpty());
  // No phrase goes on from the title to the body.
  EXPECT_THAT(Annotate("food", "en", "slow").themes, ElementsAre("performance"));
}

TEST_F(LexiconAnnotatorTest, SaysWhichThemesHeardIt) {
  EXPECT_EQ(Annotate("").themes_version, BuiltInThemes()->version());
}

TEST_F(LexiconAnnotatorTest, HostileTextsStayInRangeAndAgreeWithTheirLabel) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  static constexpr std::string_view kPieces[] = {
      "great ", "terrible ", "not ",  "very ", "but ", "!",        "?!",   "'",    "👍",
      "😡",      "the ",      "inte ", "\n",    ", ",   "\xF0\x9F", "\xFF", "漢字", "no problem "};
  for (int i = 0; i < 300; ++i) {
    std::string text;
    const size_t size = random() % 2000;
    while (text.size() < size) text += kPieces[random() % std::size(kPieces)];
    const Annotation annotation = Annotate(text, random() % 2 == 0 ? "en" : "");
    ASSERT_GE(annotation.score, -1);
    ASSERT_LE(annotation.score, 1);
    ASSERT_EQ(annotation.label == Label::kPositive, annotation.score > kNeutralBand) << text;
    ASSERT_EQ(annotation.label == Label::kNegative, annotation.score < -kNeutralBand) << text;
  }
}

TEST_F(LexiconAnnotatorTest, TheLongestTextsAreRead) {
  const std::string word(32 * 1024, 'a');
  EXPECT_EQ(Annotate(word, "en", word).label, Label::kNeutral);
  std::string text;
  while (text.size() < 32 * 1024) text += "terrible ";
  EXPECT_LT(Annotate(text, "", text).score, -0.9);
}

}  // namespace
}  // namespace voc::sentiment
