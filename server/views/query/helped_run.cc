#include "server/views/query/helped_run.h"

#include <memory>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"

namespace voc::views {
namespace {

// Outlives the call: helpers that come too late find it closed.
class Entry {
 public:
  bool Enter() {
    absl::MutexLock lock(&mutex_);
    if (closed_) return false;
    ++inside_;
    return true;
  }

  void Leave() {
    absl::MutexLock lock(&mutex_);
    --inside_;
  }

  void CloseAndWait() {
    absl::MutexLock lock(&mutex_);
    closed_ = true;
    mutex_.Await(absl::Condition(this, &Entry::IsEmpty));
  }

 private:
  bool IsEmpty() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return inside_ == 0; }

  absl::Mutex mutex_;
  bool closed_ ABSL_GUARDED_BY(mutex_) = false;
  int inside_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace

void HelpedRun(base::WorkerPool* helpers, size_t parts, absl::FunctionRef<void(size_t)> work) {
  const auto entry = std::make_shared<Entry>();
  for (size_t part = 1; part < parts && helpers != nullptr; ++part) {
    base::WorkerPool::Task task = [entry, part, work] {
      if (!entry->Enter()) return;
      work(part);
      entry->Leave();
    };
    if (!helpers->TryRun(task)) break;
  }
  work(0);
  entry->CloseAndWait();
}

}  // namespace voc::views
