#include "server/views/query/cluster_split.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <utility>
#include <vector>

namespace voc::views {
namespace {

struct Answer {
  ClusterId cluster;
  int64_t value;
  bool is_part;
};

std::vector<ClusterSaid> SaidOf(const std::vector<Answer>& answers, bool part_alone) {
  std::vector<ClusterSaid> said;
  for (const Answer& answer : answers) {
    if (part_alone && !answer.is_part) continue;
    const absl::int128 square = absl::int128(answer.value) * answer.value;
    said.push_back({answer.cluster, 1, answer.value, answer.cluster.known() ? 0 : square});
  }
  return said;
}

void ExpectSame(const metrics::ClusterSums& expected, const metrics::ClusterSums& actual) {
  EXPECT_EQ(expected.clusters, actual.clusters);
  EXPECT_EQ(expected.n, actual.n);
  EXPECT_EQ(expected.sum, actual.sum);
  EXPECT_EQ(expected.sizes_sq, actual.sizes_sq);
  EXPECT_EQ(expected.size_sum, actual.size_sum);
  EXPECT_EQ(expected.sums_sq, actual.sums_sq);
}

// Against every cluster added up on its own.
TEST(ClusterSplitter, EqualsThePlainComputation) {
  const uint64_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 200; ++round) {
    std::vector<Answer> answers;
    const uint64_t count = random() % 60;
    for (uint64_t i = 0; i < count; ++i) {
      const auto ordinal = static_cast<Ordinal>(random() % 8);
      answers.push_back(
          {random() % 2 == 0 ? ClusterId::OfAccount(ordinal) : ClusterId::OfRespondent(ordinal),
           static_cast<int64_t>(random() % 11) - 5, random() % 3 == 0});
    }
    struct Both {
      int64_t n = 0, sum = 0, n_with = 0, sum_with = 0;
    };
    std::map<std::pair<uint64_t, size_t>, Both> clusters;
    for (size_t i = 0; i < answers.size(); ++i) {
      const ClusterId id = answers[i].cluster;
      Both& both = clusters[{id.value(), id.known() ? 0 : i}];
      (answers[i].is_part ? both.n_with : both.n) += 1;
      (answers[i].is_part ? both.sum_with : both.sum) += answers[i].value;
    }
    metrics::ClusterSums with, without;
    metrics::SharedClusterSums shared;
    for (const auto& [id, both] : clusters) {
      if (both.n_with > 0) with.AddCluster(both.n_with, both.sum_with);
      if (both.n > 0) without.AddCluster(both.n, both.sum);
      if (both.n > 0 && both.n_with > 0) {
        shared.AddCluster(both.n, both.sum, both.n_with, both.sum_with);
      }
    }
    const ClusterSplit split = ClusterSplitter(SaidOf(answers, false)).Split(SaidOf(answers, true));
    ExpectSame(with, split.with);
    ExpectSame(without, split.without);
    EXPECT_EQ(shared.clusters, split.shared.clusters);
    EXPECT_EQ(shared.size_size, split.shared.size_size);
    EXPECT_EQ(shared.size_sum, split.shared.size_sum);
    EXPECT_EQ(shared.sum_size, split.shared.sum_size);
    EXPECT_EQ(shared.sum_sum, split.shared.sum_sum);
  }
}

TEST(ClusterSplitter, AllAndNothing) {
  const ClusterSplitter splitter({{ClusterId::OfAccount(1), 3, 2}, {ClusterId(), 2, 0, 2}});
  const ClusterSplit all =
      splitter.Split({{ClusterId::OfAccount(1), 3, 2}, {ClusterId(), 2, 0, 2}});
  EXPECT_EQ(all.with.clusters, 3);
  EXPECT_EQ(all.without.clusters, 0);
  EXPECT_EQ(all.without.n, 0);
  EXPECT_EQ(all.shared.clusters, 0);
  const ClusterSplit none = splitter.Split({});
  EXPECT_EQ(none.with.clusters, 0);
  EXPECT_EQ(none.without.clusters, 3);
}

}  // namespace
}  // namespace voc::views
