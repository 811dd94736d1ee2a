#include "client/report/privacy.h"

#include <cstdint>
#include <map>
#include <random>
#include <set>
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

// The same without groups, where nobody is in two of them.
v1::QueryTrendResponse Periods(const Counts& counts) {
  std::vector<int64_t> sums(counts.front().size());
  for (const auto& row : counts) {
    for (size_t j = 0; j < row.size(); ++j) sums[j] += row[j];
  }
  return Table({sums});
}

v1::QueryTrendResponse Hidden(const Counts& counts, int64_t least) {
  v1::QueryTrendResponse response = Table(counts);
  HideFew(Table(counts), Periods(counts), least, &response);
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
  HideFew(people, people, 5, &response);
  EXPECT_TRUE(IsHiddenAt(response, 0, 1));
}

TEST(PrivacyTest, TheSamePeopleInTwoCellsAreNoMorePeople) {
  // The three of February may be the three of March.
  v1::QueryTrendResponse response = Table({{20, 3, 3, 30}});
  v1::QueryTrendResponse people = response;
  people.mutable_series(0)->mutable_total()->set_n(33);
  HideFew(people, people, 5, &response);
  EXPECT_TRUE(IsHiddenAt(response, 0, 1));
  EXPECT_TRUE(IsHiddenAt(response, 0, 2));
  EXPECT_TRUE(IsHiddenAt(response, 0, 0));
  EXPECT_FALSE(IsHiddenAt(response, 0, 3));
}

TEST(PrivacyTest, TheSamePeopleInTwoGroupsAreNoMorePeople) {
  const Counts counts = {{9}, {3}, {3}};
  v1::QueryTrendResponse response = Table(counts);
  v1::QueryTrendResponse people = response;
  people.mutable_total()->set_n(12);
  HideFew(people, Table({{12}}), 5, &response);
  EXPECT_TRUE(IsHiddenAt(response, 0, 0));
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

// The same where people answer in several cells: who is left by a subtraction are
// different people, `least` of them or more.
TEST(PrivacyTest, NobodyIsLeftBySubtractionWhoAnsweredOften) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  constexpr int64_t kLeast = 5;
  using People = std::set<int>;
  const auto add = [](const People& more, People* all) { all->insert(more.begin(), more.end()); };
  for (int round = 0; round < 500; ++round) {
    const size_t rows = 1 + random() % 4;
    const size_t columns = 1 + random() % 6;
    std::vector<std::vector<People>> who(rows, std::vector<People>(columns));
    const int population = 3 + static_cast<int>(random() % 40);
    for (auto& row : who) {
      for (People& cell : row) {
        for (size_t n = random() % 30; n > 0; --n)
          cell.insert(static_cast<int>(random() % population));
      }
    }
    Counts counts(rows, std::vector<int64_t>(columns));
    std::vector<People> of_rows(rows);
    std::vector<People> of_columns(columns);
    People all;
    for (size_t i = 0; i < rows; ++i) {
      for (size_t j = 0; j < columns; ++j) {
        counts[i][j] = static_cast<int64_t>(who[i][j].size());
        add(who[i][j], &of_rows[i]);
        add(who[i][j], &of_columns[j]);
        add(who[i][j], &all);
      }
    }
    v1::QueryTrendResponse people = Table(counts);
    std::vector<int64_t> periods;
    for (size_t i = 0; i < rows; ++i) {
      people.mutable_series(static_cast<int>(i))
          ->mutable_total()
          ->set_n(static_cast<int64_t>(of_rows[i].size()));
    }
    for (const People& column : of_columns) periods.push_back(static_cast<int64_t>(column.size()));
    people.mutable_total()->set_n(static_cast<int64_t>(all.size()));
    v1::QueryTrendResponse response = Table(counts);
    const bool asked = round % 2 == 0;
    HideFew(people, asked ? Table({periods}) : v1::QueryTrendResponse(), kLeast, &response);
    const auto hidden = [&](size_t i, size_t j) {
      return IsHiddenAt(response, static_cast<int>(i), static_cast<int>(j));
    };
    const auto hidden_row = [&](size_t i) {
      return IsHidden(response.series(static_cast<int>(i)).total());
    };
    const auto check = [&](const People& left) {
      EXPECT_TRUE(left.empty() || left.size() >= static_cast<size_t>(kLeast)) << left.size();
    };
    for (size_t i = 0; i < rows; ++i) {
      if (hidden_row(i)) continue;
      People left;
      for (size_t j = 0; j < columns; ++j) {
        if (hidden(i, j)) add(who[i][j], &left);
      }
      check(left);
    }
    if (IsHidden(response.total())) continue;
    People left;
    for (size_t i = 0; i < rows; ++i) {
      if (hidden_row(i)) add(of_rows[i], &left);
    }
    check(left);
    if (rows < 2) continue;
    for (size_t j = 0; j < columns; ++j) {
      // With fewer people the period is hidden without groups too.
      if (of_columns[j].size() < static_cast<size_t>(kLeast)) continue;
      People of_period;
      for (size_t i = 0; i < rows; ++i) {
        if (hidden(i, j)) add(who[i][j], &of_period);
      }
      check(of_period);
    }
  }
}

}  // namespace
}  // namespace voc::report
