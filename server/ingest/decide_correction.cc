#include "server/ingest/decide_correction.h"

#include <algorithm>
#include <utility>

#include "server/alerts/lifecycle.h"
#include "server/ingest/annotation.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

bool SayTheSame(const v1::Correction& a, const v1::Correction& b) {
  const auto& themes_a = a.themes().names();
  const auto& themes_b = b.themes().names();
  return a.label() == b.label() && a.has_themes() == b.has_themes() &&
         std::equal(themes_a.begin(), themes_a.end(), themes_b.begin(), themes_b.end()) &&
         a.author() == b.author() && a.note() == b.note();
}

// The current event as the base of one that changes what a human says.
storage::v1::FeedbackEvent After(storage::v1::Change change, Current current, Moment moment) {
  storage::v1::FeedbackEvent event = *current.event;
  event.set_change(change);
  event.set_time_ns(moment.now);
  event.set_previous_sequence(current.sequence);
  event.set_excluded_before(current.event->feedback().has_exclusion());
  event.clear_import_trace();
  return event;
}

}  // namespace

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> CorrectedEvent(
    const CorrectCommand& command, Current current, Moment moment, PreviousScore previous_score) {
  const v1::Feedback& before = current.event->feedback();
  if (before.has_correction() && SayTheSame(before.correction(), command.correction)) {
    return std::nullopt;
  }
  storage::v1::FeedbackEvent event = After(storage::v1::CHANGE_CORRECTED, current, moment);
  v1::Correction correction = command.correction;
  base::SetTimestamp(moment.now, *correction.mutable_correct_time());
  SetCorrection(std::move(correction), *event.mutable_feedback());
  const absl::Status marked =
      alerts::AdvanceMarks(current.event, moment.sequence, previous_score, event);
  if (!marked.ok()) return marked;
  return event;
}

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> WithdrawnEvent(
    Current current, Moment moment, PreviousScore previous_score) {
  if (!current.event->feedback().has_correction()) return std::nullopt;
  storage::v1::FeedbackEvent event =
      After(storage::v1::CHANGE_CORRECTION_WITHDRAWN, current, moment);
  ClearCorrection(*event.mutable_feedback());
  const absl::Status marked =
      alerts::AdvanceMarks(current.event, moment.sequence, previous_score, event);
  if (!marked.ok()) return marked;
  return event;
}

}  // namespace voc::ingest
