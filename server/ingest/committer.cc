#include "server/ingest/committer.h"

#include <algorithm>
#include <atomic>
#include <deque>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/ingest/group.h"
#include "storage/base/status_details.h"
#include "storage/base/thread_name.h"

namespace voc::ingest {
namespace {

// One group takes at most so much of the queue, which bounds the latency of what
// came first in it. A group has at least one request.
constexpr int64_t kMaxGroupFeedback = 8 * 1024;
constexpr size_t kMaxGroupBytes = 8 * 1024 * 1024;
// A group of so many feedback is handed to the writer while that is busy: more
// would make no write cheaper.
constexpr int64_t kWorthAWrite = 1024;
// While the writer is busy, so many feedback wait until the deciding thread is woken:
// for each call alone that would cost more than deciding it.
constexpr int64_t kWorthDeciding = 128;
// Where the group before answered so many requests, the next waits for more as long as
// one comes within each pause: a sync costs what some ten calls do, and should serve many.
// PostgreSQL knows the two as commit_siblings and commit_delay.
constexpr size_t kManyRequests = 16;
constexpr absl::Duration kPause = absl::Microseconds(300);
constexpr int kMostPauses = 13;  // 4 ms
// Groups written whose requests are not all answered yet. More make the writer wait.
constexpr size_t kMaxUnanswered = 16;
// How far ahead commands are prefetched.
constexpr size_t kPrefetched = 6;
// Feedback decided between two looks at whether the writer is free.
constexpr int64_t kDecidedAtOnce = 512;

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

using Results = absl::StatusOr<std::vector<CommandResult>>;

// A group with the requests that it answers.
struct Batch {
  std::shared_ptr<Group> group;
  std::vector<Work> works;
  std::vector<Results> results;  // of each work
  int64_t feedback = 0;
  size_t bytes = 0;
};

// Three threads in a row. One decides what waits into a group; the next appends the
// group before it, with one synced write, and folds it into the views; the last answers.
// A group goes on taking what arrives until the writer is free for it or it is worth
// a write of its own: so groups size themselves by how long a write takes.
class StagedCommitter final : public Committer {
 public:
  explicit StagedCommitter(Dependencies dependencies)
      : dependencies_(std::move(dependencies)),
        next_(dependencies_.log->newest() + 1),
        notes_(*dependencies_.views->notes()) {}

  ~StagedCommitter() override { Drain(); }

  // Reads the time of the newest event: time never goes back along the log.
  void StartThreads() {
    if (next_ > 1) {
      storage::v1::FeedbackEvent newest;
      const absl::StatusOr<std::string> payload = dependencies_.log->Read(next_ - 1);
      if (payload.ok() && newest.ParseFromString(*payload)) time_ = newest.time_ns();
    }
    absl::MutexLock lock(&join_mutex_);
    decider_ = std::thread([this] { DecideLoop(); });
    writer_ = std::thread([this] { WriteLoop(); });
    answerer_ = std::thread([this] { AnswerLoop(); });
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
    if (decider_.joinable()) decider_.join();
    if (writer_.joinable()) writer_.join();
    if (answerer_.joinable()) answerer_.join();
  }

  int64_t queued() const override {
    absl::MutexLock lock(&mutex_);
    return queued_feedback_;
  }

 private:
  // --- the deciding thread

  void DecideLoop() {
    base::NameThread("decide");
    while (WaitForWork()) {
      std::vector<Work> works = TakeSome();
      for (Work& work : works) Decide(std::move(work));
      HandOver();
    }
    absl::MutexLock lock(&mutex_);
    decided_all_ = true;
  }

  // Waits until there is something to decide or to hand over; false when there
  // never will be again. While the tail is full, because the builder is behind or
  // the disk is, nothing is taken and the queue fills.
  bool WaitForWork() {
    while (dependencies_.views->tail_events() >= views::kMaxTailEvents) {
      absl::MutexLock lock(&mutex_);
      if (draining_ || !failure_.ok()) break;
      mutex_.AwaitWithTimeout(absl::Condition(&draining_), kRetryWhenFull);
    }
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &StagedCommitter::DeciderHasWork));
      AwaitMore();
      if (failure_.ok()) return open_.has_value() || !queue_.empty();
    }
    if (open_.has_value()) {
      for (Work& work : open_->works) work.done(OutcomeUnknown(), {});
      open_.reset();
    }
    return false;
  }

  // Reads what is the deciding thread's own: only while that thread waits.
  bool DeciderHasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    if (!failure_.ok()) return true;
    const bool worth_deciding = WriterIsFree() || EnoughWaits();
    if (!queue_.empty() && worth_deciding && !OpenIsFull()) return true;
    if (open_.has_value()) return MayHandOver();
    return draining_;
  }

  bool WriterIsFree() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return !handed_.has_value() && !writing_;
  }

  // Where many call at once, each with little.
  void AwaitMore() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (open_.has_value() || requests_before_ < kManyRequests) return;
    int64_t waiting = 0;
    for (int i = 0; i < kMostPauses && queued_feedback_ > waiting; ++i) {
      waiting = queued_feedback_;
      const absl::Condition enough(this, &StagedCommitter::EnoughWaits);
      if (mutex_.AwaitWithTimeout(enough, kPause)) return;
    }
  }

  bool EnoughWaits() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return queued_feedback_ >= kWorthDeciding || draining_ || !failure_.ok();
  }

  bool OpenIsFull() const {
    return open_.has_value() &&
           (open_->feedback >= kMaxGroupFeedback || open_->bytes >= kMaxGroupBytes);
  }

  bool MayHandOver() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return !handed_.has_value() && (!writing_ || open_->feedback >= kWorthAWrite);
  }

  // A few of the requests that wait, so that a free writer is noticed soon.
  std::vector<Work> TakeSome() {
    std::vector<Work> works;
    int64_t feedback = 0;
    absl::MutexLock lock(&mutex_);
    while (!queue_.empty() && !OpenIsFull() && feedback < kDecidedAtOnce) {
      Work& front = queue_.front();
      const auto commands = static_cast<int64_t>(front.commands.size());
      const bool fits =
          !open_.has_value() || (open_->feedback + feedback + commands <= kMaxGroupFeedback &&
                                 open_->bytes + front.bytes <= kMaxGroupBytes);
      if (!fits && works.empty() && open_->feedback > 0) {
        open_->feedback = std::max(open_->feedback, kMaxGroupFeedback);  // full
        break;
      }
      if (!fits) break;
      feedback += commands;
      queued_feedback_ -= commands;
      queued_bytes_ -= front.bytes;
      works.push_back(std::move(front));
      queue_.pop_front();
    }
    return works;
  }

  void Decide(Work work) {
    if (!open_.has_value()) {
      time_ = std::max(time_, dependencies_.clock->Now());
      std::erase_if(in_flight_, [this](const auto& group) {
        return group->last() <= applied_.load(std::memory_order_acquire);
      });
      open_.emplace();
      open_->group = std::make_shared<Group>(dependencies_.log, dependencies_.views, &notes_, next_,
                                             time_, expected_, in_flight_);
    }
    open_->feedback += static_cast<int64_t>(work.commands.size());
    open_->bytes += work.bytes;
    open_->results.push_back(DecideAll(*open_->group, work));
    open_->works.push_back(std::move(work));
  }

  static Results DecideAll(Group& group, Work& work) {
    std::vector<CommandResult> results;
    results.reserve(work.commands.size());
    for (size_t i = 0; i < work.commands.size(); ++i) {
      const auto ahead = [&](size_t steps) -> const Command* {
        const size_t at = i + steps * kPrefetched;
        return at < work.commands.size() ? &work.commands[at] : nullptr;
      };
      if (const Command* const command = ahead(3)) __builtin_prefetch(command);
      if (const Command* const command = ahead(2)) group.Prefetch(*command);
      if (const Command* const command = ahead(1)) group.PrefetchFeedback(*command);
      absl::StatusOr<CommandResult> result = group.Decide(std::move(work.commands[i]));
      if (!result.ok()) return result.status();
      results.push_back(*std::move(result));
    }
    return results;
  }

  void HandOver() {
    absl::MutexLock lock(&mutex_);
    if (!open_.has_value() || !failure_.ok() || !MayHandOver()) return;
    open_->group->Close();
    expected_ = open_->group->events()->size();
    next_ += expected_;
    requests_before_ = open_->works.size();
    if (!open_->group->events()->empty()) in_flight_.push_back(open_->group);
    handed_ = std::move(open_);
    open_.reset();
  }

  // --- the writing thread

  void WriteLoop() {
    base::NameThread("write");
    while (std::optional<Batch> batch = TakeBatch()) {
      if (!Write(*std::move(batch))) break;
    }
    absl::MutexLock lock(&answer_mutex_);
    written_all_ = true;
  }

  // nullopt when everything was written.
  std::optional<Batch> TakeBatch() {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    mutex_.Await(absl::Condition(this, &StagedCommitter::WriterHasWork));
    writing_ = handed_.has_value();
    return std::exchange(handed_, std::nullopt);
  }

  bool WriterHasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) {
    return handed_.has_value() || decided_all_;
  }

  // False when the log failed: then nothing more may be written.
  bool Write(Batch batch) {
    const std::shared_ptr<const views::CommittedGroup> events = batch.group->events();
    std::shared_ptr<const views::CommittedFacts> facts;
    GroupReport report;
    if (!events->empty()) {
      const std::vector<std::string_view> payloads = batch.group->payloads();
      const base::TimeNs start = SteadyNow();
      const absl::Status appended = dependencies_.log->Append(batch.group->first(), payloads);
      report.write_ns = SteadyNow() - start;
      if (!appended.ok()) {
        Fail(batch, appended);
        return false;
      }
      facts = std::make_shared<const views::CommittedFacts>(dependencies_.views->Apply(*events));
      applied_.store(batch.group->last(), std::memory_order_release);
    }
    // Before the answers: who hears one may look for it in the counts.
    if (dependencies_.meter != nullptr) {
      Count(batch, report);
      dependencies_.meter->OnGroup(report);
    }
    HandToAnswerer(std::move(batch));
    if (!events->empty()) {
      for (views::CommitListener* listener : dependencies_.listeners) {
        listener->OnCommit(events, facts);
      }
    }
    return true;
  }

  void HandToAnswerer(Batch batch) {
    absl::MutexLock lock(&answer_mutex_);
    answer_mutex_.Await(absl::Condition(this, &StagedCommitter::AnswererHasRoom));
    written_.push_back(std::move(batch));
  }

  bool AnswererHasRoom() const ABSL_SHARED_LOCKS_REQUIRED(answer_mutex_) {
    return written_.size() < kMaxUnanswered;
  }

  base::TimeNs SteadyNow() const {
    return dependencies_.meter == nullptr ? 0 : dependencies_.steady->Now();
  }

  static void Count(const Batch& batch, GroupReport& report) {
    for (const Results& results : batch.results) {
      if (!results.ok()) continue;
      for (const CommandResult& result : *results) {
        ++report.outcomes[static_cast<size_t>(result.outcome)];
      }
    }
  }

  void Fail(Batch& batch, const absl::Status& cause) {
    std::deque<Work> waiting;
    std::optional<Batch> handed;
    {
      absl::MutexLock lock(&mutex_);
      failure_ = OutcomeUnknown();
      waiting.swap(queue_);
      handed = std::exchange(handed_, std::nullopt);
      queued_feedback_ = 0;
      queued_bytes_ = 0;
    }
    for (Work& work : batch.works) work.done(OutcomeUnknown(), {});
    if (handed.has_value()) {
      for (Work& work : handed->works) work.done(OutcomeUnknown(), {});
    }
    for (Work& work : waiting) work.done(OutcomeUnknown(), {});
    if (dependencies_.on_failure) dependencies_.on_failure(cause);
  }

  // --- the answering thread

  // Apart from the writing one, which would else encode and send in between two writes.
  void AnswerLoop() {
    base::NameThread("answer");
    while (std::optional<Batch> batch = TakeWritten()) {
      for (size_t i = 0; i < batch->works.size(); ++i) {
        Results& results = batch->results[i];
        // Gone with its call, not with the group: it may hold what others wait for.
        auto done = std::move(batch->works[i].done);
        if (results.ok()) {
          done(absl::OkStatus(), *std::move(results));
        } else {
          done(results.status(), {});
        }
      }
    }
  }

  // nullopt when everything was answered.
  std::optional<Batch> TakeWritten() {
    absl::MutexLock lock(&answer_mutex_);
    answer_mutex_.Await(absl::Condition(this, &StagedCommitter::AnswererHasWork));
    if (written_.empty()) return std::nullopt;
    Batch batch = std::move(written_.front());
    written_.pop_front();
    return batch;
  }

  bool AnswererHasWork() const ABSL_SHARED_LOCKS_REQUIRED(answer_mutex_) {
    return !written_.empty() || written_all_;
  }

  Dependencies dependencies_;

  // The deciding thread's own.
  store::Sequence next_;
  base::TimeNs time_ = 0;
  size_t expected_ = 0;         // events of a group: as many as the one before had
  size_t requests_before_ = 0;  // of the group that was handed over last
  std::optional<Batch> open_;
  std::vector<std::shared_ptr<const Group>> in_flight_;
  notes::Notes notes_;  // everything decided so far

  std::atomic<store::Sequence> applied_{0};  // up to here the views reflect the log

  mutable absl::Mutex mutex_;
  std::deque<Work> queue_ ABSL_GUARDED_BY(mutex_);
  int64_t queued_feedback_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t queued_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  std::optional<Batch> handed_ ABSL_GUARDED_BY(mutex_);  // decided, not yet taken up
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool decided_all_ ABSL_GUARDED_BY(mutex_) = false;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status failure_ ABSL_GUARDED_BY(mutex_);

  absl::Mutex answer_mutex_;
  std::deque<Batch> written_ ABSL_GUARDED_BY(answer_mutex_);  // not answered yet
  bool written_all_ ABSL_GUARDED_BY(answer_mutex_) = false;

  absl::Mutex join_mutex_;
  std::thread decider_ ABSL_GUARDED_BY(join_mutex_);
  std::thread writer_ ABSL_GUARDED_BY(join_mutex_);
  std::thread answerer_ ABSL_GUARDED_BY(join_mutex_);
};

}  // namespace

std::unique_ptr<Committer> Committer::Start(Dependencies dependencies) {
  auto committer = std::make_unique<StagedCommitter>(std::move(dependencies));
  committer->StartThreads();
  return committer;
}

}  // namespace voc::ingest
