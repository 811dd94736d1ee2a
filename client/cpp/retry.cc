#include "client/cpp/retry.h"

#include <algorithm>
#include <optional>

#include "absl/random/distributions.h"
#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/cpp/status.h"

namespace voc::client {

absl::Time Timer::Now() { return absl::Now(); }

void Timer::Sleep(absl::Duration duration) { absl::SleepFor(duration); }

RetryState::RetryState(const RetryPolicy& policy, absl::BitGenRef random)
    : policy_(policy), random_(random), backoff_(policy.initial_backoff) {}

std::optional<absl::Duration> RetryState::OnFailure(const absl::Status& status, absl::Time now) {
  if (!IsTransient(status)) return std::nullopt;
  if (!deadline_.has_value()) deadline_ = now + policy_.retry_for;
  if (now >= *deadline_) return std::nullopt;
  const absl::Duration jittered = backoff_ * absl::Uniform(random_, 0.5, 1.0);
  backoff_ = std::min(backoff_ * policy_.multiplier, policy_.max_backoff);
  const absl::Duration asked = RetryDelayOf(status).value_or(absl::ZeroDuration());
  return std::min(std::max(jittered, asked), *deadline_ - now);
}

void RetryState::OnProgress() {
  deadline_.reset();
  backoff_ = policy_.initial_backoff;
}

}  // namespace voc::client
