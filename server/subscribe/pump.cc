#include "server/subscribe/pump.h"

#include <algorithm>
#include <limits>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "storage/base/status_details.h"
#include "storage/base/thread_name.h"

namespace voc::subscribe {

Pump::Pump(int threads, const base::Clock* steady)
    : steady_(steady), max_heavy_(std::max(threads, 2) - 1) {
  absl::MutexLock lock(&join_mutex_);
  for (int i = 0; i < max_heavy_ + 1; ++i)
    threads_.emplace_back([this] {
      base::NameThread("subscribe");
      Work();
    });
}

Pump::~Pump() { Shutdown(); }

absl::StatusOr<Pump::Id> Pump::Add(std::shared_ptr<Runner> runner) {
  absl::MutexLock lock(&mutex_);
  if (stopping_) return absl::UnavailableError("the server is shutting down");
  if (entries_.size() >= kMaxSubscribers) {
    return base::WithReason(absl::ResourceExhaustedError("too many subscriptions are open"),
                            "TOO_MANY_SUBSCRIBERS");
  }
  const Id id = ++last_id_;
  Entry& entry = entries_[id];
  entry.heavy = runner->heavy();
  entry.runner = std::move(runner);
  return id;
}

void Pump::Schedule(Id id) {
  absl::MutexLock lock(&mutex_);
  const auto it = entries_.find(id);
  if (it == entries_.end()) return;
  Queue(id, it->second);
  wake_.Signal();
}

void Pump::Remove(Id id) {
  std::shared_ptr<Runner> dropped;
  absl::MutexLock lock(&mutex_);
  const auto it = entries_.find(id);
  if (it == entries_.end()) return;
  if (it->second.state == State::kRunning) {
    it->second.removed = true;
    return;
  }
  // An id left in a queue is skipped when its turn comes.
  deadlines_.erase({it->second.deadline, id});
  await_commit_.erase(id);
  dropped = std::move(it->second.runner);
  entries_.erase(it);
}

void Pump::NotifyCommit() {
  absl::MutexLock lock(&mutex_);
  ++commits_;
  if (await_commit_.empty()) return;
  round_due_ = true;
  wake_.Signal();
}

void Pump::Shutdown() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
    wake_.SignalAll();
  }
  {
    absl::MutexLock lock(&join_mutex_);
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }
  absl::flat_hash_map<Id, Entry> dropped;
  absl::MutexLock lock(&mutex_);
  dropped.swap(entries_);
  light_queue_.clear();
  heavy_queue_.clear();
  deadlines_.clear();
  await_commit_.clear();
}

size_t Pump::size() const {
  absl::MutexLock lock(&mutex_);
  return entries_.size();
}

void Pump::Queue(Id id, Entry& entry) {
  if (entry.state == State::kRunning) entry.again = true;
  if (entry.state != State::kWaiting) return;
  deadlines_.erase({entry.deadline, id});
  await_commit_.erase(id);
  entry.state = State::kQueued;
  (entry.heavy ? heavy_queue_ : light_queue_).push_back(id);
}

void Pump::QueueDue() {
  const base::TimeNs now = steady_->Now();
  if (round_due_ && now >= next_round_) {
    round_due_ = false;
    const std::vector<Id> waiting(await_commit_.begin(), await_commit_.end());
    for (Id id : waiting) Queue(id, entries_[id]);
    next_round_ = now + static_cast<base::TimeNs>(waiting.size()) * kCommitPauseNs;
  }
  while (!deadlines_.empty() && deadlines_.begin()->first <= now) {
    const Id id = deadlines_.begin()->second;
    Queue(id, entries_[id]);
  }
}

Pump::Id Pump::Take() {
  heavy_first_ = !heavy_first_;  // neither kind starves the other
  for (const bool heavy : {heavy_first_, !heavy_first_}) {
    std::deque<Id>& queue = heavy ? heavy_queue_ : light_queue_;
    while (!queue.empty() && (!heavy || heavy_running_ < max_heavy_)) {
      const Id id = queue.front();
      queue.pop_front();
      if (entries_.contains(id)) return id;
    }
  }
  return 0;
}

void Pump::AwaitWork() {
  base::TimeNs until = std::numeric_limits<base::TimeNs>::max();
  if (!deadlines_.empty()) until = deadlines_.begin()->first;
  if (round_due_) until = std::min(until, next_round_);
  if (until == std::numeric_limits<base::TimeNs>::max()) {
    wake_.Wait(&mutex_);
    return;
  }
  const base::TimeNs left = until - steady_->Now();
  if (left > 0) wake_.WaitWithTimeout(&mutex_, absl::Nanoseconds(left));
}

std::shared_ptr<Runner> Pump::Settle(Id id, const Runner::Next& next) {
  const auto it = entries_.find(id);
  Entry& entry = it->second;
  if (entry.removed || next.done) {
    std::shared_ptr<Runner> dropped = std::move(entry.runner);
    entries_.erase(it);
    return dropped;
  }
  entry.state = State::kWaiting;
  entry.heavy = entry.runner->heavy();
  const bool again = entry.again || next.delay_ns <= 0;
  entry.again = false;
  if (again) {
    Queue(id, entry);
    return nullptr;
  }
  entry.deadline = steady_->Now() + next.delay_ns;
  deadlines_.insert({entry.deadline, id});
  // A thread asleep until a later deadline must not sleep past this one.
  if (deadlines_.begin()->second == id) wake_.Signal();
  if (next.on_commit) {
    await_commit_.insert(id);
    // What was committed during the step may have been missed by it.
    round_due_ |= entry.commits_at_start != commits_;
  }
  return nullptr;
}

void Pump::Work() {
  mutex_.Lock();
  while (!stopping_) {
    QueueDue();
    const Id id = Take();
    if (id == 0) {
      AwaitWork();
      continue;
    }
    // What else is queued is another thread's to start meanwhile.
    if (!light_queue_.empty() || !heavy_queue_.empty()) wake_.Signal();
    Entry& entry = entries_[id];
    entry.state = State::kRunning;
    entry.commits_at_start = commits_;
    std::shared_ptr<Runner> runner = entry.runner;
    const bool heavy = entry.heavy;
    if (heavy) ++heavy_running_;
    mutex_.Unlock();
    const Runner::Next next = runner->Run();
    mutex_.Lock();
    if (heavy) --heavy_running_;
    std::shared_ptr<Runner> dropped = Settle(id, next);
    mutex_.Unlock();
    // The last reference may be one of these, and its end may call the pump.
    runner.reset();
    dropped.reset();
    mutex_.Lock();
  }
  mutex_.Unlock();
}

}  // namespace voc::subscribe
