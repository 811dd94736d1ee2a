#ifndef VOC_CLIENT_CPP_RETRY_H_
#define VOC_CLIENT_CPP_RETRY_H_

#include <optional>

#include "absl/random/bit_gen_ref.h"
#include "absl/status/status.h"
#include "absl/time/time.h"

namespace voc::client {

// When a call that failed for a passing reason is repeated.
struct RetryPolicy {
  // Give up after failing for so long without any progress. Zero: never retry.
  absl::Duration retry_for = absl::Seconds(60);
  // The first wait; each one after is `multiplier` times as long, up to
  // `max_backoff`. Every wait is shortened by up to half at random, so that
  // clients of a restarted server do not come back all at once.
  absl::Duration initial_backoff = absl::Milliseconds(100);
  absl::Duration max_backoff = absl::Seconds(3);
  double multiplier = 1.6;
};

// Time as the library sees it, replaced in tests. Thread-safe.
class Timer {
 public:
  virtual ~Timer() = default;
  virtual absl::Time Now();
  virtual void Sleep(absl::Duration duration);
};

// Counts one stretch of failures. Not thread-safe.
class RetryState {
 public:
  RetryState(const RetryPolicy& policy, absl::BitGenRef random);

  // How long to wait before the next attempt after `status` at `now`; absent
  // when the status is not transient or the budget is used up. Waits as long as
  // the server asks (RetryInfo), but never past the end of the budget: the last
  // attempt falls on it.
  std::optional<absl::Duration> OnFailure(const absl::Status& status, absl::Time now);

  // The server answered: the budget is whole again.
  void OnProgress();

 private:
  const RetryPolicy policy_;
  absl::BitGenRef random_;
  std::optional<absl::Time> deadline_;
  absl::Duration backoff_;
};

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_RETRY_H_
