#include "server/ingest/decide_import.h"

#include "absl/strings/str_cat.h"

namespace voc::ingest {

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> LeftOutEvent(
    const LeaveOutCommand& command, Current current, Moment moment) {
  if (current.event->feedback().has_exclusion()) return std::nullopt;
  return ExcludedEvent(
      {.id = command.id, .kind = v1::EXCLUSION_KIND_IMPORT, .reason = command.reason}, current,
      moment);
}

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> UndoneEvent(
    const UndoCommand& command, Current current, Moment moment, PreviousScore previous_score) {
  const v1::Feedback& before = current.event->feedback();
  if (before.sequence() != command.read_sequence) return std::nullopt;
  if (command.redo) {
    if (before.exclusion().import_id() != command.import_id) return std::nullopt;
    return RestoredEvent(current, moment, previous_score);
  }
  if (before.has_exclusion()) return std::nullopt;
  absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event =
      ExcludedEvent({.id = command.id,
                     .kind = v1::EXCLUSION_KIND_IMPORT,
                     .reason = absl::StrCat("the import ", command.import_id, " was undone")},
                    current, moment);
  if (event.ok() && event->has_value()) {
    (*event)->mutable_feedback()->mutable_exclusion()->set_import_id(command.import_id);
  }
  return event;
}

}  // namespace voc::ingest
