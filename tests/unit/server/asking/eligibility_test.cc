#include "server/asking/eligibility.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"

namespace voc::asking {
namespace {

constexpr base::TimeNs kNow = 1'763'000'000 * base::kNsPerSecond;

v1::Source Survey() {
  v1::Source source;
  source.set_source_id("app");
  source.set_metric(v1::METRIC_NPS);
  return source;
}

uint64_t NoDraw() {
  ADD_FAILURE() << "nothing is to be drawn";
  return 0;
}

TEST(EligibilityTest, WhoWasNeverAskedMayBe) {
  const Verdict verdict = MayAsk(Survey(), {.respondent_id = "ann"}, kNow, NoDraw);
  EXPECT_EQ(verdict.reason, v1::INELIGIBLE_REASON_UNSPECIFIED);
  EXPECT_EQ(verdict.next_time, std::nullopt);
  EXPECT_EQ(MayAsk(Survey(), {}, kNow, NoDraw).reason, v1::INELIGIBLE_REASON_UNSPECIFIED);
}

TEST(EligibilityTest, TheQuietPeriodEndsToTheNanosecond) {
  v1::Source source = Survey();
  for (const base::TimeNs quiet : {90 * kDayNs, 7 * kDayNs, base::TimeNs{1'500'000'000}}) {
    if (quiet != 90 * kDayNs) {
      source.mutable_quiet_period()->set_seconds(quiet / base::kNsPerSecond);
      source.mutable_quiet_period()->set_nanos(static_cast<int>(quiet % base::kNsPerSecond));
    }
    EXPECT_EQ(QuietPeriodOf(source), quiet);
    const Candidate ann = {.respondent_id = "ann", .last_asked = kNow};
    const Verdict verdict = MayAsk(source, ann, kNow + quiet - 1, NoDraw);
    EXPECT_EQ(verdict.reason, v1::INELIGIBLE_REASON_QUIET_PERIOD);
    EXPECT_EQ(verdict.next_time, kNow + quiet);
    EXPECT_EQ(MayAsk(source, ann, kNow + quiet, NoDraw).reason, v1::INELIGIBLE_REASON_UNSPECIFIED);
  }
  // None at all.
  source.mutable_quiet_period()->Clear();
  EXPECT_EQ(MayAsk(source, {.respondent_id = "ann", .last_asked = kNow}, kNow, NoDraw).reason,
            v1::INELIGIBLE_REASON_UNSPECIFIED);
}

TEST(EligibilityTest, NobodyIsAskedWhileTheSurveyPausesOrByAReviewSite) {
  v1::Source source = Survey();
  source.set_sampling(0);
  const Verdict verdict =
      MayAsk(source, {.respondent_id = "ann", .last_asked = kNow}, kNow, NoDraw);
  EXPECT_EQ(verdict.reason, v1::INELIGIBLE_REASON_PAUSED);
  EXPECT_EQ(verdict.next_time, std::nullopt);
  source.clear_sampling();
  source.set_kind(v1::SOURCE_KIND_REVIEW_SITE);
  EXPECT_EQ(MayAsk(source, {}, kNow, NoDraw).reason, v1::INELIGIBLE_REASON_PAUSED);
}

TEST(EligibilityTest, AboutTheShareThatIsSampledIsDrawnAndStaysSo) {
  v1::Source source = Survey();
  source.mutable_quiet_period()->set_seconds(10 * 86400);
  for (const double share : {0.1, 0.5, 0.9, 1.0}) {
    source.set_sampling(share);
    int drawn = 0;
    constexpr int kPeople = 10'000;
    for (int i = 0; i < kPeople; ++i) {
      const std::string name = absl::StrCat("r", i);
      const Candidate candidate = {.respondent_id = name};
      const Verdict verdict = MayAsk(source, candidate, kNow, NoDraw);
      if (verdict.reason == v1::INELIGIBLE_REASON_UNSPECIFIED) {
        ++drawn;
        continue;
      }
      ASSERT_EQ(verdict.reason, v1::INELIGIBLE_REASON_NOT_SAMPLED);
      // The same until then, and at most a quiet period.
      ASSERT_TRUE(verdict.next_time.has_value());
      ASSERT_GT(*verdict.next_time, kNow);
      ASSERT_LE(*verdict.next_time, kNow + 10 * kDayNs);
      ASSERT_EQ(MayAsk(source, candidate, *verdict.next_time - 1, NoDraw).next_time,
                verdict.next_time);
      const Verdict later = MayAsk(source, candidate, *verdict.next_time, NoDraw);
      if (later.next_time.has_value()) {
        ASSERT_EQ(*later.next_time, *verdict.next_time + 10 * kDayNs);
      }
    }
    // Five standard deviations.
    EXPECT_NEAR(drawn, share * kPeople, 5 * 50) << share;
  }
}

TEST(EligibilityTest, DrawsDifferBetweenSourcesAndPeriods) {
  v1::Source a = Survey();
  a.set_sampling(0.5);
  v1::Source b = a;
  b.set_source_id("other");
  int other_source = 0;
  int other_period = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string name = absl::StrCat("r", i);
    const bool now = MayAsk(a, {.respondent_id = name}, kNow, NoDraw).next_time.has_value();
    other_source += now != MayAsk(b, {.respondent_id = name}, kNow, NoDraw).next_time.has_value();
    other_period +=
        now != MayAsk(a, {.respondent_id = name}, kNow + 90 * kDayNs, NoDraw).next_time.has_value();
  }
  EXPECT_NEAR(other_source, 500, 100);
  EXPECT_NEAR(other_period, 500, 100);
}

TEST(EligibilityTest, ADrawHoldsForADayAtLeast) {
  v1::Source source = Survey();
  source.mutable_quiet_period()->set_seconds(0);
  source.set_sampling(1e-9);
  const Verdict verdict = MayAsk(source, {.respondent_id = "ann"}, kNow, NoDraw);
  ASSERT_EQ(verdict.reason, v1::INELIGIBLE_REASON_NOT_SAMPLED);
  EXPECT_LE(*verdict.next_time, kNow + kDayNs);
  EXPECT_EQ(MayAsk(source, {.respondent_id = "ann"}, *verdict.next_time, NoDraw).next_time,
            *verdict.next_time + kDayNs);
}

TEST(EligibilityTest, WhoIsNotKnownIsDrawnEachTime) {
  v1::Source source = Survey();
  source.set_sampling(0.25);
  const auto at = [&](uint64_t number) {
    return MayAsk(source, {}, kNow, [number] { return number; });
  };
  EXPECT_EQ(at(0).reason, v1::INELIGIBLE_REASON_UNSPECIFIED);
  EXPECT_EQ(at((uint64_t{1} << 62) - 1).reason, v1::INELIGIBLE_REASON_UNSPECIFIED);
  EXPECT_EQ(at(uint64_t{1} << 62).reason, v1::INELIGIBLE_REASON_NOT_SAMPLED);
  EXPECT_EQ(at(~uint64_t{0}).next_time, kNow + 90 * kDayNs);
}

}  // namespace
}  // namespace voc::asking
