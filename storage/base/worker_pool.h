#ifndef VOC_STORAGE_BASE_WORKER_POOL_H_
#define VOC_STORAGE_BASE_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/synchronization/mutex.h"

namespace voc::base {

// A fixed number of threads behind a bounded queue, for work that may block:
// disk reads and scans. Tasks start in the order they were taken. Thread-safe.
class WorkerPool {
 public:
  using Task = absl::AnyInvocable<void()>;

  // At least one thread. `max_queued` tasks may wait beyond those that run.
  // `name`, of at most 15 characters, is that of each thread.
  WorkerPool(const char* name, int threads, size_t max_queued);

  // Shuts down.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // Takes the task and returns true; or returns false, the task untouched, when
  // the queue is full or the pool shut down. A task taken is always run.
  bool TryRun(Task& task);

  // Refuses new tasks, runs those taken, ends the threads. Idempotent; must not
  // be called by a task.
  void Shutdown();

 private:
  void Work();
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); }

  const size_t max_queued_;
  absl::Mutex mutex_;
  std::deque<Task> queue_ ABSL_GUARDED_BY(mutex_);
  size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex join_mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_WORKER_POOL_H_
