#ifndef VOC_SERVER_METRICS_CLUSTERS_H_
#define VOC_SERVER_METRICS_CLUSTERS_H_

#include <cstdint>

namespace voc::metrics {

// How many texts there are and how many of them are hits, when several may be of
// one author (a cluster): sums over the clusters.
struct ClusteredCount {
  int64_t clusters = 0;
  int64_t n = 0;             // texts
  int64_t hits = 0;          // of them
  int64_t size_squares = 0;  // of the clusters' texts
  int64_t hit_squares = 0;   // of their hits
  int64_t products = 0;      // of the two

  void AddCluster(int64_t texts, int64_t its_hits) {
    ++clusters;
    n += texts;
    hits += its_hits;
    size_squares += texts * texts;
    hit_squares += its_hits * its_hits;
    products += texts * its_hits;
  }
};

// How many times the variance of hits / n is what it would be were all texts
// independent; at least 1. Counts divided by it may be tested as if they were
// (Rao & Scott, A simple method for the analysis of clustered binary data, 1992):
// somebody who says the same fifty times counts about once. 1 where there are
// fewer than two clusters, no hits or nothing else: nothing is known then.
double DesignEffect(const ClusteredCount& count);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_CLUSTERS_H_
