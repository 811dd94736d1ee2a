#ifndef VOC_STORAGE_BASE_OPEN_COUNT_H_
#define VOC_STORAGE_BASE_OPEN_COUNT_H_

#include <cstddef>
#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace voc::base {

// Counts what is open, and waits until nothing is. Thread-safe.
class OpenCount {
 public:
  void Add() {
    absl::MutexLock lock(&mutex_);
    ++open_;
  }
  void Remove() {
    absl::MutexLock lock(&mutex_);
    --open_;
  }
  size_t open() const {
    absl::MutexLock lock(&mutex_);
    return static_cast<size_t>(open_);
  }
  // Waits for so long at most; whether nothing is open.
  bool AwaitNone(absl::Duration timeout = absl::InfiniteDuration()) {
    absl::MutexLock lock(&mutex_);
    return mutex_.AwaitWithTimeout(absl::Condition(
                                       +[](int64_t* open) { return *open == 0; }, &open_),
                                   timeout);
  }

 private:
  mutable absl::Mutex mutex_;
  int64_t open_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_OPEN_COUNT_H_
