#include "client/report/monday.h"

#include "absl/time/civil_time.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_monday.h"

namespace voc::report {
namespace {

TEST(MondayTest, AWholeIsoWeekIsCalledByItsNumber) {
  Monday monday = SampleMonday();
  EXPECT_EQ(PeriodText(monday), "W41 2025 (6 Oct 2025 – 12 Oct 2025)");
  EXPECT_EQ(ComparedText(monday),
            "W41 2025 (6 Oct 2025 – 12 Oct 2025), against 29 Sep 2025 – 5 Oct 2025");
  monday.end += absl::Hours(24);
  EXPECT_EQ(PeriodText(monday), "6 Oct 2025 – 13 Oct 2025");
}

TEST(MondayTest, ScoresInWords) {
  const auto scores = ScoresOf(SampleMonday());
  ASSERT_EQ(scores.size(), 2u);
  EXPECT_EQ(scores[0].sentence,
            "NPS is 7 (between -3 and 17, 100 answers), down 23: news (p 0.003).");
  EXPECT_EQ(scores[0].verdict, Verdict::kNews);
  EXPECT_FALSE(scores[0].better);
  // Low is good: what went down went well.
  EXPECT_EQ(scores[1].name, "CES (5-low)");
  EXPECT_TRUE(scores[1].better);
}

TEST(MondayTest, GroupsMoveNewsFirst) {
  const Monday monday = SampleMonday();
  const Judge judge = JudgeOfGroups(monday);
  EXPECT_EQ(judge.tests(), 2);
  const auto rows = MovedOf(monday.groups[0], monday, judge);
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "web");
  EXPECT_EQ(rows[0].text, "-20 news (p 0.003)");
  EXPECT_EQ(rows[1].text, "+30 noise (p 0.60)");
}

TEST(MondayTest, AGroupThatIsAllIsNoTest) {
  Monday monday = SampleMonday();
  GroupPart channels{.dimension = "channel"};
  *channels.now.add_series() = LastPoint(SampleSeries({25, 5}, "web"));
  channels.now.add_series();
  monday.groups.push_back(channels);
  EXPECT_EQ(JudgeOfGroups(monday).tests(), 2);
}

TEST(MondayTest, ThemesOfFewAnswersComeLast) {
  const auto rows = ThemesOf(SampleMonday());
  ASSERT_EQ(rows.size(), 2u);
  EXPECT_EQ(rows[0].name, "billing");
  EXPECT_EQ(rows[0].impact, "-2.5 news");
  EXPECT_EQ(rows[1].n, "9*");
  EXPECT_EQ(rows[1].impact, "-9.0 too few");
}

TEST(MondayTest, WhoAndWhatInWords) {
  const Monday monday = SampleMonday();
  const v1::Feedback& feedback = monday.newest[0].feedback();
  EXPECT_EQ(ScoreName(Language::kEnglish, feedback), "NPS 3");
  EXPECT_EQ(AccountText(Language::kEnglish, feedback), "acme");
  EXPECT_EQ(QuoteOf(feedback, 8), "<b>slow…");
  EXPECT_EQ(WaitingText(monday, monday.newest[0]), "2 days");
  EXPECT_EQ(QuoteSource(monday, feedback), "acme, NPS 3, 11 Oct 2025");
  v1::Feedback mention;
  mention.mutable_mention()->set_platform("g2");
  EXPECT_EQ(ScoreName(Language::kEnglish, mention), "g2");
  mention.mutable_mention()->set_rating(3.5);
  mention.mutable_mention()->set_rating_max(5);
  mention.mutable_mention()->set_title("Good");
  mention.mutable_mention()->set_body("very");
  EXPECT_EQ(ScoreName(Language::kSwedish, mention), "g2 3,5/5");
  EXPECT_EQ(QuoteOf(mention, 100), "Good: very");
  EXPECT_EQ(AccountText(Language::kSwedish, mention), "okänd kund");
}

TEST(MondayTest, AlertsAreCounted) {
  Monday monday = SampleMonday();
  EXPECT_EQ(OpenAlertsText(monday), "1 open alert.");
  monday.open_alerts = 10'000;
  monday.open_alerts_more = true;
  EXPECT_EQ(OpenAlertsText(monday), "> 10,000 open alerts.");
  monday.open_alerts = 0;
  EXPECT_EQ(OpenAlertsText(monday), "No open alert.");
}

}  // namespace
}  // namespace voc::report
