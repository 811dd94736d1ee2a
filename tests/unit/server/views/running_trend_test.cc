#include "server/views/query/running_trend.h"

#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/ingest/feedback_key.h"
#include "server/views/query/trend.h"
#include "server/views/views.h"
#include "storage/base/time.h"
#include "storage/rocksdb/database.h"
#include "storage/testing/temp_dir.h"
#include "tests/unit/server/views/query/no_reader.h"

namespace voc::views {
namespace {

using storage::v1::FeedbackEvent;

constexpr int64_t kSegmentEvents = 40;
constexpr base::TimeNs kDay = 86'400 * base::kNsPerSecond;
constexpr base::TimeNs kStart = 1'735'689'600 * base::kNsPerSecond;  // 2025-01-01

bool WaitFor(const std::function<bool()>& condition) {
  const absl::Time deadline = absl::Now() + absl::Seconds(60);
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    std::this_thread::yield();
  }
  return true;
}

// Views of a log that random feedback is written to, so small that the builder installs and
// compacts all the time.
class RunningTrendTest : public ::testing::Test {
 protected:
  void SetUp() override {
    absl::StatusOr<std::unique_ptr<rocks::Database>> database =
        rocks::Database::Open({.path = dir_.path(), .durability = rocks::Durability::kOs});
    ASSERT_TRUE(database.ok()) << database.status();
    database_ = *std::move(database);
    absl::StatusOr<std::unique_ptr<Views>> views =
        Views::Open(&database_->log(), &database_->views(), {.segment_events = kSegmentEvents});
    ASSERT_TRUE(views.ok()) << views.status();
    views_ = *std::move(views);
  }

  uint64_t Below(uint64_t bound) { return random_() % bound; }

  // New feedback, collected at a random moment of these days.
  v1::Feedback Make(uint64_t first_day, uint64_t days) {
    v1::Feedback feedback;
    feedback.set_source_id(absl::StrCat("source", Below(3)));
    feedback.set_submission_id(absl::StrCat("s", ++names_));
    // Ever more accounts, some feedback of none.
    if (Below(6) != 0) feedback.set_account_id(absl::StrCat("account", Below(names_ / 8 + 2)));
    if (Below(4) != 0) feedback.set_respondent_id(absl::StrCat("respondent", Below(60)));
    (*feedback.mutable_properties())["plan"] = Below(2) == 0 ? "pro" : "free";
    for (uint64_t i = Below(3); i > 0; --i) feedback.add_themes(absl::StrCat("theme", Below(4)));
    base::SetTimestamp(kStart + static_cast<base::TimeNs>(first_day * kDay + Below(days * kDay)),
                       *feedback.mutable_collected_at());
    if (Below(6) == 0) {
      feedback.mutable_mention()->set_rating(static_cast<double>(1 + Below(5)));
      feedback.mutable_mention()->set_rating_max(5);
      feedback.mutable_mention()->set_body("said");
      feedback.mutable_sentiment()->set_score(static_cast<double>(Below(3)) - 1);
      feedback.mutable_sentiment()->set_label(
          static_cast<v1::SentimentLabel>(1 + static_cast<int>(Below(3))));
      return feedback;
    }
    static constexpr std::pair<v1::Metric, int> kScales[] = {
        {v1::METRIC_NPS, 11}, {v1::METRIC_NPS, 11}, {v1::METRIC_CSAT, 5}, {v1::METRIC_CES, 7}};
    const auto& [metric, points] = kScales[Below(4)];
    feedback.mutable_response()->set_metric(metric);
    feedback.mutable_response()->set_scale_points(points);
    feedback.mutable_response()->set_score(
        static_cast<int32_t>(Below(static_cast<uint64_t>(points)) + (points == 11 ? 0 : 1)));
    return feedback;
  }

  // Writes a state of a feedback: the first one, or one that replaces what there was.
  void Commit(v1::Feedback feedback) {
    const store::Sequence sequence = database_->log().newest() + 1;
    feedback.set_sequence(sequence);
    auto event = std::make_shared<FeedbackEvent>();
    const auto before = newest_.find(feedback.submission_id());
    if (before != newest_.end()) {
      event->set_previous_sequence(before->second.first);
      event->set_excluded_before(before->second.second.has_exclusion());
    }
    *event->mutable_feedback() = feedback;
    ASSERT_TRUE(database_->log()
                    .Append(sequence, std::vector<std::string_view>{event->SerializeAsString()})
                    .ok());
    views_->Apply(
        {{.sequence = sequence, .id = ingest::FeedbackIdOf(event->feedback()), .event = event}});
    newest_[feedback.submission_id()] = {sequence, feedback};
  }

  // Another text, another time, or out of the numbers and back in.
  void Correct() {
    auto at = newest_.begin();
    std::advance(at, static_cast<ptrdiff_t>(Below(newest_.size())));
    v1::Feedback feedback = at->second.second;
    if (Below(2) == 0 && feedback.has_exclusion()) {
      feedback.clear_exclusion();
    } else if (Below(2) == 0) {
      feedback.mutable_exclusion()->set_reason("test");
    } else {
      v1::Feedback other = Make(0, 200);
      other.set_submission_id(feedback.submission_id());
      feedback = other;
    }
    Commit(feedback);
  }

  void WaitForTheBuilder() {
    ASSERT_TRUE(WaitFor([this] { return views_->tail_events() < kSegmentEvents; }));
  }

  v1::QueryTrendRequest Request() {
    v1::QueryTrendRequest request;
    static constexpr v1::TrendMetric kMetrics[] = {
        v1::TREND_METRIC_NPS, v1::TREND_METRIC_NPS,       v1::TREND_METRIC_CSAT,
        v1::TREND_METRIC_CES, v1::TREND_METRIC_SENTIMENT, v1::TREND_METRIC_RATING};
    request.set_metric(kMetrics[Below(6)]);
    static constexpr v1::Granularity kGranularities[] = {
        v1::GRANULARITY_MONTH, v1::GRANULARITY_ISO_WEEK, v1::GRANULARITY_DAY,
        v1::GRANULARITY_QUARTER};
    request.set_granularity(kGranularities[Below(4)]);
    if (Below(6) == 0) request.set_window_days(30);
    if (Below(8) == 0) request.set_comparison(v1::COMPARISON_YEAR_AGO);
    if (Below(8) == 0) request.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT);
    static const char* const kDimensions[] = {"source", "account", "theme", "property.plan"};
    for (const char* name : kDimensions) {
      if (Below(5) == 0) request.add_group_by(name);
    }
    v1::Filter& filter = *request.mutable_filter();
    if (Below(4) == 0) filter.add_source_ids("source1");
    if (Below(6) == 0) filter.add_account_ids("account1");
    if (Below(6) == 0) (*filter.mutable_properties())["plan"] = "pro";
    filter.set_include_excluded(Below(4) == 0);
    if (Below(2) == 0) {
      base::SetTimestamp(kStart + static_cast<base::TimeNs>(Below(60)) * kDay / 2,
                         *filter.mutable_interval()->mutable_start_time());
    }
    if (Below(2) == 0) {
      base::SetTimestamp(kStart + static_cast<base::TimeNs>(70 + Below(130)) * kDay / 2 * 2,
                         *filter.mutable_interval()->mutable_end_time());
    }
    return request;
  }

  std::unique_ptr<RunningTrend> Run(const v1::QueryTrendRequest& request) {
    return std::make_unique<RunningTrend>(request, &views_->dictionaries(), &no_reader_, memory_);
  }

  // Asks, and expects what a query that knows nothing answers. Whether it was added up.
  bool Check(RunningTrend& running, const v1::QueryTrendRequest& request) {
    const std::shared_ptr<const FactSource> source = views_->Snapshot();
    const base::TimeNs now = kStart + static_cast<base::TimeNs>(Below(250)) * kDay;
    const auto actual = running.Query(*source, now);
    const auto expected = QueryTrend(request, *source, views_->dictionaries(), no_reader_, now);
    EXPECT_TRUE(actual.ok() && expected.ok()) << actual.status() << expected.status();
    if (!actual.ok() || !expected.ok()) return false;
    std::string difference;
    google::protobuf::util::MessageDifferencer differencer;
    differencer.ReportDifferencesToString(&difference);
    EXPECT_TRUE(differencer.Compare(*expected, *actual))
        << difference << " sequence " << source->sequence() << "\n"
        << request.DebugString();
    return running.added();
  }

  const uint64_t seed_ = std::random_device()();
  std::mt19937_64 random_{seed_};
  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<Views> views_;
  std::map<std::string, std::pair<store::Sequence, v1::Feedback>> newest_;
  uint64_t names_ = 0;
  const NoReader no_reader_;
  const std::shared_ptr<RunningTrendMemory> memory_ = std::make_shared<RunningTrendMemory>();
};

TEST_F(RunningTrendTest, AnswersAsAQueryAtEveryMoment) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  std::vector<std::pair<v1::QueryTrendRequest, std::unique_ptr<RunningTrend>>> trends;
  for (int i = 0; i < 40; ++i) {
    const v1::QueryTrendRequest request = Request();
    trends.emplace_back(request, Run(request));
  }
  int added = 0;
  int counted_anew = 0;
  for (int step = 0; step < 40; ++step) {
    // Now in order of time, now in none.
    const bool in_order = step / 10 % 2 == 1;
    for (uint64_t i = Below(60); i > 0; --i) {
      Commit(in_order ? Make(100 + static_cast<uint64_t>(step), 1) : Make(0, 100));
    }
    if (step % 4 == 3) {
      for (uint64_t i = Below(4); i > 0 && !newest_.empty(); --i) Correct();
    }
    if (Below(3) == 0) WaitForTheBuilder();
    for (auto& [request, running] : trends) {
      if (Below(3) == 0) continue;
      (Check(*running, request) ? added : counted_anew) += 1;
      if (HasFailure()) return;
    }
  }
  EXPECT_GT(added, 200);
  EXPECT_GT(counted_anew, 200);
}

TEST_F(RunningTrendTest, AddsNewFactsAndCountsAnewOnlyWhereItMust) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  request.set_granularity(v1::GRANULARITY_MONTH);
  const std::unique_ptr<RunningTrend> running = Run(request);
  const auto nps = [this](uint64_t day, int score) {
    v1::Feedback feedback = Make(day, 1);
    feedback.clear_mention();
    feedback.clear_sentiment();
    feedback.mutable_response()->set_metric(v1::METRIC_NPS);
    feedback.mutable_response()->set_scale_points(11);
    feedback.mutable_response()->set_score(score);
    return feedback;
  };
  EXPECT_FALSE(Check(*running, request));  // nothing there
  Commit(nps(3, 9));
  Commit(nps(50, 9));
  EXPECT_FALSE(Check(*running, request));
  EXPECT_TRUE(Check(*running, request));  // nothing new
  Commit(nps(20, 3));
  EXPECT_TRUE(Check(*running, request));
  Commit(nps(55, 3));  // later than all, in the same month
  Commit(nps(1, 3));   // earlier than all
  EXPECT_TRUE(Check(*running, request));
  Commit(nps(62, 3));  // another month
  EXPECT_FALSE(Check(*running, request));
  const v1::Feedback last = nps(60, 5);
  Commit(last);
  EXPECT_TRUE(Check(*running, request));
  // What was counted goes to disk, with what was not: one stays apart from the other.
  for (int64_t i = 0; i < kSegmentEvents / 2; ++i) Commit(nps(30, 10));
  EXPECT_TRUE(Check(*running, request));
  for (int64_t i = 0; i < kSegmentEvents; ++i) Commit(nps(31, 10));
  WaitForTheBuilder();
  EXPECT_TRUE(Check(*running, request));
  v1::Feedback corrected = last;
  corrected.mutable_response()->set_score(10);
  Commit(corrected);
  EXPECT_FALSE(Check(*running, request));
  // What came and was replaced between two answers had not been counted.
  const v1::Feedback brief = nps(40, 0);
  Commit(brief);
  corrected = brief;
  corrected.mutable_exclusion()->set_reason("test");
  Commit(corrected);
  EXPECT_TRUE(Check(*running, request));
}

TEST_F(RunningTrendTest, WhatCannotBeAddedUpIsCountedAnew) {
  for (int i = 0; i < 20; ++i) Commit(Make(0, 30));
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  request.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT);
  const std::unique_ptr<RunningTrend> latest = Run(request);
  EXPECT_FALSE(Check(*latest, request));
  EXPECT_FALSE(Check(*latest, request));
  EXPECT_EQ(memory_->taken(), 0u);
}

TEST_F(RunningTrendTest, GivesBackWhatItTook) {
  for (int i = 0; i < 20; ++i) Commit(Make(0, 30));
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_CES);
  {
    const std::unique_ptr<RunningTrend> one = Run(request);
    Check(*one, request);
    EXPECT_GT(memory_->taken(), 0u);
    // Nothing left for it: it keeps nothing and is right all the same.
    const size_t rest = kMaxRunningTrendsBytes - memory_->taken();
    ASSERT_TRUE(memory_->Change(0, rest));
    const std::unique_ptr<RunningTrend> other = Run(request);
    EXPECT_FALSE(Check(*other, request));
    EXPECT_FALSE(Check(*other, request));
    EXPECT_EQ(memory_->taken(), kMaxRunningTrendsBytes);
    ASSERT_TRUE(memory_->Change(rest, 0));
  }
  EXPECT_EQ(memory_->taken(), 0u);
}

TEST(RunningTrendMemory, TakesNoMoreThanThereIs) {
  RunningTrendMemory memory;
  EXPECT_TRUE(memory.Change(0, kMaxRunningTrendsBytes - 10));
  EXPECT_FALSE(memory.Change(0, 11));
  EXPECT_EQ(memory.taken(), kMaxRunningTrendsBytes - 10);
  EXPECT_TRUE(memory.Change(0, 10));
  EXPECT_FALSE(memory.Change(10, 11));  // and the ten are given back
  EXPECT_EQ(memory.taken(), kMaxRunningTrendsBytes - 10);
  EXPECT_TRUE(memory.Change(kMaxRunningTrendsBytes - 10, 0));
  EXPECT_EQ(memory.taken(), 0u);
}

}  // namespace
}  // namespace voc::views
