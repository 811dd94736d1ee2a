#include "server/rescore/tally.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::rescore {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::Feedback Text(const std::string& source, v1::SentimentLabel label,
                  const std::vector<std::string>& themes = {}) {
  v1::Feedback feedback;
  feedback.set_source_id(source);
  feedback.set_language("en");
  feedback.mutable_sentiment()->set_label(label);
  feedback.mutable_themes()->Assign(themes.begin(), themes.end());
  return feedback;
}

storage::v1::FeedbackEvent Event(const v1::Feedback& feedback) {
  storage::v1::FeedbackEvent event;
  *event.mutable_feedback() = feedback;
  return event;
}

v1::RescoreReport ReportOf(const Tally& tally) {
  v1::RescoreReport report;
  tally.Write(report);
  return report;
}

TEST(TallyTest, NothingIsNothing) {
  const v1::RescoreReport report = ReportOf(Tally());
  EXPECT_EQ(report.sentiment().n_before(), 0);
  EXPECT_FALSE(report.sentiment().has_value_before());
  EXPECT_FALSE(report.sentiment().has_value_after());
  EXPECT_THAT(report.sentiment_by_source(), IsEmpty());
  EXPECT_THAT(report.alerts(), IsEmpty());
}

TEST(TallyTest, ATrendIsWhatItWouldBeBeforeAndAfter) {
  Tally tally;
  tally.AddKept(Text("app", v1::SENTIMENT_LABEL_POSITIVE));
  tally.AddKept(Text("app", v1::SENTIMENT_LABEL_UNLABELLED));
  tally.AddKept(Text("web", v1::SENTIMENT_LABEL_NEGATIVE));
  tally.AddChanged(Text("app", v1::SENTIMENT_LABEL_POSITIVE),
                   Event(Text("app", v1::SENTIMENT_LABEL_NEGATIVE)), 9);
  tally.AddChanged(Text("app", v1::SENTIMENT_LABEL_UNLABELLED),
                   Event(Text("app", v1::SENTIMENT_LABEL_NEUTRAL)), 9);
  const v1::RescoreReport report = ReportOf(tally);
  EXPECT_EQ(report.sentiment().n_before(), 3);
  EXPECT_EQ(report.sentiment().n_after(), 4);
  EXPECT_NEAR(report.sentiment().value_before(), 100.0 / 3, 1e-9);
  EXPECT_EQ(report.sentiment().value_after(), -25);
  EXPECT_EQ(report.sentiment().label_changes(), 2);
  ASSERT_THAT(report.sentiment_by_source(), SizeIs(2));
  EXPECT_EQ(report.sentiment_by_source(0).group(), "app");
  EXPECT_EQ(report.sentiment_by_source(0).value_before(), 100);
  EXPECT_EQ(report.sentiment_by_source(0).n_before(), 2);
  EXPECT_EQ(report.sentiment_by_source(0).value_after(), 0);
  EXPECT_EQ(report.sentiment_by_source(0).n_after(), 3);
  EXPECT_EQ(report.sentiment_by_source(1).value_after(), -100);
  EXPECT_EQ(report.sentiment_by_source(1).label_changes(), 0);
}

TEST(TallyTest, AnotherLanguageMovesATextBetweenTrends) {
  Tally tally;
  v1::Feedback now = Text("app", v1::SENTIMENT_LABEL_POSITIVE);
  now.set_language("sv");
  tally.AddChanged(Text("app", v1::SENTIMENT_LABEL_POSITIVE), Event(now), 9);
  const v1::RescoreReport report = ReportOf(tally);
  ASSERT_THAT(report.sentiment_by_language(), SizeIs(2));
  EXPECT_EQ(report.sentiment_by_language(0).group(), "en");
  EXPECT_EQ(report.sentiment_by_language(0).n_before(), 1);
  EXPECT_EQ(report.sentiment_by_language(0).n_after(), 0);
  EXPECT_FALSE(report.sentiment_by_language(0).has_value_after());
  EXPECT_EQ(report.sentiment_by_language(1).n_after(), 1);
}

TEST(TallyTest, ThemesComeAndGo) {
  Tally tally;
  tally.AddKept(Text("app", v1::SENTIMENT_LABEL_NEUTRAL, {"price"}));
  tally.AddChanged(Text("app", v1::SENTIMENT_LABEL_NEUTRAL, {"price", "speed"}),
                   Event(Text("app", v1::SENTIMENT_LABEL_NEUTRAL, {"speed", "help"})), 9);
  const v1::RescoreReport report = ReportOf(tally);
  ASSERT_THAT(report.themes(), SizeIs(3));
  EXPECT_EQ(report.themes(0).theme(), "help");
  EXPECT_EQ(report.themes(0).added(), 1);
  EXPECT_EQ(report.themes(0).after(), 1);
  EXPECT_EQ(report.themes(1).theme(), "price");
  EXPECT_EQ(report.themes(1).before(), 2);
  EXPECT_EQ(report.themes(1).after(), 1);
  EXPECT_EQ(report.themes(1).removed(), 1);
  EXPECT_EQ(report.themes(2).before(), 1);
  EXPECT_EQ(report.themes(2).after(), 1);
}

TEST(TallyTest, ExcludedFeedbackMovesNoTrend) {
  Tally tally;
  v1::Feedback excluded = Text("app", v1::SENTIMENT_LABEL_POSITIVE, {"price"});
  excluded.mutable_exclusion();
  tally.AddKept(excluded);
  tally.AddChanged(excluded, Event(Text("app", v1::SENTIMENT_LABEL_NEGATIVE)), 9);
  const v1::RescoreReport report = ReportOf(tally);
  EXPECT_EQ(report.sentiment().n_before(), 0);
  EXPECT_EQ(report.sentiment().n_after(), 0);
  EXPECT_EQ(report.sentiment().label_changes(), 0);
  EXPECT_THAT(report.themes(), IsEmpty());
}

TEST(TallyTest, OnlyAlertsThatTheEventMadeCount) {
  Tally tally;
  storage::v1::FeedbackEvent event = Event(Text("app", v1::SENTIMENT_LABEL_NEGATIVE));
  const auto add = [&](const char* rule, uint64_t sequence, bool dismissed, bool backfill) {
    storage::v1::AlertMark& mark = *event.add_alerts();
    mark.set_rule_id(rule);
    mark.set_sequence(sequence);
    mark.set_dismissed(dismissed);
    mark.set_backfill(backfill);
  };
  add("review-low", 3, false, false);
  add("mention-negative", 9, false, true);
  tally.AddChanged(Text("app", v1::SENTIMENT_LABEL_NEUTRAL), event, 9);
  event.clear_alerts();
  add("mention-negative", 9, true, false);
  tally.AddChanged(Text("app", v1::SENTIMENT_LABEL_NEUTRAL), event, 9);
  const v1::RescoreReport report = ReportOf(tally);
  ASSERT_THAT(report.alerts(), SizeIs(1));
  EXPECT_EQ(report.alerts(0).rule_id(), "mention-negative");
  EXPECT_EQ(report.alerts(0).raised(), 1);
  EXPECT_EQ(report.alerts(0).raised_backfill(), 1);
  EXPECT_EQ(report.alerts(0).dismissed(), 1);
}

TEST(TallyTest, AReportNamesTheGroupsThatMoveMost) {
  Tally tally;
  for (size_t i = 0; i < kMaxReportedGroups; ++i) {
    tally.AddKept(Text(absl::StrCat("a", i), v1::SENTIMENT_LABEL_NEUTRAL));
  }
  tally.AddChanged(Text("z", v1::SENTIMENT_LABEL_NEUTRAL),
                   Event(Text("z", v1::SENTIMENT_LABEL_NEGATIVE)), 9);
  const v1::RescoreReport report = ReportOf(tally);
  EXPECT_THAT(report.sentiment_by_source(), SizeIs(kMaxReportedGroups));
  EXPECT_EQ(report.sentiment_by_source().rbegin()->group(), "z");
  EXPECT_EQ(report.groups_left_out(), 1);
}

}  // namespace
}  // namespace voc::rescore
