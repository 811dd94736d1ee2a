#ifndef VOC_SERVER_ALERTS_LIFECYCLE_H_
#define VOC_SERVER_ALERTS_LIFECYCLE_H_

#include <cstdint>
#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/base/clock.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::alerts {

// Feedback older than this when it first comes in raises alerts marked
// `backfill`, which are not streamed unless asked for.
inline constexpr base::TimeNs kBackfillAgeNs = 72LL * 3600 * base::kNsPerSecond;

// The score that the feedback's respondent gave before it on the same metric and
// source, if any. An error ends the step.
using PreviousScore =
    absl::FunctionRef<absl::StatusOr<std::optional<int32_t>>(const v1::Feedback& feedback)>;

// Sets event.alerts: where each alert of the feedback stands after the event,
// in rule order, dismissed ones included.
//
// `event` is complete but for its alerts (any that are there are replaced) and
// is about to be logged at `sequence`; `before` is the event before it of the
// same feedback, nullptr for the first. An alert is active if its rule matches
// and the feedback is not excluded:
//   active                      -> OPEN, one version on (1 when new), no note
//   not active, never raised    -> nothing
//   not active, was OPEN        -> DISMISSED, one version on, with a note why
//   not active, was DISMISSED   -> one version on if the note is another, else
//                                  as it was, its sequence included
// What the event sends are the marks whose sequence is `sequence`.
//
// A rescore (event.change) only raises and dismisses: an alert that stands where it stood
// stays as it was, since nobody did anything. What it makes of feedback that was collected
// more than kBackfillAgeNs before event.time_ns is backfill, and so is what follows from
// an alert it raised, until somebody else raises that again.
//
// `previous_score` is called once at most, and only when an alert is raised or
// raised again; its error is returned, and event.alerts is then unspecified.
// Otherwise pure.
absl::Status AdvanceMarks(const storage::v1::FeedbackEvent* before, uint64_t sequence,
                          PreviousScore previous_score, storage::v1::FeedbackEvent& event);

}  // namespace voc::alerts

#endif  // VOC_SERVER_ALERTS_LIFECYCLE_H_
