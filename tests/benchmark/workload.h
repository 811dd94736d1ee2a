#ifndef VOC_TESTS_BENCHMARK_WORKLOAD_H_
#define VOC_TESTS_BENCHMARK_WORKLOAD_H_

#include <cstdint>

#include "storage/base/clock.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark {

// In which order of collection time the rows come.
enum class Order {
  kTime,    // ascending, but for the repeats
  kRandom,  // as many customers' own clocks, imports and late phones make it
};

struct WorkloadOptions {
  uint64_t rows = 0;
  Order order = Order::kRandom;
  uint64_t seed = 1;
  // Whether the rows that have a comment have it; all else stays the same.
  bool comments = true;
};

// The year in which everything is collected, UTC: 2025.
inline constexpr base::TimeNs kYearStart = 1'735'689'600 * base::kNsPerSecond;
inline constexpr base::TimeNs kYearNs = 365 * 86'400 * base::kNsPerSecond;

inline constexpr uint64_t kSources = 20;
inline constexpr uint64_t kAccounts = 5'000;
inline constexpr uint64_t kRespondents = 200'000;

// The responses that every measurement is fed with. A row is a pure function of the
// options and its index: random UUIDs as submission ids; 60 % NPS (50/30/20
// promoters, passives, detractors), 25 % CSAT, 15 % CES; 20 sources, 5,000 accounts,
// 200,000 respondents; 30 % with a comment; two properties; 2 % exact repeats of an
// earlier row. Thread-safe.
class Workload {
 public:
  explicit Workload(const WorkloadOptions& options) : options_(options) {}

  // `index` < rows. Overwrites `row`.
  void Make(uint64_t index, v1::Feedback& row) const;

  // The row that row `index` repeats; `index` itself if it is the first.
  uint64_t OriginOf(uint64_t index) const;

 private:
  WorkloadOptions options_;
};

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_WORKLOAD_H_
