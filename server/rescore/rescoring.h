#ifndef VOC_SERVER_RESCORE_RESCORING_H_
#define VOC_SERVER_RESCORE_RESCORING_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/pending_work.h"
#include "server/rescore/tally.h"
#include "server/sentiment/annotator.h"
#include "server/subscribe/subscription.h"
#include "server/views/facts/fact_source.h"
#include "server/views/views.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"
#include "voc/v1/admin.pb.h"

namespace voc::rescore {

// Records that one step reads at most, and the bytes aimed at: how long others wait
// for the thread.
inline constexpr size_t kMaxStepTexts = 256;
inline constexpr size_t kTargetStepBytes = 256 * 1024;

// What is handed to the committer at once. The next batch is made while one is being
// committed and waits for it, so that ingest never finds more than this before it.
inline constexpr size_t kMaxBatchTexts = 256;
inline constexpr size_t kMaxBatchBytes = 256 * 1024;

// Between two messages of progress.
inline constexpr base::TimeNs kProgressInterval = base::kNsPerSecond;
// Before a batch for which the committer has no room is offered again.
inline constexpr base::TimeNs kRetryInterval = base::kNsPerSecond / 20;

// What a rescore works on; all outlive it.
struct Environment {
  const views::Views* views = nullptr;
  const store::EventLog* log = nullptr;
  const sentiment::Annotator* annotator = nullptr;
  const base::Clock* clock = nullptr;   // the time of day
  const base::Clock* steady = nullptr;  // for intervals
  // Queues what is to be recorded; UNAVAILABLE if there is no room.
  std::function<absl::Status(ingest::Work)> submit;
};

// Hears the texts anew that other versions heard, a step at a time: says how it gets
// on, then what that moves. Only if it is to be applied is anything recorded, through the
// committer like everything else. Looks at the feedback there is at the first step; what
// comes in later was heard by the versions that run. Ends whenever it is dropped, with what
// was queued by then; another one goes on from there, since what it finds recorded is current.
class Rescoring final : public subscribe::Subscription<v1::RescoreResponse> {
 public:
  // Holds on to `running` until it is over.
  Rescoring(Environment environment, bool apply, std::shared_ptr<void> running);
  ~Rescoring() override;

  absl::StatusOr<subscribe::Step<v1::RescoreResponse>> Next() override;

  // It is begun again rather than resumed.
  std::string cursor() const override { return std::string(); }

 private:
  absl::StatusOr<subscribe::Step<v1::RescoreResponse>> MakeStep();
  absl::Status Begin();
  // Goes to the next block with texts; false after the last.
  absl::StatusOr<bool> OpenBlock();
  // Reads and hears the next few texts of the block.
  absl::Status HearSome();
  absl::Status HearOne(store::Sequence sequence, const std::string& payload);
  // Hands the batch over, unless one is under way; whether it did.
  bool Submit();
  // Takes what became of the batch that is under way, if that is known.
  absl::Status TakeReply();

  bool BatchIsFull() const { return batch_.size() >= kMaxBatchTexts || bytes_ >= kMaxBatchBytes; }
  bool ReadAll() const { return block_ == blocks_ && next_ == texts_.size(); }
  v1::RescoreResponse Progress() const;
  v1::RescoreReport Report() const;

  const Environment environment_;
  const bool apply_;
  std::shared_ptr<void> running_;

  std::shared_ptr<const views::FactSource> facts_;
  std::unique_ptr<views::BlockReader> reader_;
  v1::Annotation versions_;  // of the annotator
  size_t block_ = 0;         // the next one
  size_t blocks_ = 0;
  std::vector<store::Sequence> texts_;  // events of the block that have a text
  size_t next_ = 0;                     // in texts_
  size_t read_texts_;                   // at once
  std::optional<base::TimeNs> last_progress_;

  std::vector<ingest::RescoreCommand> batch_;
  size_t bytes_ = 0;
  std::vector<ingest::RescoreCommand> under_way_;
  ingest::PendingWork pending_;

  int64_t total_ = 0;
  int64_t feedback_ = 0;
  int64_t heard_texts_ = 0;
  int64_t current_ = 0;
  int64_t same_ = 0;
  int64_t changed_ = 0;
  int64_t overtaken_ = 0;
  Tally tally_;
};

}  // namespace voc::rescore

#endif  // VOC_SERVER_RESCORE_RESCORING_H_
