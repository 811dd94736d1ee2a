#include "server/views/query/cluster_table.h"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "server/views/facts/fact.h"

namespace voc::views {
namespace {

constexpr size_t kStretches = 5;
constexpr size_t kFirst = 2;
constexpr size_t kSecond = 3;

ClusterTable::Shape Shape(Ordinal ordinals, bool by_respondent = false, bool narrow = true) {
  return {.stretches = kStretches,
          .ordinals = ordinals,
          .by_respondent = by_respondent,
          .narrow = narrow};
}

using Shown = std::map<std::tuple<uint64_t, size_t>, std::string>;

// Of each cluster and stretch: answers and sum of values; squares of nobody known.
Shown Show(const ClusterTable& table, SeriesId series) {
  Shown shown;
  std::set<uint64_t> met;
  table.VisitClusters(series, [&](ClusterId cluster, auto said) {
    EXPECT_TRUE(met.insert(cluster.value()).second);
    for (size_t i = 0; i < said.size(); ++i) {
      if (i > 0) {
        EXPECT_LT(said[i - 1].stretch, said[i].stretch);
      }
      shown[{cluster.value(), said[i].stretch}] =
          std::to_string(said[i].cell.answers) + "/" + std::to_string(said[i].cell.values) + "/0";
    }
  });
  table.VisitSingles(series, [&](size_t stretch, const ClusterTable::Singles& singles) {
    shown[{0, stretch}] = std::to_string(singles.answers) + "/" + std::to_string(singles.values) +
                          "/" + std::to_string(static_cast<int64_t>(singles.squares));
  });
  return shown;
}

class ClusterTableTest : public ::testing::Test {
 protected:
  void Fill(ClusterTable& table) {
    table.Add(0, kFirst, ClusterId::OfAccount(3), 1);
    table.Add(0, kFirst, ClusterId::OfAccount(3), -1);
    table.Add(0, kSecond, ClusterId::OfAccount(3), 1);
    table.Add(0, kFirst, ClusterId::OfRespondent(3), 1);
    table.Add(0, kFirst, ClusterId(), -1);
    table.Add(0, kFirst, ClusterId(), -1);
    table.Add(2, kSecond, ClusterId::OfAccount(1), 1);
    table.Add(0, kFirst, ClusterId::OfAccount(5'000), 1);  // beyond the ordinals it knew
  }

  static Shown Expected(int64_t times) {
    const auto show = [&](int64_t answers, int64_t values, int64_t squares) {
      return std::to_string(times * answers) + "/" + std::to_string(times * values) + "/" +
             std::to_string(times * squares);
    };
    return {{{ClusterId::OfAccount(3).value(), kFirst}, show(2, 0, 0)},
            {{ClusterId::OfAccount(3).value(), kSecond}, show(1, 1, 0)},
            {{ClusterId::OfRespondent(3).value(), kFirst}, show(1, 1, 0)},
            {{ClusterId::OfAccount(5'000).value(), kFirst}, show(1, 1, 0)},
            {{0, kFirst}, show(2, -2, 2)}};
  }
};

TEST_F(ClusterTableTest, CountsInAnArrayOrAMap) {
  // With so many ordinals there is no room for an array.
  for (const Ordinal ordinals : {Ordinal{10}, static_cast<Ordinal>(kMaxDenseClusterCells)}) {
    ClusterTable table(Shape(ordinals));
    Fill(table);
    table.Settle();
    EXPECT_TRUE(table.complete());
    EXPECT_EQ(Show(table, 0), Expected(1)) << ordinals;
    EXPECT_EQ(Show(table, 1), Shown());
    EXPECT_EQ(Show(table, 2), (Shown{{{ClusterId::OfAccount(1).value(), kSecond}, "1/1/0"}}));
  }
}

TEST_F(ClusterTableTest, AnArrayComesWhenAnswersAreMany) {
  ClusterTable table(Shape(10));
  const size_t cells = 10 * kStretches;
  Shown expected;
  for (size_t i = 0; i < 3 * cells; ++i) {
    table.Add(0, kFirst, ClusterId::OfAccount(1 + i % 9), 1);
  }
  for (Ordinal account = 1; account < 10; ++account) {
    const size_t answers = 3 * cells / 9 + (account <= 3 * cells % 9 ? 1 : 0);
    expected[{ClusterId::OfAccount(account).value(), kFirst}] =
        std::to_string(answers) + "/" + std::to_string(answers) + "/0";
  }
  table.Settle();
  EXPECT_EQ(Show(table, 0), expected);
}

TEST_F(ClusterTableTest, RespondentsCanBeTheMainKind) {
  ClusterTable table(Shape(10, /*by_respondent=*/true));
  Fill(table);
  table.Settle();
  EXPECT_EQ(Show(table, 0), Expected(1));
}

TEST_F(ClusterTableTest, TakesOverWhatAnotherCounted) {
  for (const Ordinal ordinals : {Ordinal{10}, static_cast<Ordinal>(kMaxDenseClusterCells)}) {
    ClusterTable ours(Shape(ordinals));
    ClusterTable theirs(Shape(ordinals));
    Fill(theirs);
    ours.Absorb(theirs, {1, 0, 0});
    ours.Absorb(theirs, {1, 0, 0});
    ours.Settle();
    EXPECT_EQ(Show(ours, 1), Expected(2)) << ordinals;
    EXPECT_EQ(Show(ours, 0), (Shown{{{ClusterId::OfAccount(1).value(), kSecond}, "2/2/0"}}));
  }
}

TEST_F(ClusterTableTest, AnswersOfFewClustersNeverReachTheLimit) {
  ClusterTable table(Shape(1));
  for (size_t i = 0; i < 2 * kMaxListedClusterAnswers; ++i) {
    table.Add(0, 1, ClusterId::OfRespondent(static_cast<Ordinal>(1 + i % 1'000)), 1);
  }
  table.Settle();
  EXPECT_TRUE(table.complete());
  const Shown shown = Show(table, 0);
  EXPECT_EQ(shown.size(), 1'000u);
  const std::string each = std::to_string(2 * kMaxListedClusterAnswers / 1'000);
  EXPECT_EQ(shown.begin()->second, each + "/" + each + "/0");
}

TEST_F(ClusterTableTest, GivesUpBeyondItsLimit) {
  ClusterTable table(Shape(1));
  for (Ordinal i = 1; i < kMaxListedClusterAnswers; ++i) {
    table.Add(0, 1, ClusterId::OfRespondent(i), 1);
  }
  EXPECT_TRUE(table.complete());
  table.Add(0, 1, ClusterId::OfRespondent(kMaxListedClusterAnswers), 1);
  EXPECT_FALSE(table.complete());
  ClusterTable other(Shape(1));
  other.Absorb(table, {0});
  EXPECT_FALSE(other.complete());
}

TEST_F(ClusterTableTest, RowsOfAStretchAreAddedAtOnceButThoseOfNobody) {
  ClusterTable table(Shape(4));
  const std::vector<Ordinal> account = {1, 3, 0, 1, 1};
  const std::vector<uint8_t> bin = {9, 0, 9, 5, 9};
  const std::vector<uint8_t> selected = {1, 1, 1, 0, 1};
  std::array<int64_t, kCellBins> value = {};
  value[9] = 1;
  value[0] = -1;
  const auto add = [&](ClusterTable& to, const std::vector<uint8_t>& which, bool& added) {
    return to.AddRows(0, kFirst, account.data(), bin.data(), which.data(), 5, value, added);
  };
  bool added = false;
  EXPECT_TRUE(add(table, selected, added));
  EXPECT_TRUE(added);
  EXPECT_FALSE(add(table, {1, 1, 0, 0, 0}, added));
  table.Settle();
  EXPECT_EQ(Show(table, 0), (Shown{{{ClusterId::OfAccount(1).value(), kFirst}, "3/3/0"},
                                   {{ClusterId::OfAccount(3).value(), kFirst}, "2/-2/0"}}));
  ClusterTable full(Shape(static_cast<Ordinal>(kMaxDenseClusterCells)));
  EXPECT_TRUE(add(full, selected, added));
  EXPECT_FALSE(added);
  full.Settle();
  EXPECT_EQ(Show(full, 0), Shown());
}

// What was read while it was listed, and is counted in an array from then on, is one cluster.
TEST_F(ClusterTableTest, RowsThatFollowWhatWasSettledAreOfTheSameClusters) {
  ClusterTable table(Shape(5));
  table.Add(0, kFirst, ClusterId::OfAccount(1), 4);
  table.Settle();
  const std::vector<Ordinal> account = {1};
  const std::vector<uint8_t> bin = {9};
  const std::vector<uint8_t> selected = {1};
  std::array<int64_t, kCellBins> value{};
  value[9] = 1;
  bool added = false;
  table.AddRows(0, kFirst, account.data(), bin.data(), selected.data(), 1, value, added);
  ASSERT_TRUE(added);
  table.Settle();
  int visits = 0;
  table.VisitClusters(0, [&](ClusterId cluster, std::span<const ClusterTable::InStretch> said) {
    ++visits;
    EXPECT_EQ(cluster, ClusterId::OfAccount(1));
    ASSERT_EQ(said.size(), 1u);
    EXPECT_EQ(said[0].cell.answers, 2);
    EXPECT_EQ(said[0].cell.values, 5);
  });
  EXPECT_EQ(visits, 1);
}

// Arrays and lists, narrow and wide, one table or many that are added up, looked at in between
// or not: all say what a map does.
TEST_F(ClusterTableTest, CountsAsAMapDoes) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 40; ++round) {
    const bool narrow = random() % 2 == 0;
    const bool by_respondent = random() % 2 == 0;
    const ClusterTable::Shape shape =
        Shape(static_cast<Ordinal>(1 + random() % 60), by_respondent, narrow);
    const int64_t largest = narrow ? 11 : 5 * int64_t{kRatingUnit};
    ClusterTable table(shape);
    ClusterTable other(shape);
    struct Sum {
      int64_t answers = 0, values = 0;
    };
    std::map<std::pair<SeriesId, std::tuple<uint64_t, size_t>>, Sum> expected;
    const uint64_t answers = random() % 3'000;
    for (uint64_t i = 0; i < answers; ++i) {
      const auto series = static_cast<SeriesId>(random() % 3);
      const size_t stretch = random() % kStretches;
      const auto ordinal = static_cast<Ordinal>(random() % 70);
      const ClusterId cluster = random() % 8 == 0   ? ClusterId()
                                : random() % 4 == 0 ? ClusterId::OfAccount(ordinal)
                                                    : ClusterId::OfRespondent(ordinal);
      const int64_t value = static_cast<int64_t>(random() % (2 * largest + 1)) - largest;
      (random() % 2 == 0 ? table : other).Add(series, stretch, cluster, value);
      Sum& sum = expected[{series, {cluster.value(), stretch}}];
      ++sum.answers;
      sum.values += value;
      if (random() % 500 == 0) table.Settle();
      if (random() % 500 == 0) {
        table.Absorb(other, {0, 1, 2});
        other = ClusterTable(shape);
      }
    }
    table.Absorb(other, {0, 1, 2});
    table.Settle();
    for (SeriesId series = 0; series < 3; ++series) {
      Shown wanted;
      for (const auto& [key, sum] : expected) {
        if (key.first != series) continue;
        wanted[key.second] = std::to_string(sum.answers) + "/" + std::to_string(sum.values);
      }
      Shown shown;
      for (const auto& [key, text] : Show(table, series)) {
        shown[key] = text.substr(0, text.rfind('/'));
      }
      ASSERT_EQ(shown, wanted) << "round " << round;
    }
  }
}

}  // namespace
}  // namespace voc::views
