#ifndef VOC_SERVER_SUBSCRIBE_PUMP_H_
#define VOC_SERVER_SUBSCRIBE_PUMP_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <set>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "storage/base/clock.h"

namespace voc::subscribe {

// Subscriptions of all kinds that may be open at once.
inline constexpr size_t kMaxSubscribers = 10'000;

// Commits come faster than many subscribers can be woken. A round of waking is
// followed by so long a pause for each of them, which keeps the cost to a part of a
// core and delays nobody noticeably: 1,000 wait 20 ms, 10,000 wait 200 ms.
inline constexpr base::TimeNs kCommitPauseNs = 20'000;

// Something that a pump runs step by step, such as one open subscription.
class Runner {
 public:
  // When to run next: after `delay_ns` at the latest, and before that whenever
  // something was committed (if `on_commit`) or Pump::Schedule is called.
  struct Next {
    base::TimeNs delay_ns = 0;
    bool on_commit = false;
    bool done = false;  // never again
  };

  virtual ~Runner() = default;

  // One bounded step, which may block on the disk. One call at a time; may come
  // earlier than asked for.
  virtual Next Run() = 0;

  // Whether the next step may take long. Such steps never occupy every thread. Asked
  // when it is added and after each step; returns at once.
  virtual bool heavy() const = 0;
};

// Runs runners. Thread-safe.
class RunnerHost {
 public:
  using Id = uint64_t;

  virtual ~RunnerHost() = default;

  // Takes a runner, to be run once it is scheduled. RESOURCE_EXHAUSTED with
  // kMaxSubscribers, UNAVAILABLE after a shutdown.
  virtual absl::StatusOr<Id> Add(std::shared_ptr<Runner> runner) = 0;

  // Runs it soon; unknown ids are ignored. Never blocks on a step.
  virtual void Schedule(Id id) = 0;

  // Runs it no more, once a step that is under way has ended.
  virtual void Remove(Id id) = 0;
};

// A fixed number of threads that run the steps of any number of runners, each in
// its turn, so that ten thousand subscriptions need no ten thousand threads and
// none can hold up the others. Thread-safe.
class Pump final : public RunnerHost {
 public:
  // `steady` measures delays and outlives the pump. At least two threads.
  Pump(int threads, const base::Clock* steady);

  // Shuts down.
  ~Pump() override;

  Pump(const Pump&) = delete;
  Pump& operator=(const Pump&) = delete;

  absl::StatusOr<Id> Add(std::shared_ptr<Runner> runner) override;
  void Schedule(Id id) override;
  void Remove(Id id) override;

  // Something was committed: runs those who wait for that.
  void NotifyCommit();

  // Drops all runners and ends the threads. Idempotent.
  void Shutdown();

  size_t size() const;

 private:
  enum class State { kWaiting, kQueued, kRunning };

  struct Entry {
    std::shared_ptr<Runner> runner;
    bool heavy = false;
    State state = State::kWaiting;
    bool again = false;    // scheduled while running
    bool removed = false;  // removed while running
    uint64_t commits_at_start = 0;
    base::TimeNs deadline = 0;
  };

  void Work();
  // Queues what a commit or the time has made runnable.
  void QueueDue() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Queue(Id id, Entry& entry) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // 0 if nothing can be started now.
  Id Take() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void AwaitWork() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Returns a runner to be let go of without the lock.
  std::shared_ptr<Runner> Settle(Id id, const Runner::Next& next)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const base::Clock* const steady_;
  const int max_heavy_;
  mutable absl::Mutex mutex_;
  absl::CondVar wake_;
  Id last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<Id, Entry> entries_ ABSL_GUARDED_BY(mutex_);
  std::deque<Id> light_queue_ ABSL_GUARDED_BY(mutex_);
  std::deque<Id> heavy_queue_ ABSL_GUARDED_BY(mutex_);
  std::set<std::pair<base::TimeNs, Id>> deadlines_ ABSL_GUARDED_BY(mutex_);
  absl::flat_hash_set<Id> await_commit_ ABSL_GUARDED_BY(mutex_);
  uint64_t commits_ ABSL_GUARDED_BY(mutex_) = 0;
  bool round_due_ ABSL_GUARDED_BY(mutex_) = false;  // of waking those who await a commit
  base::TimeNs next_round_ ABSL_GUARDED_BY(mutex_) = 0;
  int heavy_running_ ABSL_GUARDED_BY(mutex_) = 0;
  bool heavy_first_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Mutex join_mutex_;
  std::vector<std::thread> threads_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_PUMP_H_
