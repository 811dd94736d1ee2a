#include "server/views/query/trend_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/views/query/calendar.h"
#include "storage/base/strings.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TrendPlan Plan(const TrendSpec& spec, std::string_view start, std::string_view end) {
  const auto plan = PlanTrend(spec, {At(start), At(end)});
  EXPECT_TRUE(plan.ok()) << plan.status();
  return plan.value_or(TrendPlan());
}

std::vector<std::string> All(const WindowList& list) {
  std::vector<std::string> shown;
  for (size_t i = 0; i < list.size(); ++i) {
    shown.push_back(Shown(list.starts[i]) + " " + Shown(list.ends[i]));
  }
  return shown;
}

TEST(PlanTrend, PlainBucketsAreCutToTheIntervalButNotTheOneBefore) {
  TrendSpec spec;
  spec.zone = absl::UTCTimeZone();
  const TrendPlan plan = Plan(spec, "2025-01-15T00:00:00Z", "2025-02-10T00:00:00Z");
  EXPECT_THAT(All(plan.windows), ElementsAre("2024-12-01T00:00:00Z 2025-01-01T00:00:00Z",
                                             "2025-01-15T00:00:00Z 2025-02-01T00:00:00Z",
                                             "2025-02-01T00:00:00Z 2025-02-10T00:00:00Z"));
  ASSERT_EQ(plan.points.size(), 2u);
  EXPECT_EQ(Shown(plan.points[0].start), "2025-01-01T00:00:00Z");
  EXPECT_EQ(Shown(plan.points[1].end), "2025-03-01T00:00:00Z");
  EXPECT_FALSE(plan.compares_apart);
  EXPECT_FALSE(plan.windows.overlapping);
  EXPECT_EQ(plan.comparisons.size(), 0u);
  EXPECT_EQ(Shown(plan.reads.start), "2024-12-01T00:00:00Z");
  EXPECT_EQ(Shown(plan.reads.end), "2025-02-10T00:00:00Z");
}

TEST(PlanTrend, RollingWindowsReachBackCalendarDays) {
  TrendSpec spec;
  spec.zone = *LoadZone("Europe/Stockholm");
  spec.granularity = v1::GRANULARITY_DAY;
  spec.window_days = 7;
  const TrendPlan plan = Plan(spec, "2025-04-01T00:00:00+02:00", "2025-04-02T12:00:00+02:00");
  EXPECT_TRUE(plan.compares_apart);
  EXPECT_THAT(All(plan.windows), ElementsAre("2025-03-25T23:00:00Z 2025-04-01T22:00:00Z",
                                             "2025-03-26T23:00:00Z 2025-04-02T10:00:00Z"));
  EXPECT_THAT(All(plan.comparisons), ElementsAre("2025-03-18T23:00:00Z 2025-03-25T23:00:00Z",
                                                 "2025-03-19T23:00:00Z 2025-03-26T23:00:00Z"));
  EXPECT_EQ(Shown(plan.points[1].end), "2025-04-02T22:00:00Z");
  EXPECT_EQ(Shown(plan.reads.start), "2025-03-18T23:00:00Z");
}

TEST(PlanTrend, AWindowThatBeginsPastTheIntervalIsEmpty) {
  TrendSpec spec;
  spec.zone = absl::UTCTimeZone();
  spec.window_days = 7;
  const TrendPlan plan = Plan(spec, "2025-01-01T00:00:00Z", "2025-01-10T00:00:00Z");
  EXPECT_THAT(All(plan.windows), ElementsAre("2025-01-25T00:00:00Z 2025-01-25T00:00:00Z"));
  EXPECT_THAT(All(plan.comparisons), ElementsAre("2025-01-18T00:00:00Z 2025-01-18T00:00:00Z"));
}

TEST(PlanTrend, WindowsNeverRunBackwards) {
  // Hours around a change that shows 23:01 after 00:01.
  TrendSpec spec;
  spec.zone = *LoadZone("America/St_Johns");
  spec.granularity = v1::GRANULARITY_HOUR;
  spec.window_days = 1;
  const TrendPlan plan = Plan(spec, "2010-11-06T20:00:00Z", "2010-11-08T20:00:00Z");
  for (const WindowList* list : {&plan.windows, &plan.comparisons}) {
    for (size_t i = 1; i < list->size(); ++i) {
      EXPECT_LE(list->starts[i - 1], list->starts[i]);
      EXPECT_LE(list->ends[i - 1], list->ends[i]);
      EXPECT_LE(list->starts[i], list->ends[i]);
    }
  }
}

TEST(PlanTrend, AYearAgoIsTheSameBucketOfTheCalendar) {
  TrendSpec spec;
  spec.zone = *LoadZone("Europe/Stockholm");
  spec.comparison = v1::COMPARISON_YEAR_AGO;
  const TrendPlan plan = Plan(spec, "2025-03-10T00:00:00+01:00", "2025-05-01T00:00:00+02:00");
  EXPECT_TRUE(plan.compares_apart);
  EXPECT_THAT(All(plan.windows), ElementsAre("2025-03-09T23:00:00Z 2025-03-31T22:00:00Z",
                                             "2025-03-31T22:00:00Z 2025-04-30T22:00:00Z"));
  EXPECT_THAT(All(plan.comparisons), ElementsAre("2024-03-09T23:00:00Z 2024-03-31T22:00:00Z",
                                                 "2024-03-31T22:00:00Z 2024-04-30T22:00:00Z"));
  spec.granularity = v1::GRANULARITY_ISO_WEEK;
  const TrendPlan weeks = Plan(spec, "2025-03-10T00:00:00+01:00", "2025-03-17T00:00:00+01:00");
  EXPECT_THAT(All(weeks.comparisons), ElementsAre("2024-03-10T23:00:00Z 2024-03-17T23:00:00Z"));
}

TEST(PlanTrend, ALeapDayHasNoYearAgo) {
  TrendSpec spec;
  spec.zone = absl::UTCTimeZone();
  spec.granularity = v1::GRANULARITY_DAY;
  spec.comparison = v1::COMPARISON_YEAR_AGO;
  const TrendPlan plan = Plan(spec, "2024-02-28T00:00:00Z", "2024-03-02T00:00:00Z");
  EXPECT_THAT(All(plan.comparisons), ElementsAre("2023-02-28T00:00:00Z 2023-03-01T00:00:00Z",
                                                 "2023-03-01T00:00:00Z 2023-03-01T00:00:00Z",
                                                 "2023-03-01T00:00:00Z 2023-03-02T00:00:00Z"));
}

TEST(PlanTrend, StretchesCoverAllOfTimeWithoutGaps) {
  TrendSpec spec;
  spec.zone = absl::UTCTimeZone();
  const TrendPlan plan = Plan(spec, "2025-01-15T00:00:00Z", "2025-02-10T00:00:00Z");
  ASSERT_EQ(plan.stretches.size(), 6u);
  for (size_t i = 1; i < plan.stretches.size(); ++i) {
    EXPECT_EQ(plan.stretches[i].from, plan.stretches[i - 1].until);
    EXPECT_EQ(plan.stretches[i].index, i);
  }
  const Stretch& january = plan.StretchAt(At("2025-01-20T00:00:00Z"));
  EXPECT_EQ(january.windows.first, 1);
  EXPECT_TRUE(january.in_interval);
  const Stretch& december = plan.StretchAt(At("2024-12-20T00:00:00Z"));
  EXPECT_EQ(december.windows.first, 0);
  EXPECT_FALSE(december.in_interval);
  EXPECT_TRUE(plan.StretchAt(At("2025-02-10T00:00:00Z")).windows.empty());
}

TEST(PlanTrend, TooManyBucketsAreABadGranularity) {
  TrendSpec spec;
  spec.zone = absl::UTCTimeZone();
  spec.granularity = v1::GRANULARITY_HOUR;
  const auto plan = PlanTrend(spec, {At("1990-01-01T00:00:00Z"), At("2025-01-01T00:00:00Z")});
  EXPECT_EQ(plan.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(base::ToStd(plan.status().message())), HasSubstr("granularity"));
}

}  // namespace
}  // namespace voc::views
