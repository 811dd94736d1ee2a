#include "server/sentiment/model_annotator.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <tuple>

#include "absl/strings/str_cat.h"

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ModelAnnotatorTest : public testing::Test {
 protected:
  Annotation Annotate(std::string_view body, std::string_view given_language = "",
                      std::string_view title = "") const {
    return annotator_.Annotate({title, body, given_language});
  }

  ModelAnnotator annotator_;
};

TEST_F(ModelAnnotatorTest, StrongNegatives) {
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

TEST_F(ModelAnnotatorTest, StrongPositives) {
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

TEST_F(ModelAnnotatorTest, PlainFactsAreNeutral) {
  for (const char* text : {"We use the export every Friday to send the list to finance.",
                           "The invoice arrives on the first of each month."}) {
    const Annotation annotation = Annotate(text);
    EXPECT_EQ(annotation.label, Label::kNeutral) << text << ' ' << annotation.score;
    EXPECT_EQ(annotation.language, "en") << text;
  }
}

TEST_F(ModelAnnotatorTest, TheNordicLanguages) {
  for (const auto& [text, language, label] :
       {std::tuple{"Dålig support och appen kraschar hela tiden", "sv", Label::kNegative},
        {"Fantastiskt bra support, tack Anna!", "sv", Label::kPositive},
        {"Daalig service, har vantat i tre veckor", "sv", Label::kNegative},
        {"Jeg er ikke tilfreds med jeres kundeservice, den er blevet dårligere", "da",
         Label::kNegative},
        {"Hurtig levering og meget venlig betjening, kan varmt anbefales", "da", Label::kPositive},
        {"Jeg er ikke fornøyd med kundeservicen deres, den har blitt dårligere", "no",
         Label::kNegative},
        {"Kjempebra service og veldig hyggelige folk", "no", Label::kPositive},
        {"Inte alls dåligt", "sv", Label::kPositive},
        {"Inte bra", "sv", Label::kNegative}}) {
    const Annotation annotation = Annotate(text);
    EXPECT_EQ(annotation.language, language) << text;
    EXPECT_EQ(annotation.label, label) << text << ' ' << annotation.score;
  }
}

TEST_F(ModelAnnotatorTest, OtherLanguagesAreUnlabelled) {
  for (const char* const text :
       {"Die App ist schlecht und der Support antwortet nicht",
        "Asiakaspalvelu oli todella hyvää ja nopeaa", "Le service client ne répond jamais",
        "スタッフがとても親切でした", "Очень плохой сервис", "خدمة سيئة جدا"}) {
    const Annotation annotation = Annotate(text);
    EXPECT_EQ(annotation.language, "") << text;
    EXPECT_EQ(annotation.label, Label::kUnlabelled) << text;
    EXPECT_EQ(annotation.score, 0) << text;
  }
}

TEST_F(ModelAnnotatorTest, EmojiAloneSpeakInNoLanguage) {
  EXPECT_EQ(Annotate("👍").label, Label::kPositive);
  EXPECT_EQ(Annotate("😡😡😡").label, Label::kNegative);
  EXPECT_EQ(Annotate(":-(").label, Label::kNegative);
  EXPECT_EQ(Annotate("👍").language, "");
  EXPECT_EQ(Annotate("10/10").label, Label::kUnlabelled);
}

TEST_F(ModelAnnotatorTest, NoTextIsUnlabelled) {
  for (const char* text : {"", " \n\t ", "...!?"}) {
    for (const char* language : {"", "en"}) {
      const Annotation annotation = Annotate(text, language);
      EXPECT_EQ(annotation.label, Label::kUnlabelled) << text;
      EXPECT_EQ(annotation.score, 0) << text;
      EXPECT_EQ(annotation.language, language) << text;
    }
  }
}

TEST_F(ModelAnnotatorTest, TheGivenLanguageWins) {
  for (const char* language : {"en", "en-GB", "EN-us"}) {
    const Annotation annotation = Annotate("Terrible", language);
    EXPECT_EQ(annotation.label, Label::kNegative);
    EXPECT_EQ(annotation.language, language);
  }
  for (const char* language : {"nb", "nn-NO", "no", "da-DK", "SV"}) {
    EXPECT_EQ(Annotate("Elendig service, aldri mer", language).label, Label::kNegative) << language;
  }
  for (const char* language : {"fi", "enq", "x-en"}) {
    const Annotation annotation = Annotate("Terrible support", language);
    EXPECT_EQ(annotation.label, Label::kUnlabelled);
    EXPECT_EQ(annotation.score, 0);
    EXPECT_EQ(annotation.language, language);
  }
}

TEST_F(ModelAnnotatorTest, TitleAndBodyCountTogether) {
  EXPECT_EQ(Annotate("", "", "Terrible support").score, Annotate("Terrible support").score);
  const double good = Annotate("Excellent, love it").score;
  const double bad = Annotate("Terrible, hate it").score;
  const double both = Annotate("Terrible, hate it", "", "Excellent, love it").score;
  EXPECT_LT(both, good);
  EXPECT_GT(both, bad);
  // A word of the title counts more.
  EXPECT_GT(both, Annotate("Excellent, love it", "", "Terrible, hate it").score);
}

TEST_F(ModelAnnotatorTest, AWordMetBeforeCountsTheSame) {
  const Annotation first = Annotate("Unbelievably quick answers from a knowledgeable team");
  for (int i = 0; i < 3; ++i) {
    Annotate("Långsam och krånglig, vi byter");
    EXPECT_EQ(Annotate("Unbelievably quick answers from a knowledgeable team").score, first.score);
  }
}

TEST_F(ModelAnnotatorTest, SaysWhichModelHeardIt) {
  EXPECT_EQ(Annotate("good").model_version, ShippedModel()->version);
  EXPECT_GT(ShippedModel()->version, 0u);
}

TEST_F(ModelAnnotatorTest, ThemesOfTitleAndBodyInAnyLanguage) {
  EXPECT_THAT(Annotate("the app crashes", "", "Terrible support").themes,
              ElementsAre("reliability", "support"));
  EXPECT_THAT(Annotate("Fakturan är fel").themes, ElementsAre("billing"));
  EXPECT_THAT(Annotate("Nothing in particular").themes, IsEmpty());
  // No phrase goes on from the title to the body.
  EXPECT_THAT(Annotate("food", "en", "slow").themes, ElementsAre("performance"));
}

TEST_F(ModelAnnotatorTest, SaysWhichThemesHeardIt) {
  EXPECT_EQ(Annotate("").themes_version, BuiltInThemes()->version());
}

TEST_F(ModelAnnotatorTest, HostileTextsStayInRangeAndAgreeWithTheirLabel) {
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

TEST_F(ModelAnnotatorTest, TheLongestTextsAreRead) {
  const std::string word(32 * 1024, 'a');
  EXPECT_NE(Annotate(word, "en", word).label, Label::kUnlabelled);
  std::string text;
  while (text.size() < 32 * 1024) text += "terrible ";
  EXPECT_LT(Annotate(text, "", text).score, -0.5);
}

}  // namespace
}  // namespace voc::sentiment
