#ifndef VOC_SERVER_IMPORTS_UNDOING_H_
#define VOC_SERVER_IMPORTS_UNDOING_H_

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/pending_work.h"
#include "server/subscribe/subscription.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"
#include "voc/v1/import.pb.h"

namespace voc::imports {

// Log records that one step reads at most, and the bytes aimed at: how long others wait
// for the thread.
inline constexpr int64_t kMaxStepRecords = 4096;
inline constexpr size_t kTargetStepBytes = 1024 * 1024;

// What is handed to the committer at once. The next batch is made while one is being
// committed and waits for it, so that ingest never finds more than this before it.
inline constexpr size_t kMaxBatchFeedback = 256;
inline constexpr size_t kMaxBatchBytes = 256 * 1024;

// Between two messages of progress.
inline constexpr base::TimeNs kProgressInterval = base::kNsPerSecond;
// Before a batch for which the committer has no room is offered again.
inline constexpr base::TimeNs kRetryInterval = base::kNsPerSecond / 20;

// What an undo works on; all outlive it.
struct Environment {
  const store::EventLog* log = nullptr;
  const base::Clock* steady = nullptr;  // for intervals
  // Queues what is to be recorded; UNAVAILABLE if there is no room.
  std::function<absl::Status(ingest::Work)> submit;
};

// How an undo or a redo comes along.
struct Progress {
  int64_t excluded = 0;       // by an undo: what the import created
  int64_t restored = 0;       // to what it was before, or put back
  int64_t changed_since = 0;  // an undo: left alone
  int64_t records = 0;
  int64_t records_done = 0;
  std::optional<v1::Import> import;  // in the last message
};

// Takes back what an import did, or puts it back: reads what lies in the log between its
// begin and its end, a step at a time, and has the committer move what the import touched
// (ingest::UndoneEvent). Ends whenever it is dropped, with what was queued by then; another one
// goes on from there, since what it finds done is counted and left as it is.
class Undoing final : public subscribe::Subscription<Progress> {
 public:
  // Holds on to `running` until it is over.
  Undoing(Environment environment, std::string import_id, bool redo, std::shared_ptr<void> running);
  ~Undoing() override;

  // NOT_FOUND (IMPORT_NOT_FOUND) for an unknown import.
  absl::StatusOr<subscribe::Step<Progress>> Next() override;

  // It is begun again rather than resumed.
  std::string cursor() const override { return std::string(); }

 private:
  enum class Phase { kBegin, kRead, kEnd };

  absl::StatusOr<subscribe::Step<Progress>> MakeStep();
  // Learns which stretch of the log to read.
  absl::Status Begin(const storage::v1::Note& note);
  absl::Status ReadSome();
  void Consider(store::Sequence sequence, std::string_view payload);
  // Hands commands over, unless some are under way; whether it did.
  bool Submit(std::vector<ingest::Command> commands, size_t bytes);
  bool SubmitBatch();
  bool SubmitMove();
  // Takes what became of the commands under way, if that is known.
  absl::Status TakeReply();
  absl::Status Count(const ingest::CommandResult& result);

  bool BatchIsFull() const {
    return batch_.size() >= kMaxBatchFeedback || bytes_ >= kMaxBatchBytes;
  }

  const Environment environment_;
  const std::string import_id_;
  const bool redo_;
  std::shared_ptr<void> running_;

  Phase phase_ = Phase::kBegin;
  store::Sequence next_ = 0;  // to be read
  store::Sequence end_ = 0;   // the last one
  Progress progress_;
  std::optional<base::TimeNs> last_progress_;

  std::vector<ingest::UndoCommand> batch_;
  size_t bytes_ = 0;
  ingest::PendingWork pending_;
};

}  // namespace voc::imports

#endif  // VOC_SERVER_IMPORTS_UNDOING_H_
