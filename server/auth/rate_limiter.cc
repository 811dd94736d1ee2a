#include "server/auth/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace voc::auth {

RateLimiter::RateLimiter(Rate rate, const base::Clock* steady, size_t max_callers)
    : per_second_(rate.per_second),
      burst_(std::max(1.0, rate.per_second * rate.burst_seconds)),
      steady_(steady),
      max_callers_(max_callers) {}

base::TimeNs RateLimiter::Take(std::string_view caller) {
  if (per_second_ <= 0) return 0;
  const base::TimeNs now = steady_->Now();
  absl::MutexLock lock(&mutex_);
  const auto found = by_caller_.find(caller);
  if (found != by_caller_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, found->second);
  } else {
    if (buckets_.size() >= max_callers_) {
      by_caller_.erase(buckets_.back().caller);
      buckets_.pop_back();
    }
    buckets_.push_front({.caller = std::string(caller), .tokens = burst_, .filled_at = now});
    by_caller_.emplace(buckets_.front().caller, buckets_.begin());
  }
  Bucket& bucket = buckets_.front();
  const double seconds =
      static_cast<double>(now - bucket.filled_at) / static_cast<double>(base::kNsPerSecond);
  bucket.tokens = std::min(burst_, bucket.tokens + seconds * per_second_);
  bucket.filled_at = now;
  if (bucket.tokens >= 1) {
    bucket.tokens -= 1;
    return 0;
  }
  const double wait = (1 - bucket.tokens) / per_second_ * static_cast<double>(base::kNsPerSecond);
  return std::max<base::TimeNs>(1, static_cast<base::TimeNs>(std::ceil(wait)));
}

size_t RateLimiter::callers() const {
  absl::MutexLock lock(&mutex_);
  return buckets_.size();
}

}  // namespace voc::auth
