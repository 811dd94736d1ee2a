#include "client/report/verdict.h"

#include <vector>

#include "gtest/gtest.h"

namespace voc::report {
namespace {

v1::TrendPoint Change(double delta, double p, bool significant, int64_t n = 100,
                      int64_t compared = 100) {
  v1::TrendPoint point;
  point.set_n(n);
  point.set_value(39);
  point.set_delta(delta);
  point.set_p_value(p);
  point.set_significant(significant);
  point.set_compared_n(compared);
  return point;
}

TEST(VerdictTest, OneSeriesIsJudgedByItsOwnTests) {
  const Judge judge(30);
  EXPECT_EQ(judge.Of({}), Verdict::kNone);
  EXPECT_EQ(judge.Of(Change(-7, 0.54, false)), Verdict::kNoise);
  EXPECT_EQ(judge.Of(Change(15, 0.003, true)), Verdict::kNews);
  EXPECT_FALSE(judge.together());
}

TEST(VerdictTest, TooFewOnEitherSideIsNeverNews) {
  const Judge judge(30);
  EXPECT_EQ(judge.Of(Change(15, 0.003, false, 29)), Verdict::kTooFew);
  EXPECT_EQ(judge.Of(Change(15, 0.003, false, 100, 29)), Verdict::kTooFew);
  v1::TrendPoint untested = Change(15, 0.003, false);
  untested.clear_p_value();
  EXPECT_EQ(judge.Of(untested), Verdict::kTooFew);
}

// A series of one point for each p-value.
v1::QueryTrendResponse Groups(const std::vector<double>& p_values) {
  v1::QueryTrendResponse response;
  for (const double p : p_values) {
    *response.add_series()->add_points() = Change(5, p, p < 0.05);
  }
  return response;
}

TEST(VerdictTest, GroupsAreJudgedTogether) {
  // Benjamini-Hochberg at 0.10 over 5 tests: limits 0.02, 0.04, 0.06, 0.08, 0.10.
  const auto response = Groups({0.5, 0.055, 0.001, 0.030, 0.9});
  const Judge judge(response, 30);
  EXPECT_TRUE(judge.together());
  EXPECT_EQ(judge.tests(), 5);
  EXPECT_EQ(judge.Of(response.series(0).points(0)), Verdict::kNoise);
  EXPECT_EQ(judge.Of(response.series(1).points(0)), Verdict::kNews);
  EXPECT_EQ(judge.Of(response.series(2).points(0)), Verdict::kNews);
  EXPECT_EQ(judge.Of(response.series(3).points(0)), Verdict::kNews);
}

TEST(VerdictTest, WhatIsSignificantAloneMayBeChanceAmongMany) {
  std::vector<double> p_values(20, 0.6);
  p_values[0] = 0.04;
  const auto response = Groups(p_values);
  EXPECT_EQ(Judge(response, 30).Of(response.series(0).points(0)), Verdict::kNoise);
}

TEST(VerdictTest, SmallGroupsAreNoTests) {
  auto response = Groups({0.01, 0.01});
  response.mutable_series(1)->mutable_points(0)->set_below_min_n(true);
  const Judge judge(response, 30);
  EXPECT_EQ(judge.tests(), 1);
  EXPECT_EQ(judge.Of(response.series(1).points(0)), Verdict::kTooFew);
}

TEST(VerdictTest, InWords) {
  EXPECT_EQ(ChangeText(Language::kEnglish, Change(-6.6, 0.5435, false), Verdict::kNoise, 0),
            "-7 noise (p 0.54)");
  EXPECT_EQ(ChangeText(Language::kSwedish, Change(15, 0.003, true), Verdict::kNews, 0),
            "+15 nyhet (p 0,003)");
  EXPECT_EQ(ChangeText(Language::kNorwegian, Change(0.25, 0.003, true), Verdict::kTooFew, 2),
            "+0,25 for få");
  EXPECT_EQ(ChangeText(Language::kEnglish, {}, Verdict::kNone, 0), "");
}

TEST(VerdictTest, InSentences) {
  const v1::TrendPoint fallen = Change(-6.6, 0.5435, false);
  EXPECT_EQ(ChangeWords(Language::kEnglish, fallen, Verdict::kNoise, 0, v1::COMPARISON_PREVIOUS),
            "down 7: noise (p 0.54)");
  EXPECT_EQ(ChangeWords(Language::kDanish, Change(0.2, 0.9, false), Verdict::kNoise, 0,
                        v1::COMPARISON_PREVIOUS),
            "uændret: støj (p 0,90)");
  // Else it would be read as the step from the period before.
  EXPECT_EQ(ChangeWords(Language::kEnglish, fallen, Verdict::kNoise, 0, v1::COMPARISON_YEAR_AGO),
            "down 7 on a year ago: noise (p 0.54)");
  EXPECT_EQ(ChangeWords(Language::kSwedish, fallen, Verdict::kTooFew, 0, v1::COMPARISON_YEAR_AGO),
            "ned 7 mot i fjol: för få");
}

}  // namespace
}  // namespace voc::report
