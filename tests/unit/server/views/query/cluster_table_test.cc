#include "server/views/query/cluster_table.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <tuple>

namespace voc::views {
namespace {

TrendPlan Plan() {
  TrendPlan plan;
  plan.interval = {10, 30};
  plan.points = {{10, 20}, {20, 30}};
  plan.windows.Add(0, 10);
  plan.windows.Add(10, 20);
  plan.windows.Add(20, 30);
  plan.CutStretches();
  return plan;
}

using Shown = std::map<std::tuple<uint64_t, ptrdiff_t>, std::string>;

// Of each cluster and window: answers and sum of values; squares of nobody known.
Shown Show(const ClusterTable& table, SeriesId series) {
  Shown shown;
  for (const ClusterEntry& entry : table.Entries(series)) {
    EXPECT_EQ(entry.windows.first, entry.windows.last);
    std::string& one = shown[{entry.cluster.value(), entry.windows.first}];
    EXPECT_EQ(one, "");
    one = std::to_string(entry.answers) + "/" + std::to_string(entry.values) + "/" +
          std::to_string(static_cast<int64_t>(entry.squares));
  }
  return shown;
}

class ClusterTableTest : public ::testing::Test {
 protected:
  void Fill(ClusterTable& table) {
    const size_t first = plan_.StretchAt(15).index;
    const size_t second = plan_.StretchAt(25).index;
    table.Add(0, first, ClusterId::OfAccount(3), 1);
    table.Add(0, first, ClusterId::OfAccount(3), -1);
    table.Add(0, second, ClusterId::OfAccount(3), 1);
    table.Add(0, first, ClusterId::OfRespondent(3), 1);
    table.Add(0, first, ClusterId(), -1);
    table.Add(0, first, ClusterId(), -1);
    table.Add(2, second, ClusterId::OfAccount(1), 1);
    table.Add(0, first, ClusterId::OfAccount(5'000), 1);  // beyond the ordinals it knew
  }

  static Shown Expected(int64_t times) {
    const auto show = [&](int64_t answers, int64_t values, int64_t squares) {
      return std::to_string(times * answers) + "/" + std::to_string(times * values) + "/" +
             std::to_string(times * squares);
    };
    return {{{ClusterId::OfAccount(3).value(), 1}, show(2, 0, 0)},
            {{ClusterId::OfAccount(3).value(), 2}, show(1, 1, 0)},
            {{ClusterId::OfRespondent(3).value(), 1}, show(1, 1, 0)},
            {{ClusterId::OfAccount(5'000).value(), 1}, show(1, 1, 0)},
            {{0, 1}, show(2, -2, 2)}};
  }

  const TrendPlan plan_ = Plan();
};

TEST_F(ClusterTableTest, CountsInAnArrayOrAMap) {
  // With so many ordinals there is no room for an array.
  for (const Ordinal ordinals : {Ordinal{10}, static_cast<Ordinal>(kMaxDenseClusterCells)}) {
    ClusterTable table(plan_.stretches, ordinals, false);
    table.Dense(0, 0);
    Fill(table);
    table.Finish();
    EXPECT_EQ(table.Dense(0, 0) != nullptr, ordinals == 10);
    EXPECT_TRUE(table.complete());
    EXPECT_EQ(Show(table, 0), Expected(1)) << ordinals;
    EXPECT_EQ(Show(table, 1), Shown());
    EXPECT_EQ(Show(table, 2), (Shown{{{ClusterId::OfAccount(1).value(), 2}, "1/1/0"}}));
  }
}

TEST_F(ClusterTableTest, AnArrayComesWhenAnswersAreMany) {
  ClusterTable table(plan_.stretches, 10, false);
  const size_t cells = 10 * plan_.stretches.size();
  Shown expected;
  for (size_t i = 0; i < 3 * cells; ++i) {
    table.Add(0, plan_.StretchAt(15).index, ClusterId::OfAccount(1 + i % 9), 1);
  }
  for (Ordinal account = 1; account < 10; ++account) {
    const size_t answers = 3 * cells / 9 + (account <= 3 * cells % 9 ? 1 : 0);
    expected[{ClusterId::OfAccount(account).value(), 1}] =
        std::to_string(answers) + "/" + std::to_string(answers) + "/0";
  }
  table.Finish();
  EXPECT_EQ(Show(table, 0), expected);
}

TEST_F(ClusterTableTest, RespondentsCanBeTheMainKind) {
  ClusterTable table(plan_.stretches, 10, true);
  Fill(table);
  table.Finish();
  EXPECT_EQ(Show(table, 0), Expected(1));
}

TEST_F(ClusterTableTest, EntriesOfAClusterStandInARow) {
  ClusterTable table(plan_.stretches, 10, false);
  Fill(table);
  table.Finish();
  std::vector<uint64_t> seen;
  for (const ClusterEntry& entry : table.Entries(0)) {
    if (!seen.empty() && seen.back() == entry.cluster.value()) continue;
    EXPECT_EQ(std::count(seen.begin(), seen.end(), entry.cluster.value()), 0);
    seen.push_back(entry.cluster.value());
  }
}

TEST_F(ClusterTableTest, TakesOverWhatAnotherCounted) {
  for (const Ordinal ordinals : {Ordinal{10}, static_cast<Ordinal>(kMaxDenseClusterCells)}) {
    ClusterTable ours(plan_.stretches, ordinals, false);
    ClusterTable theirs(plan_.stretches, ordinals, false);
    Fill(theirs);
    ours.Absorb(theirs, {1, 0, 0});
    ours.Absorb(theirs, {1, 0, 0});
    ours.Finish();
    EXPECT_EQ(Show(ours, 1), Expected(2)) << ordinals;
    EXPECT_EQ(Show(ours, 0), (Shown{{{ClusterId::OfAccount(1).value(), 2}, "2/2/0"}}));
  }
}

TEST_F(ClusterTableTest, AnswersOfFewClustersNeverReachTheLimit) {
  ClusterTable table(plan_.stretches, 1, false);
  for (size_t i = 0; i < 2 * kMaxListedClusterAnswers; ++i) {
    table.Add(0, 1, ClusterId::OfRespondent(static_cast<Ordinal>(1 + i % 1'000)), 1);
  }
  table.Finish();
  EXPECT_TRUE(table.complete());
  EXPECT_EQ(table.Entries(0).size(), 1'000u);
  EXPECT_EQ(table.Entries(0)[0].answers,
            static_cast<int64_t>(2 * kMaxListedClusterAnswers / 1'000));
}

TEST_F(ClusterTableTest, GivesUpBeyondItsLimit) {
  ClusterTable table(plan_.stretches, 1, false);
  for (Ordinal i = 1; i < kMaxListedClusterAnswers; ++i) {
    table.Add(0, 1, ClusterId::OfRespondent(i), 1);
  }
  EXPECT_TRUE(table.complete());
  table.Add(0, 1, ClusterId::OfRespondent(kMaxListedClusterAnswers), 1);
  EXPECT_FALSE(table.complete());
  ClusterTable other(plan_.stretches, 1, false);
  other.Absorb(table, {0});
  EXPECT_FALSE(other.complete());
}

}  // namespace
}  // namespace voc::views
