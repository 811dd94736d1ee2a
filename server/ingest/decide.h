#ifndef VOC_SERVER_INGEST_DECIDE_H_
#define VOC_SERVER_INGEST_DECIDE_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/views/known_feedback.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::ingest {

// The decide step: what becomes of a command, given what is stored. Pure, so that
// every node that decides the same commands in the same order logs the same
// events.

// What becomes of a submitted feedback whose key is known as `known` (nullptr:
// never seen). What an import took out is UPDATED by whatever comes. Else the same
// content is UNCHANGED; else a smaller client_revision,
// where both have one, or a strictly older claimed time, where both claimed one,
// is SUPERSEDED; else UPDATED.
v1::Outcome Judge(const views::KnownFeedback* known, const SubmitCommand& command);

// The feedback as its newest event left it.
struct Current {
  const storage::v1::FeedbackEvent* event = nullptr;
  store::Sequence sequence = 0;
};

// Where and when an event is about to be logged.
struct Moment {
  store::Sequence sequence = 0;
  base::TimeNs now = 0;
};

// The score the respondent gave before the feedback, on the same metric and
// source; nullopt if none is known. Called only when an alert is raised.
using PreviousScore =
    absl::FunctionRef<absl::StatusOr<std::optional<int32_t>>(const v1::Feedback&)>;

// Completes the event of a command judged CREATED (`current.event` is nullptr) or
// UPDATED. After an error, which is that of `previous_score`, the event is of no use.
absl::Status CompleteEvent(const SubmitCommand& command, Current current, Moment moment,
                           PreviousScore previous_score);

// The event of an exclusion; nullopt if it changes nothing.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> ExcludedEvent(
    const ExcludeCommand& command, Current current, Moment moment);

// The event of a restoration; nullopt if it changes nothing.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> RestoredEvent(
    Current current, Moment moment, PreviousScore previous_score);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_H_
