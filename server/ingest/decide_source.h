#ifndef VOC_SERVER_INGEST_DECIDE_SOURCE_H_
#define VOC_SERVER_INGEST_DECIDE_SOURCE_H_

#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "server/ingest/decide.h"
#include "server/ingest/decided_note.h"
#include "server/notes/notes.h"

namespace voc::ingest {

// Decide the commands about sources, given what is noted; keys were drawn and times are those of
// the moment, so that all who decide the same come to the same. Pure.

// ALREADY_EXISTS (SOURCE_EXISTS); RESOURCE_EXHAUSTED (TOO_MANY_SOURCES) beyond notes::kMaxSources
// or notes::kMaxSourceBytes.
absl::StatusOr<DecidedNote> DecideSource(const CreateSource& command, const notes::Notes& notes,
                                         Moment moment);
// NOT_FOUND (SOURCE_NOT_FOUND); INVALID_ARGUMENT names every bad field of what it would become;
// RESOURCE_EXHAUSTED as above. The key of a token key that is known under the same key_id and
// algorithm stays where none is given.
absl::StatusOr<DecidedNote> DecideSource(const UpdateSource& command, const notes::Notes& notes,
                                         Moment moment);
// NOT_FOUND (SOURCE_NOT_FOUND); RESOURCE_EXHAUSTED (TOO_MANY_KEYS) beyond notes::kMaxSourceKeys.
absl::StatusOr<DecidedNote> DecideSource(const CreateSourceKey& command, const notes::Notes& notes,
                                         Moment moment);
// NOT_FOUND (SOURCE_NOT_FOUND, KEY_NOT_FOUND).
absl::StatusOr<DecidedNote> DecideSource(const RevokeSourceKey& command, const notes::Notes& notes,
                                         Moment moment);

// NOT_FOUND (SOURCE_NOT_FOUND).
absl::Status NoSuchSource(std::string_view source_id);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_DECIDE_SOURCE_H_
