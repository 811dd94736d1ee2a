#ifndef VOC_SERVER_INGEST_DECIDE_IMPORT_H_
#define VOC_SERVER_INGEST_DECIDE_IMPORT_H_

#include <optional>

#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/decide.h"

namespace voc::ingest {

// What an import takes out and puts back (kind IMPORT). Pure.

// The event of what is left out; nullopt for feedback that is out already, whoever
// took it out.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> LeftOutEvent(
    const LeaveOutCommand& command, Current current, Moment moment);

// The event that takes a feedback out since its import was undone; nullopt unless the event
// that was read brought its newest content and nobody took it out before. A redo: the event
// that puts back what that took out, and nullopt for all else.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> UndoneEvent(const UndoCommand& command,
                                                                      Current current,
                                                                      Moment moment,
                                                                      PreviousScore previous_score);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_IMPORT_H_
