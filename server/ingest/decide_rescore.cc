#include "server/ingest/decide_rescore.h"

#include "server/alerts/lifecycle.h"
#include "server/ingest/annotation.h"

namespace voc::ingest {
namespace {

// Whether the annotator would still be given what it was given.
bool HearsTheSame(const storage::v1::FeedbackEvent& read, const storage::v1::FeedbackEvent& now) {
  return SameText(read.feedback(), now.feedback()) &&
         read.language_given() == now.language_given() &&
         (!read.language_given() || read.feedback().language() == now.feedback().language());
}

}  // namespace

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> RescoredEvent(
    const RescoreCommand& command, Current current, Moment moment, PreviousScore previous_score) {
  if (current.sequence != command.read_sequence && !HearsTheSame(*command.read, *current.event)) {
    return std::nullopt;
  }
  const v1::Annotation before = HeardIn(current.event->feedback());
  if (SameVersions(before, command.heard) || SayTheSame(before, command.heard)) {
    return std::nullopt;
  }
  storage::v1::FeedbackEvent event = *current.event;
  event.set_change(storage::v1::CHANGE_RESCORED);
  event.set_time_ns(moment.now);
  event.set_previous_sequence(current.sequence);
  event.set_excluded_before(current.event->feedback().has_exclusion());
  SetHeard(command.heard, event);
  const absl::Status marked =
      alerts::AdvanceMarks(current.event, moment.sequence, previous_score, event);
  if (!marked.ok()) return marked;
  return event;
}

}  // namespace voc::ingest
