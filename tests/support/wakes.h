#ifndef VOC_TESTS_SUPPORT_WAKES_H_
#define VOC_TESTS_SUPPORT_WAKES_H_

#include <gtest/gtest.h>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace voc::base {

// Hears wakes, to be waited for. Thread-safe.
class Wakes {
 public:
  void Wake() {
    absl::MutexLock lock(&mutex_);
    woken_ = true;
  }
  // Until one came since the last time, 30 s at most.
  void Await() {
    absl::MutexLock lock(&mutex_);
    ASSERT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(&woken_), absl::Seconds(30)));
    woken_ = false;
  }

 private:
  absl::Mutex mutex_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace voc::base

#endif  // VOC_TESTS_SUPPORT_WAKES_H_
