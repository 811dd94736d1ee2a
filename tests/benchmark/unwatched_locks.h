#ifndef VOC_TESTS_BENCHMARK_UNWATCHED_LOCKS_H_
#define VOC_TESTS_BENCHMARK_UNWATCHED_LOCKS_H_

#include "absl/synchronization/mutex.h"

namespace voc::benchmark {

// As vocd does: no lock of this process is watched for deadlocks, which Abseil as it is packaged
// takes a lock of its own for. First thing in main, in peers and loads alike.
inline void LeaveLocksUnwatched() {
  absl::SetMutexDeadlockDetectionMode(absl::OnDeadlockCycle::kIgnore);
}

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_UNWATCHED_LOCKS_H_
