#include "storage/base/worker_pool.h"

#include <algorithm>
#include <utility>

#include "storage/base/thread_name.h"

namespace voc::base {

WorkerPool::WorkerPool(const char* name, int threads, size_t max_queued) : max_queued_(max_queued) {
  absl::MutexLock lock(&join_mutex_);
  for (int i = 0; i < std::max(threads, 1); ++i) {
    threads_.emplace_back([this, name] {
      NameThread(name);
      Work();
    });
  }
}

WorkerPool::~WorkerPool() { Shutdown(); }

bool WorkerPool::TryRun(Task& task) {
  absl::MutexLock lock(&mutex_);
  // Idle threads have not yet taken what waits for them, so that much does not
  // count as waiting.
  if (stopping_ || queue_.size() >= max_queued_ + idle_) return false;
  queue_.push_back(std::move(task));
  return true;
}

void WorkerPool::Shutdown() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  absl::MutexLock lock(&join_mutex_);
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void WorkerPool::Work() {
  while (true) {
    Task task;
    {
      absl::MutexLock lock(&mutex_);
      ++idle_;
      mutex_.Await(absl::Condition(this, &WorkerPool::HasWork));
      --idle_;
      if (queue_.empty()) return;
      task = std::move(queue_.front());
      queue_.pop_front();
    }
    task();
  }
}

}  // namespace voc::base
