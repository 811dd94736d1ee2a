#include "server/ingest/decide.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/alerts/lifecycle.h"
#include "server/ingest/annotation.h"
#include "server/ingest/import_trace.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

bool IsOlder(const views::KnownFeedback& known, const SubmitCommand& command) {
  const v1::Feedback& feedback = command.event->feedback();
  if (known.client_revision != 0 && feedback.client_revision() != 0) {
    return feedback.client_revision() < known.client_revision;
  }
  return known.claimed && feedback.has_collected_at() &&
         base::FromTimestamp(feedback.collected_at()) < known.collected_at;
}

}  // namespace

v1::Outcome Judge(const views::KnownFeedback* known, const SubmitCommand& command) {
  if (known == nullptr) return v1::OUTCOME_CREATED;
  // That somebody was asked does not change.
  if (command.event->has_asked()) return v1::OUTCOME_UNCHANGED;
  // What an import took out counts for nothing, its times neither.
  if (known->excluded_by_import) return v1::OUTCOME_UPDATED;
  const v1::Feedback& feedback = command.event->feedback();
  // A repeat without a time has the stored one as its content.
  const bool same_time = !feedback.has_collected_at() ||
                         base::FromTimestamp(feedback.collected_at()) == known->collected_at;
  // To give the language that was detected is no news; to give none is, where one
  // was given before.
  const bool same_language = command.language_given
                                 ? views::MarkLanguage(feedback.language()) == known->language
                                 : !known->language_given;
  if (same_time && same_language && command.content_hash == known->content_hash) {
    return v1::OUTCOME_UNCHANGED;
  }
  return IsOlder(*known, command) ? v1::OUTCOME_SUPERSEDED : v1::OUTCOME_UPDATED;
}

absl::Status CompleteEvent(const SubmitCommand& command, Current current, Moment moment,
                           PreviousScore previous_score) {
  storage::v1::FeedbackEvent& event = *command.event;
  v1::Feedback& feedback = *event.mutable_feedback();
  const bool claimed = feedback.has_collected_at();
  feedback.set_sequence(moment.sequence);
  base::SetTimestamp(moment.now, *feedback.mutable_ingested_at());
  event.set_time_ns(moment.now);
  if (current.event == nullptr) {
    event.set_change(event.has_asked() ? storage::v1::CHANGE_DISPLAYED
                                       : storage::v1::CHANGE_CREATED);
    feedback.set_revision(1);
    event.set_collected_at_claimed(claimed);
    if (!claimed) base::SetTimestamp(moment.now, *feedback.mutable_collected_at());
    event.set_backfill(base::FromTimestamp(feedback.collected_at()) <
                       moment.now - alerts::kBackfillAgeNs);
  } else {
    const v1::Feedback& before = current.event->feedback();
    event.set_change(storage::v1::CHANGE_UPDATED);
    feedback.set_revision(before.revision() + 1);
    event.set_collected_at_claimed(claimed || current.event->collected_at_claimed());
    if (!claimed) *feedback.mutable_collected_at() = before.collected_at();
    if (before.has_exclusion() && before.exclusion().kind() != v1::EXCLUSION_KIND_IMPORT) {
      *feedback.mutable_exclusion() = before.exclusion();
    }
    // Said of that text.
    if (before.has_correction() && SameText(before, feedback)) {
      SetCorrection(before.correction(), feedback);
    }
    event.set_backfill(current.event->backfill());
    event.set_previous_sequence(current.sequence);
    event.set_excluded_before(before.has_exclusion());
    if (!feedback.import_id().empty()) {
      *event.mutable_import_trace() = TraceAfter(current, feedback.import_id());
    }
  }
  if (current.event == nullptr && command.matches_nothing) return absl::OkStatus();
  return alerts::AdvanceMarks(current.event, moment.sequence, previous_score, event);
}

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> ExcludedEvent(
    const ExcludeCommand& command, Current current, Moment moment) {
  const v1::Feedback& before = current.event->feedback();
  if (before.has_exclusion() && before.exclusion().kind() == command.kind &&
      before.exclusion().reason() == command.reason) {
    return std::nullopt;
  }
  storage::v1::FeedbackEvent event = *current.event;
  event.set_change(storage::v1::CHANGE_EXCLUDED);
  event.set_time_ns(moment.now);
  event.set_previous_sequence(current.sequence);
  event.set_excluded_before(before.has_exclusion());
  event.clear_import_trace();
  v1::Exclusion& exclusion = *event.mutable_feedback()->mutable_exclusion();
  exclusion.set_kind(command.kind);
  exclusion.set_reason(command.reason);
  exclusion.clear_import_id();
  base::SetTimestamp(moment.now, *exclusion.mutable_exclude_time());
  // An exclusion raises nothing.
  const auto no_score = [](const v1::Feedback&) -> absl::StatusOr<std::optional<int32_t>> {
    return std::nullopt;
  };
  const absl::Status marked = alerts::AdvanceMarks(current.event, moment.sequence, no_score, event);
  if (!marked.ok()) return marked;
  return event;
}

absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> RestoredEvent(
    Current current, Moment moment, PreviousScore previous_score) {
  if (!current.event->feedback().has_exclusion()) return std::nullopt;
  storage::v1::FeedbackEvent event = *current.event;
  event.set_change(storage::v1::CHANGE_RESTORED);
  event.set_time_ns(moment.now);
  event.set_previous_sequence(current.sequence);
  event.set_excluded_before(true);
  event.clear_import_trace();
  event.mutable_feedback()->clear_exclusion();
  const absl::Status marked =
      alerts::AdvanceMarks(current.event, moment.sequence, previous_score, event);
  if (!marked.ok()) return marked;
  return event;
}

}  // namespace voc::ingest
