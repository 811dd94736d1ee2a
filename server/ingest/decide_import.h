#ifndef VOC_SERVER_INGEST_DECIDE_IMPORT_H_
#define VOC_SERVER_INGEST_DECIDE_IMPORT_H_

#include <optional>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/decide.h"
#include "server/ingest/import_trace.h"

namespace voc::ingest {

// What an import leaves out, and what its undo and redo make of a feedback. Pure.

// The event of what is left out (kind IMPORT); nullopt for feedback that is out already,
// whoever took it out.
absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> LeftOutEvent(
    const LeaveOutCommand& command, Current current, Moment moment);

// Whether an import is noted as UNDONE.
using IsUndone = absl::FunctionRef<bool(std::string_view import_id)>;

struct Undone {
  // nullopt if the feedback is as it should be.
  std::optional<storage::v1::FeedbackEvent> event;
  // Whether what the import did, where the event that was read began, is out now: false where
  // somebody touched the feedback since, and of a redo.
  bool out = false;
};

// Moves a feedback to how it was before all imports that are undone: the runs of those on top
// of its history are passed over, from the newest down, and what they stand on has its state
// again; where that is nothing, the feedback is excluded (kind IMPORT). `command.import_id` counts
// as undone for an undo and as not undone for a redo, whatever is noted of it. So the
// order of undos and redos does not matter.
absl::StatusOr<Undone> UndoneEvent(const UndoCommand& command, Current current, Moment moment,
                                   PreviousScore previous_score, IsUndone is_undone,
                                   ReadEvent read);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_IMPORT_H_
