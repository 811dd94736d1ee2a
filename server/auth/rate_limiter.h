#ifndef VOC_SERVER_AUTH_RATE_LIMITER_H_
#define VOC_SERVER_AUTH_RATE_LIMITER_H_

#include <cstddef>
#include <list>
#include <string>
#include <string_view>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "storage/base/clock.h"

namespace voc::auth {

// How many callers a limiter knows at once, and with about 150 bytes each.
inline constexpr size_t kMaxLimitedCallers = 64 * 1024;

struct Rate {
  double per_second = 0;     // 0: no limit
  double burst_seconds = 5;  // so many seconds of it may come at once
};

// A token bucket for each caller, by name. Who was not seen for the longest is forgotten when there
// are too many, and has a full bucket when it comes again. Thread-safe.
class RateLimiter {
 public:
  // `steady` outlives it.
  RateLimiter(Rate rate, const base::Clock* steady, size_t max_callers = kMaxLimitedCallers);

  // Takes one call of this caller: 0, or how long it has to wait for the next.
  base::TimeNs Take(std::string_view caller);

  size_t callers() const;

 private:
  struct Bucket {
    std::string caller;
    double tokens = 0;
    base::TimeNs filled_at = 0;
  };

  const double per_second_;
  const double burst_;
  const base::Clock* const steady_;
  const size_t max_callers_;
  mutable absl::Mutex mutex_;
  std::list<Bucket> buckets_ ABSL_GUARDED_BY(mutex_);  // the last used first
  // Keys are views of the buckets' own names.
  absl::flat_hash_map<std::string_view, std::list<Bucket>::iterator> by_caller_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_RATE_LIMITER_H_
