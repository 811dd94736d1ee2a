#include "server/ingest/committer.h"

#include <algorithm>
#include <deque>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/ingest/group.h"
#include "storage/base/status_details.h"

namespace voc::ingest {
namespace {

// One group takes at most so much of the queue, which bounds the latency of what
// came first in it. A group has at least one request.
constexpr int64_t kMaxGroupFeedback = 8 * 1024;
constexpr size_t kMaxGroupBytes = 8 * 1024 * 1024;

constexpr absl::Duration kRetryWhenFull = absl::Milliseconds(50);
constexpr absl::Duration kRetryWhenDown = absl::Seconds(1);

absl::Status Refused(std::string_view reason, std::string_view message, absl::Duration delay) {
  return base::WithRetryDelay(
      base::WithReason(absl::UnavailableError(std::string(message)), reason), delay);
}

absl::Status OutcomeUnknown() {
  return Refused("COMMIT_OUTCOME_UNKNOWN",
                 "the log could not be written; repeat the request to learn whether it was stored",
                 kRetryWhenDown);
}

class ThreadCommitter final : public Committer {
 public:
  explicit ThreadCommitter(Dependencies dependencies)
      : dependencies_(std::move(dependencies)), next_(dependencies_.log->newest() + 1) {}

  ~ThreadCommitter() override { Drain(); }

  // Reads the time of the newest event: time never goes back along the log.
  void StartThread() {
    if (next_ > 1) {
      storage::v1::FeedbackEvent newest;
      const absl::StatusOr<std::string> payload = dependencies_.log->Read(next_ - 1);
      if (payload.ok() && newest.ParseFromString(*payload)) time_ = newest.time_ns();
    }
    absl::MutexLock lock(&join_mutex_);
    thread_ = std::thread([this] { Run(); });
  }

  absl::Status Enqueue(Work work) override {
    const auto feedback = static_cast<int64_t>(work.commands.size());
    absl::MutexLock lock(&mutex_);
    if (!failure_.ok()) return failure_;
    if (draining_) return Refused("DRAINING", "the server is shutting down", kRetryWhenDown);
    const bool full = queued_feedback_ + feedback > kMaxQueuedFeedback ||
                      queued_bytes_ + work.bytes > kMaxQueuedBytes;
    if (full && !queue_.empty()) {
      return Refused("QUEUE_FULL", "too much feedback waits to be stored", kRetryWhenFull);
    }
    queued_feedback_ += feedback;
    queued_bytes_ += work.bytes;
    queue_.push_back(std::move(work));
    return absl::OkStatus();
  }

  void Drain() override {
    {
      absl::MutexLock lock(&mutex_);
      draining_ = true;
    }
    absl::MutexLock lock(&join_mutex_);
    if (thread_.joinable()) thread_.join();
  }

  int64_t queued() const override {
    absl::MutexLock lock(&mutex_);
    return queued_feedback_;
  }

 private:
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return draining_ || !queue_.empty(); }

  void Run() {
    while (true) {
      std::vector<Work> works = TakeGroup();
      if (works.empty()) return;
      if (!Commit(works)) return;
    }
  }

  // Waits for work; empty when drained. While the tail is full, because the
  // builder is behind or the disk is, nothing is taken and the queue fills.
  std::vector<Work> TakeGroup() {
    bool tail_full = true;
    while (tail_full) {
      tail_full = dependencies_.views->stats().tail_events >= views::kMaxTailEvents;
      absl::MutexLock lock(&mutex_);
      if (draining_) break;
      if (tail_full) {
        mutex_.AwaitWithTimeout(absl::Condition(&draining_), kRetryWhenFull);
      }
    }
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &ThreadCommitter::HasWork));
    std::vector<Work> works;
    int64_t feedback = 0;
    size_t bytes = 0;
    while (!queue_.empty()) {
      Work& front = queue_.front();
      const auto commands = static_cast<int64_t>(front.commands.size());
      if (!works.empty() &&
          (feedback + commands > kMaxGroupFeedback || bytes + front.bytes > kMaxGroupBytes)) {
        break;
      }
      feedback += commands;
      bytes += front.bytes;
      works.push_back(std::move(front));
      queue_.pop_front();
    }
    queued_feedback_ -= feedback;
    queued_bytes_ -= bytes;
    return works;
  }

  // False when the log failed: then nothing more may be decided.
  bool Commit(std::vector<Work>& works) {
    time_ = std::max(time_, dependencies_.clock->Now());
    Group group(dependencies_.log, dependencies_.views, next_, time_);
    std::vector<absl::StatusOr<std::vector<CommandResult>>> results;
    results.reserve(works.size());
    for (Work& work : works) results.push_back(DecideAll(group, work));
    if (!group.events().empty()) {
      const absl::Status appended = dependencies_.log->Append(next_, group.payloads());
      if (!appended.ok()) {
        Fail(works, appended);
        return false;
      }
      next_ += group.events().size();
      dependencies_.views->Apply(group.events());
    }
    for (size_t i = 0; i < works.size(); ++i) {
      if (results[i].ok()) {
        works[i].done(absl::OkStatus(), *std::move(results[i]));
      } else {
        works[i].done(results[i].status(), {});
      }
    }
    if (!group.events().empty()) {
      const auto shared = std::make_shared<const views::CommittedGroup>(group.TakeEvents());
      for (views::CommitListener* listener : dependencies_.listeners) listener->OnCommit(shared);
    }
    return true;
  }

  static absl::StatusOr<std::vector<CommandResult>> DecideAll(Group& group, Work& work) {
    std::vector<CommandResult> results;
    results.reserve(work.commands.size());
    for (Command& command : work.commands) {
      absl::StatusOr<CommandResult> result = group.Decide(std::move(command));
      if (!result.ok()) return result.status();
      results.push_back(*std::move(result));
    }
    return results;
  }

  void Fail(std::vector<Work>& works, const absl::Status& cause) {
    std::deque<Work> waiting;
    {
      absl::MutexLock lock(&mutex_);
      failure_ = OutcomeUnknown();
      waiting.swap(queue_);
      queued_feedback_ = 0;
      queued_bytes_ = 0;
    }
    for (Work& work : works) work.done(OutcomeUnknown(), {});
    for (Work& work : waiting) work.done(OutcomeUnknown(), {});
    if (dependencies_.on_failure) dependencies_.on_failure(cause);
  }

  Dependencies dependencies_;
  // The committer thread's own.
  store::Sequence next_;
  base::TimeNs time_ = 0;

  mutable absl::Mutex mutex_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  int64_t queued_feedback_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);

  absl::Mutex join_mutex_;
  std::thread thread_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace

std::unique_ptr<Committer> Committer::Start(Dependencies dependencies) {
  auto committer = std::make_unique<ThreadCommitter>(std::move(dependencies));
  committer->StartThread();
  return committer;
}

}  // namespace voc::ingest
