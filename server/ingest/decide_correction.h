#ifndef VOC_SERVER_INGEST_DECIDE_CORRECTION_H_
#define VOC_SERVER_INGEST_DECIDE_CORRECTION_H_

#include <optional>

#include "absl/status/statusor.h"
#include "server/ingest/decide.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::ingest {

// What becomes of a human's word on a text. Pure, as all of the decide step. Neither
// changes revision or sequence of the feedback.

// The event of a correction, which replaces an earlier one; nullopt if it changes
// nothing. The feedback has a text.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> CorrectedEvent(
    const CorrectCommand& command, Current current, Moment moment, PreviousScore previous_score);

// The event of a correction's withdrawal; nullopt if there is none.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> WithdrawnEvent(
    Current current, Moment moment, PreviousScore previous_score);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_CORRECTION_H_
