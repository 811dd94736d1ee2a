#include "client/report/privacy.h"

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace voc::report {
namespace {

using Counts = std::vector<std::vector<int64_t>>;

v1::TrendPoint Cell(int period, int64_t n) {
  v1::TrendPoint point;
  point.mutable_start_time()->set_seconds(period * 100);
  point.mutable_end_time()->set_seconds(period * 100 + 100);
  point.set_n(n);
  if (n == 0) return point;
  point.set_value(50);
  point.set_ci_low(40);
  point.set_promoters(n);
  (*point.mutable_histogram())[10] = n;
  point.set_response_rate(12);
  if (period > 0) {
    point.set_delta(3);
    point.set_p_value(0.5);
  }
  return point;
}

// A trend with a row a group and a column a period.
v1::QueryTrendResponse Table(const Counts& counts) {
  v1::QueryTrendResponse response;
  int64_t all = 0;
  for (size_t i = 0; i < counts.size(); ++i) {
    v1::TrendSeries* series = response.add_series();
    (*series->mutable_group())["source"] = absl::StrCat("s", i);
    int64_t sum = 0;
    for (size_t j = 0; j < counts[i].size(); ++j) {
      *series->add_points() = Cell(static_cast<int>(j), counts[i][j]);
      sum += counts[i][j];
    }
    *series->mutable_total() = Cell(0, sum);
    series->mutable_drift()->set_slope(1);
    all += sum;
  }
  *response.mutable_total() = Cell(0, all);
  return response;
}

v1::QueryTrendResponse Hidden(const Counts& counts, int64_t least) {
  v1::QueryTrendResponse response = Table(counts);
  HideFew(Table(counts), least, &response);
  return response;
}

bool IsHiddenAt(const v1::QueryTrendResponse& response, int row, int column) {
  return IsHidden(response.series(row).points(column));
}

TEST(PrivacyTest, EnoughPeopleAreShownAsTheyAre) {
  const auto response = Hidden({{9, 9}, {8, 0}}, 5);
  EXPECT_FALSE(AnyHidden(response));
  EXPECT_TRUE(response.series(0).points(1).has_delta());
  EXPECT_TRUE(response.series(0).has_drift());
}

TEST(PrivacyTest, AHiddenCellKeepsItsTimesAlone) {
  const auto response = Hidden({{9, 4, 3, 9}}, 5);
  const v1::TrendPoint& point = response.series(0).points(1);
  v1::TrendPoint bare;
  *bare.mutable_start_time() = point.start_time();
  *bare.mutable_end_time() = point.end_time();
  bare.set_n(kHiddenN);
  EXPECT_EQ(point.SerializeAsString(), bare.SerializeAsString());
  EXPECT_FALSE(response.series(0).has_drift());
}

TEST(PrivacyTest, ALoneCellTakesTheSmallestOtherWithIt) {
  const auto response = Hidden({{20, 4, 12, 30}}, 5);
  EXPECT_TRUE(IsHiddenAt(response, 0, 1));
  EXPECT_TRUE(IsHiddenAt(response, 0, 2));
  EXPECT_FALSE(IsHiddenAt(response, 0, 0));
  EXPECT_FALSE(IsHiddenAt(response, 0, 3));
}

TEST(PrivacyTest, TwoCellsOfTooFewTogetherTakeAThird) {
  const auto response = Hidden({{20, 1, 2, 12}}, 5);
  EXPECT_TRUE(IsHiddenAt(response, 0, 3));
  EXPECT_FALSE(IsHiddenAt(response, 0, 0));
}

TEST(PrivacyTest, AChangeDoesNotTellTheHiddenPeriodBefore) {
  const auto response = Hidden({{20, 4, 6, 30, 40}}, 5);
  EXPECT_FALSE(response.series(0).points(3).has_delta());
  EXPECT_FALSE(response.series(0).points(3).has_p_value());
  EXPECT_TRUE(response.series(0).points(4).has_delta());
}

TEST(PrivacyTest, ASmallGroupIsHiddenWholeAndNotAlone) {
  const auto response = Hidden({{20, 20}, {2, 1}, {9, 10}}, 5);
  for (const int row : {1, 2}) {
    EXPECT_TRUE(IsHidden(response.series(row).total()));
    EXPECT_TRUE(IsHiddenAt(response, row, 0));
    EXPECT_TRUE(IsHiddenAt(response, row, 1));
  }
  EXPECT_FALSE(IsHidden(response.series(0).total()));
}

TEST(PrivacyTest, TooFewInAllShowNothing) {
  const auto response = Hidden({{1, 1}, {1, 0}}, 5);
  EXPECT_TRUE(IsHidden(response.total()));
  EXPECT_TRUE(IsHiddenAt(response, 0, 0));
  // Nobody's answers are no secret.
  EXPECT_FALSE(IsHiddenAt(response, 1, 1));
}

TEST(PrivacyTest, PeopleCountNotAnswers) {
  v1::QueryTrendResponse response = Table({{40, 40, 40}});
  v1::QueryTrendResponse people = Table({{40, 3, 30}});
  HideFew(people, 5, &response);
  EXPECT_TRUE(IsHiddenAt(response, 0, 1));
}

TEST(PrivacyTest, ProgramsGetOnlyWhatIsShown) {
  auto response = Hidden({{20, 4, 6, 30}, {1, 1, 0, 0}, {20, 20, 20, 20}}, 5);
  ASSERT_TRUE(AnyHidden(response));
  RemoveHidden(&response);
  EXPECT_FALSE(AnyHidden(response));
  for (const v1::TrendSeries& series : response.series()) {
    for (const v1::TrendPoint& point : series.points()) EXPECT_GE(point.n(), 0);
  }
}

// No total less what is shown is about fewer people than `least`, nor about one
// cell alone.
TEST(PrivacyTest, NothingHiddenIsLeftBySubtraction) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  constexpr int64_t kLeast = 5;
  for (int round = 0; round < 500; ++round) {
    const size_t rows = 1 + random() % 5;
    const size_t columns = 1 + random() % 6;
    Counts counts(rows, std::vector<int64_t>(columns));
    for (auto& row : counts) {
      for (int64_t& n : row) n = random() % 3 == 0 ? random() % 8 : random() % 40;
    }
    const auto response = Hidden(counts, kLeast);
    const auto check = [&](const std::vector<std::pair<bool, int64_t>>& line) {
      int64_t people = 0;
      int cells = 0;
      for (const auto& [hidden, n] : line) {
        if (!hidden) {
          EXPECT_TRUE(n == 0 || n >= kLeast);
          continue;
        }
        people += n;
        ++cells;
      }
      if (cells > 0) EXPECT_TRUE(cells >= 2 && people >= kLeast) << cells << " of " << people;
    };
    for (size_t i = 0; i < rows; ++i) {
      const v1::TrendSeries& series = response.series(static_cast<int>(i));
      if (IsHidden(series.total())) continue;
      std::vector<std::pair<bool, int64_t>> line;
      for (size_t j = 0; j < columns; ++j) {
        line.push_back({IsHidden(series.points(static_cast<int>(j))), counts[i][j]});
      }
      check(line);
    }
    if (IsHidden(response.total())) continue;
    std::vector<std::pair<bool, int64_t>> totals;
    for (size_t i = 0; i < rows; ++i) {
      int64_t sum = 0;
      for (const int64_t n : counts[i]) sum += n;
      totals.push_back({IsHidden(response.series(static_cast<int>(i)).total()), sum});
    }
    check(totals);
  }
}

}  // namespace
}  // namespace voc::report
