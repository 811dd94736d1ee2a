#include "client/formats/open_texts.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Kind = SurveyColumn::Kind;

SurveyColumn Column(const std::string& name, std::vector<std::string> samples,
                    Kind kind = Kind::kUnknown) {
  return {.name = name, .words = name, .kind = kind, .samples = std::move(samples)};
}

// The names of the texts among all columns.
std::vector<std::string> Texts(const std::vector<SurveyColumn>& columns) {
  std::vector<size_t> all;
  for (size_t i = 0; i < columns.size(); ++i) all.push_back(i);
  std::vector<std::string> names;
  for (const size_t index : OpenTexts(columns, all)) names.push_back(columns[index].name);
  return names;
}

TEST(OpenTextsTest, QuestionsThatAskForAComment) {
  for (const char* words : {"Comment", "comments", "2. Why?", "Feedback", "Any other comments?",
                            "Why did you choose it", "Kommentar:", "Varför?", "Hvorfor det?",
                            "nps_comment", "nps why"}) {
    EXPECT_TRUE(AsksForComment(words)) << words;
  }
  for (const char* words : {"", "9", "Comment language", "Plan", "Feedback channel", "commented"}) {
    EXPECT_FALSE(AsksForComment(words)) << words;
  }
}

TEST(OpenTextsTest, AnswersOfOneWordAreAComment) {
  EXPECT_THAT(Texts({Column("Q2", {"Bra", "", "Dyrt"})}), ElementsAre("Q2"));
  // Whatever is no comment beside it.
  EXPECT_THAT(Texts({Column("Q2", {"Bra", "Dyrt"}), Column("G01Q04", {"A1", "A2"}),
                     Column("Steg", {"4", "5"}), Column("Mejl", {"a@b.se", "c@d.se"}),
                     Column("Sida", {"https://a.example/", "https://b.example/"}),
                     Column("Seen", {"2025-01-02 10:00", "31/01/2025"}),
                     Column("Kund?", {"Ja", "nej"}), Column("plan", {"gold", "pro"}),
                     Column("utm_campaign", {"spring", "autumn"}), Column("Segment ID", {"a", "b"}),
                     Column("empty", {"", " "}), Column("x", {"one", "two"}, Kind::kNoText)}),
              ElementsAre("Q2"));
}

TEST(OpenTextsTest, WhichOfTwoWithoutANameIsTheCommentIsNotGuessed) {
  EXPECT_THAT(Texts({Column("a", {"Bra", "Dyrt"}), Column("b", {"Rot", "Stam"})}), IsEmpty());
}

TEST(OpenTextsTest, OneThatAsksForACommentIsOneInAnyCompany) {
  EXPECT_THAT(Texts({Column("a", {"Bra", "Dyrt"}), Column("Kommentar", {"Ok", "Ok", "Ok"})}),
              ElementsAre("Kommentar"));
  EXPECT_THAT(Texts({Column("Why?", {"1", "2"})}), IsEmpty()) << "numbers of options";
}

TEST(OpenTextsTest, TheSameFewAnswersAreOptions) {
  EXPECT_THAT(Texts({Column("a", {"Webb", "App", "Webb", "App", "App", "App"})}), IsEmpty());
}

TEST(OpenTextsTest, Sentences) {
  EXPECT_THAT(Texts({Column("a", {"So good", "Not bad at all"}), Column("b", {"Rot", "Stam"}),
                     Column("User agent", {"Mozilla/5.0 (X11) one", "Mozilla/5.0 (X12) two"})}),
              ElementsAre("a"));
}

}  // namespace
}  // namespace voc::formats
