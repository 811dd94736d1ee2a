#ifndef VOC_SERVER_INGEST_GROUP_H_
#define VOC_SERVER_INGEST_GROUP_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/container/flat_hash_set.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/decide.h"
#include "server/notes/notes.h"
#include "server/views/committed.h"
#include "server/views/known_feedback.h"
#include "server/views/views.h"
#include "storage/event_log.h"

namespace voc::ingest {

// Decides the commands of one commit, each against everything stored, the groups
// decided before that may still be on their way into the log, and the commands
// before it. One thread decides; once a group is decided it never changes, and
// other threads may read it.
class Group {
 public:
  // The first event gets sequence `first`; all get time `now`. There is room for `expected`
  // events, and more if need be. `in_flight` are the
  // groups that the views may not reflect yet, in order. `notes` reflect everything that
  // was decided, and are the deciding thread's own: notes decided here are added.
  Group(const store::EventLog* log, views::Views* views, notes::Notes* notes, store::Sequence first,
        base::TimeNs now, size_t expected, std::vector<std::shared_ptr<const Group>> in_flight);

  // Have what deciding the command will look at fetched into the cache: first what the command
  // leads to, and some time later what that leads to.
  void Prefetch(const Command& command) const;
  void PrefetchFeedback(const Command& command) const;

  // Decides one command and takes over its event, if it has one. An error means
  // that the store could not be read; nothing was decided then.
  absl::StatusOr<CommandResult> Decide(Command command);

  // Nothing more is decided: lets go of what was needed for that.
  void Close();

  // What has been decided: events ascending from `first`, and each as the log
  // holds it.
  std::shared_ptr<const views::CommittedGroup> events() const { return events_; }
  std::vector<std::string_view> payloads() const;
  store::Sequence first() const { return first_; }
  store::Sequence last() const { return first_ + events_->size() - 1; }

 private:
  struct Known {
    views::KnownFeedback feedback;
    std::shared_ptr<const storage::v1::FeedbackEvent> event;  // null: read it from the log
  };

  absl::StatusOr<CommandResult> Submit(SubmitCommand command);
  absl::StatusOr<CommandResult> Exclude(const ExcludeCommand& command);
  absl::StatusOr<CommandResult> Restore(const RestoreCommand& command);
  absl::StatusOr<CommandResult> Correct(const CorrectCommand& command);
  absl::StatusOr<CommandResult> Withdraw(const WithdrawCommand& command);
  absl::StatusOr<CommandResult> Rescore(const RescoreCommand& command);
  absl::StatusOr<CommandResult> LeaveOut(const LeaveOutCommand& command);
  absl::StatusOr<CommandResult> Undo(const UndoCommand& command);
  CommandResult Note(const NoteCommand& command);

  // Changes something about a known feedback, its content aside:
  // `make(Current, PreviousScore)` returns the event, or nullopt if there is nothing to
  // change. `known` is what Find said.
  template <typename MakeEvent>
  absl::StatusOr<CommandResult> Change(const FeedbackId& id, std::optional<Known> known,
                                       MakeEvent make);

  // nullopt for an id that was never seen.
  absl::StatusOr<std::optional<Known>> Find(const FeedbackId& id) const;
  // As this group left it, if it has an event of it.
  std::optional<Known> FindHere(const FeedbackId& id) const;
  // Makes sure that known.event is there.
  absl::Status LoadEvent(Known& known) const;
  // An event decided before, in this group or in flight as well as in the log.
  absl::StatusOr<std::shared_ptr<const storage::v1::FeedbackEvent>> ReadEvent(
      store::Sequence sequence) const;
  std::shared_ptr<const storage::v1::FeedbackEvent> EventHere(store::Sequence sequence) const;
  // `answer_mark` as in SubmitCommand. `undecided`: what EncodeUndecided says of the feedback, or
  // nothing.
  void Append(const FeedbackId& id, std::optional<uint64_t> answer_mark,
              std::shared_ptr<storage::v1::FeedbackEvent> event,
              std::shared_ptr<const storage::v1::FeedbackEvent> before,
              std::string_view undecided = {});

  // The part of Append that is the same for an event about no feedback, whose `id` is zeros.
  void AppendEvent(const FeedbackId& id, std::shared_ptr<storage::v1::FeedbackEvent> event,
                   std::shared_ptr<const storage::v1::FeedbackEvent> before,
                   std::string_view undecided = {});

  absl::StatusOr<std::optional<int32_t>> PreviousScoreOf(const v1::Feedback& feedback,
                                                         store::Sequence own_event);
  // This group's answers of the same respondent to the same.
  template <typename Visit>
  void ForEachAnswerHere(const v1::Feedback& feedback, uint64_t mark, Visit visit) const;
  bool Replaced(store::Sequence event) const;

  Moment NextMoment() const { return {.sequence = first_ + events_->size(), .now = now_}; }

  const store::EventLog* const log_;
  views::Views* const views_;
  notes::Notes* const notes_;
  const store::Sequence first_;
  const base::TimeNs now_;
  std::vector<std::shared_ptr<const Group>> in_flight_;
  std::unique_ptr<views::PreviousAnswers> stored_answers_;  // made when first needed

  std::shared_ptr<views::CommittedGroup> events_;
  std::string payloads_;  // all, one behind the other
  std::vector<size_t> payload_ends_;
  // Index of the newest event of each.
  absl::flat_hash_map<FeedbackId, uint32_t, FeedbackIdHash> newest_;
  // By views::MarkAnswer: the index of the newest answer, and of the one before each.
  absl::flat_hash_map<uint64_t, uint32_t> newest_answer_;
  std::vector<uint32_t> before_;
  absl::flat_hash_set<store::Sequence> replaced_;  // events that this group replaced
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_GROUP_H_
