#include "client/report/footnotes.h"

#include <string>

#include "absl/strings/str_join.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

v1::QueryTrendResponse OnePoint() {
  v1::QueryTrendResponse response;
  v1::TrendPoint* point = response.add_series()->add_points();
  point->set_n(212);
  point->set_value(39);
  *response.mutable_series(0)->mutable_total() = *point;
  *response.mutable_total() = *point;
  return response;
}

std::string Notes(const v1::QueryTrendResponse& response, TrendView view = {}) {
  return absl::StrJoin(Footnotes(response, view, Judge(response, view.min_n)), "\n");
}

TEST(FootnotesTest, NothingToSayIsNotSaid) {
  EXPECT_THAT(Notes(OnePoint()), IsEmpty());
  EXPECT_EQ(Notes({}), "no feedback");
}

TEST(FootnotesTest, HowIntervalsAndTestsWereMade) {
  auto response = OnePoint();
  v1::TrendPoint* point = response.mutable_series(0)->mutable_points(0);
  point->set_ci_low(31);
  point->set_ci_high(47);
  point->set_delta(-7);
  TrendView view;
  view.confidence = 0.9;
  EXPECT_EQ(Notes(response, view),
            "Interval: 90 % confidence, adjusted Wald.\n"
            "News: chance does not explain the change (p below 0.10). Noise: it may. Too few: "
            "fewer than 30 answers on a side.");
  view.metric = v1::TREND_METRIC_CSAT;
  view.language = Language::kSwedish;
  EXPECT_THAT(Notes(response, view), HasSubstr("Intervall: 90 % konfidens, Wilson."));
}

TEST(FootnotesTest, AnswersThatAreAlike) {
  auto response = OnePoint();
  response.mutable_total()->set_design_effect(1.001);
  EXPECT_THAT(Notes(response), IsEmpty());
  response.mutable_total()->set_design_effect(1.6);
  EXPECT_THAT(Notes(response), HasSubstr("the 212 answers weigh as much as 133 independent ones "
                                         "(design effect 1.6)"));
}

TEST(FootnotesTest, PeopleComparedWithThemselves) {
  auto response = OnePoint();
  response.mutable_series(0)->mutable_points(0)->set_paired_clusters(31);
  TrendView view;
  view.granularity = v1::GRANULARITY_YEAR;
  view.zone = absl::UTCTimeZone();
  EXPECT_THAT(Notes(response, view), HasSubstr("31 who answered in 1970 had also answered"));
}

TEST(FootnotesTest, DriftInPlainWords) {
  auto response = OnePoint();
  v1::Drift* drift = response.mutable_series(0)->mutable_drift();
  drift->set_slope(-1);
  drift->set_p_value(0.00128);
  drift->set_significant(true);
  EXPECT_THAT(Notes(response), HasSubstr("Drift: falls by 1.0 a month, not by chance (p 0.001)."));
  drift->set_significant(false);
  drift->set_p_value(0.3);
  EXPECT_THAT(Notes(response), HasSubstr("Drift: none beyond chance (p 0.30)."));
  drift->set_cusum_low_alarm(true);
  EXPECT_THAT(Notes(response), HasSubstr("small falls have added up"));
  EXPECT_THAT(Notes(response), Not(HasSubstr("small rises")));
}

TEST(FootnotesTest, ResponseRateIsANumberOfANumber) {
  auto response = OnePoint();
  v1::TrendPoint* total = response.mutable_series(0)->mutable_total();
  total->set_response_rate(12.345);
  total->set_responses(1234);
  total->set_displays(10000);
  EXPECT_THAT(Notes(response), HasSubstr("Response rate: 12.3 % (1,234 of 10,000"));
}

TEST(FootnotesTest, SmallAndHiddenAreExplained) {
  auto response = OnePoint();
  response.mutable_series(0)->mutable_points(0)->set_below_min_n(true);
  EXPECT_THAT(Notes(response), HasSubstr("* fewer than 30 answers"));
  response.mutable_series(0)->mutable_points(0)->set_n(-1);
  TrendView view;
  view.anonymity_n = 5;
  EXPECT_THAT(Notes(response, view), HasSubstr("answers of fewer than 5 people"));
}

TEST(FootnotesTest, GroupsSayHowManyTestsThereWere) {
  auto response = OnePoint();
  *response.add_series() = response.series(0);
  for (v1::TrendSeries& series : *response.mutable_series()) {
    series.mutable_points(0)->set_delta(3);
    series.mutable_points(0)->set_p_value(0.01);
  }
  EXPECT_THAT(Notes(response), HasSubstr("2 changes were tested together"));
}

}  // namespace
}  // namespace voc::report
