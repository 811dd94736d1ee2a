#ifndef VOC_SERVER_INGEST_GROUP_H_
#define VOC_SERVER_INGEST_GROUP_H_

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/decide.h"
#include "server/views/committed.h"
#include "server/views/known_feedback.h"
#include "server/views/views.h"
#include "storage/event_log.h"

namespace voc::ingest {

// How many of a respondent's newest answers are looked through for the previous
// score.
inline constexpr size_t kMaxVoicesLookedAt = 256;

// Decides the commands of one commit, each against everything stored and the
// commands before it. Used by the committer's thread alone.
class Group {
 public:
  // The first event gets sequence `first`; all get time `now`.
  Group(const store::EventLog* log, const views::Views* views, store::Sequence first,
        base::TimeNs now);

  // Decides one command and takes over its event, if it has one. An error means
  // that the store could not be read; nothing was decided then.
  absl::StatusOr<CommandResult> Decide(Command command);

  // What has been decided: events ascending from `first`, and each as the log
  // holds it.
  const views::CommittedGroup& events() const { return events_; }
  views::CommittedGroup TakeEvents() { return std::move(events_); }
  const std::vector<std::string>& payloads() const { return payloads_; }

 private:
  struct Known {
    views::KnownFeedback feedback;
    std::shared_ptr<const storage::v1::FeedbackEvent> event;  // null: read it from the log
  };

  absl::StatusOr<CommandResult> Submit(SubmitCommand command);
  absl::StatusOr<CommandResult> Exclude(const ExcludeCommand& command);
  absl::StatusOr<CommandResult> Restore(const RestoreCommand& command);

  // nullptr for an id that was never seen; valid until the next Find or Append.
  absl::StatusOr<Known*> Find(const FeedbackId& id);
  // Makes sure that known.event is there.
  absl::Status LoadEvent(Known& known);
  std::shared_ptr<const storage::v1::FeedbackEvent> Append(
      const FeedbackId& id, storage::v1::FeedbackEvent event,
      std::shared_ptr<const storage::v1::FeedbackEvent> before);
  absl::StatusOr<std::optional<int32_t>> PreviousScoreOf(const v1::Feedback& feedback,
                                                         store::Sequence own_event) const;
  Moment NextMoment() const { return {.sequence = first_ + events_.size(), .now = now_}; }

  const store::EventLog* const log_;
  const views::Views* const views_;
  const store::Sequence first_;
  const base::TimeNs now_;

  views::CommittedGroup events_;
  std::vector<std::string> payloads_;
  absl::flat_hash_map<FeedbackId, Known> known_;  // what this group looked up or decided
  absl::flat_hash_map<std::string, std::vector<size_t>> by_respondent_;  // indexes of events_
  absl::flat_hash_set<store::Sequence> replaced_;  // events that this group replaced
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_GROUP_H_
