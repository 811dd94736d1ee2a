#ifndef VOC_SERVER_INGEST_DECIDE_NOTE_H_
#define VOC_SERVER_INGEST_DECIDE_NOTE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/decide.h"
#include "server/ingest/decided_note.h"
#include "server/notes/notes.h"

namespace voc::ingest {

// Decides a note, given what is noted. NOT_FOUND for an unknown mark (MARK_NOT_FOUND) or
// import (IMPORT_NOT_FOUND); RESOURCE_EXHAUSTED (TOO_MANY_MARKS) beyond notes::kMaxMarks;
// FAILED_PRECONDITION for an import that cannot go on, since it is UNDONE (IMPORT_UNDONE),
// or cannot be UNDONE, since it is RUNNING (IMPORT_RUNNING). Of sources see decide_source.h. Pure.
absl::StatusOr<DecidedNote> DecideNote(const NoteCommand& command, const notes::Notes& notes,
                                       Moment moment);

// OK if feedback may come in under this id, that of a RUNNING import; else
// FAILED_PRECONDITION (IMPORT_NOT_RUNNING).
absl::Status CheckRunning(std::string_view import_id, const notes::Notes& notes);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_NOTE_H_
