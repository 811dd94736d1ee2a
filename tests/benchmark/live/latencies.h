#ifndef VOC_TESTS_BENCHMARK_LIVE_LATENCIES_H_
#define VOC_TESTS_BENCHMARK_LIVE_LATENCIES_H_

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "storage/base/clock.h"

namespace voc::benchmark {

// Every sample is kept: what is rare is what percentiles are asked about. Not
// thread-safe.
class Latencies {
 public:
  void Add(base::TimeNs ns) { samples_.push_back(ns); }
  void Add(const Latencies& other) {
    samples_.insert(samples_.end(), other.samples_.begin(), other.samples_.end());
  }
  size_t count() const { return samples_.size(); }

  // {"count", "p50_ms", "p90_ms", "p99_ms", "p999_ms", "max_ms"}; zeros without samples.
  std::string ToJson() {
    std::sort(samples_.begin(), samples_.end());
    return absl::StrFormat(
        "{\"count\": %u, \"p50_ms\": %.3f, \"p90_ms\": %.3f, \"p99_ms\": %.3f, "
        "\"p999_ms\": %.3f, \"max_ms\": %.3f}",
        samples_.size(), At(0.5), At(0.9), At(0.99), At(0.999), At(1));
  }

 private:
  // Milliseconds that a share of the (sorted) samples does not exceed.
  double At(double share) const {
    if (samples_.empty()) return 0;
    const auto rank = static_cast<size_t>(std::ceil(share * static_cast<double>(samples_.size())));
    return static_cast<double>(samples_[std::max<size_t>(rank, 1) - 1]) / 1e6;
  }

  std::vector<base::TimeNs> samples_;
};

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_LIVE_LATENCIES_H_
