#include "server/ingest/decide_import.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/alerts/lifecycle.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

using storage::v1::FeedbackEvent;
using storage::v1::ImportTrace;

// A state of a feedback: that after an event; none without one.
struct State {
  std::shared_ptr<const FeedbackEvent> event;
  store::Sequence sequence = 0;
};

absl::StatusOr<State> ReadState(store::Sequence sequence, ReadEvent read) {
  if (sequence == 0) return State();
  absl::StatusOr<std::shared_ptr<const FeedbackEvent>> event = read(sequence);
  if (!event.ok()) return event.status();
  return State{.event = *std::move(event), .sequence = sequence};
}

// What stands of `state` while these imports are undone. Every run that is passed over is
// told to `pass`.
absl::StatusOr<State> WithoutUndone(State state, IsUndone is_undone, ReadEvent read,
                                    absl::FunctionRef<void(const ImportTrace&)> pass) {
  while (state.event != nullptr) {
    const absl::StatusOr<ImportTrace> trace = TraceOf(*state.event, read);
    if (!trace.ok()) return trace.status();
    store::Sequence below = trace->full_sequence();
    if (below == 0) {
      if (trace->import_id().empty() || !is_undone(trace->import_id())) break;
      pass(*trace);
      below = trace->base_sequence();
    }
    absl::StatusOr<State> next = ReadState(below, read);
    if (!next.ok()) return next.status();
    state = *std::move(next);
  }
  return state;
}

// The event that gives the feedback the state again.
FeedbackEvent BackTo(const FeedbackEvent& state, Current current, Moment moment) {
  const v1::Feedback& before = current.event->feedback();
  if (state.feedback().sequence() == before.sequence()) {
    // The same content: it was left out alone, or is.
    FeedbackEvent event = *current.event;
    v1::Feedback& feedback = *event.mutable_feedback();
    feedback.clear_exclusion();
    if (state.feedback().has_exclusion()) {
      *feedback.mutable_exclusion() = state.feedback().exclusion();
    }
    event.set_change(feedback.has_exclusion() ? storage::v1::CHANGE_EXCLUDED
                                              : storage::v1::CHANGE_RESTORED);
    return event;
  }
  FeedbackEvent event = state;
  event.set_change(storage::v1::CHANGE_UPDATED);
  event.set_backfill(current.event->backfill());
  v1::Feedback& feedback = *event.mutable_feedback();
  feedback.set_sequence(moment.sequence);
  feedback.set_revision(before.revision() + 1);
  base::SetTimestamp(moment.now, *feedback.mutable_ingested_at());
  return event;
}

// The event that takes the feedback out, since nothing is left of it without the import.
FeedbackEvent TakenOut(const std::string& import_id, Current current, Moment moment) {
  FeedbackEvent event = *current.event;
  event.set_change(storage::v1::CHANGE_EXCLUDED);
  v1::Exclusion& exclusion = *event.mutable_feedback()->mutable_exclusion();
  exclusion.set_kind(v1::EXCLUSION_KIND_IMPORT);
  exclusion.set_reason(absl::StrCat("the import ", import_id, " was undone"));
  exclusion.set_import_id(import_id);
  base::SetTimestamp(moment.now, *exclusion.mutable_exclude_time());
  return event;
}

}  // namespace

absl::StatusOr<std::optional<FeedbackEvent>> LeftOutEvent(const LeaveOutCommand& command,
                                                          Current current, Moment moment) {
  if (current.event->feedback().has_exclusion()) return std::nullopt;
  absl::StatusOr<std::optional<FeedbackEvent>> event =
      ExcludedEvent({.id = command.id, .kind = v1::EXCLUSION_KIND_IMPORT, .reason = command.reason},
                    current, moment);
  if (event.ok() && event->has_value()) {
    *(*event)->mutable_import_trace() = TraceAfter(current, command.import_id);
  }
  return event;
}

absl::StatusOr<Undone> UndoneEvent(const UndoCommand& command, Current current, Moment moment,
                                   PreviousScore previous_score, IsUndone is_undone,
                                   ReadEvent read) {
  const absl::StatusOr<ImportTrace> run = TraceOf(*command.read, read);
  if (!run.ok()) return run.status();
  const absl::StatusOr<ImportTrace> trace = TraceOf(*current.event, read);
  if (!trace.ok()) return trace.status();
  const bool moved = trace->full_sequence() != 0;
  // Not owned: it outlives this.
  State full{.event = {std::shared_ptr<void>(), current.event}, .sequence = current.sequence};
  if (moved) {
    absl::StatusOr<State> read_full = ReadState(trace->full_sequence(), read);
    if (!read_full.ok()) return read_full.status();
    full = *std::move(read_full);
  }

  Undone undone;
  std::string newest_passed;
  const auto counts_as_undone = [&](std::string_view import_id) {
    return import_id == command.import_id ? !command.redo : is_undone(import_id);
  };
  const absl::StatusOr<State> stands =
      WithoutUndone(full, counts_as_undone, read, [&](const ImportTrace& passed) {
        if (newest_passed.empty()) newest_passed = passed.import_id();
        undone.out |= passed.import_id() == command.import_id &&
                      passed.base_sequence() == run->base_sequence();
      });
  if (!stands.ok()) return stands.status();
  if (stands->sequence == (moved ? trace->state_sequence() : current.sequence)) return undone;

  FeedbackEvent event = stands->event == nullptr ? TakenOut(newest_passed, current, moment)
                                                 : BackTo(*stands->event, current, moment);
  event.set_time_ns(moment.now);
  event.set_previous_sequence(current.sequence);
  event.set_excluded_before(current.event->feedback().has_exclusion());
  event.clear_import_trace();
  event.mutable_import_trace()->set_full_sequence(full.sequence);
  event.mutable_import_trace()->set_state_sequence(stands->sequence);
  const absl::Status marked =
      alerts::AdvanceMarks(current.event, moment.sequence, previous_score, event);
  if (!marked.ok()) return marked;
  undone.event = std::move(event);
  return undone;
}

}  // namespace voc::ingest
