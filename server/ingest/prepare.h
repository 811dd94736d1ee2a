#ifndef VOC_SERVER_INGEST_PREPARE_H_
#define VOC_SERVER_INGEST_PREPARE_H_

#include <memory>
#include <string_view>
#include <vector>

#include "google/protobuf/arena.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "server/ingest/command.h"
#include "server/ingest/keyed_write.h"
#include "server/ingest/known_sources.h"
#include "server/sentiment/annotator.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// What is true of all feedback of a request: what it is held to beside its validity, and what
// brings it.
struct Admission {
  const KeyedWrite* keyed = nullptr;  // null: not written with a source key
  KnownSources* known = nullptr;      // null: any source will do
  std::string_view import_id;         // the import that brings it; empty: none
};

// Turns what a client sent into a command: validated, normalised, its key and
// content hashed, its text annotated. A bad feedback gives a RejectCommand. The
// feedback lies on the arena and is taken over by the command, which shares the
// arena's ownership. Otherwise pure; any thread, one at a time for an arena.
Command Prepare(v1::Feedback* feedback, const std::shared_ptr<google::protobuf::Arena>& arena,
                const sentiment::Annotator& annotator, const Admission& admission = {});

// The same for all feedback of a request, a command for each.
std::vector<Command> PrepareAll(google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                                const std::shared_ptr<google::protobuf::Arena>& arena,
                                const sentiment::Annotator& annotator,
                                const Admission& admission = {});

// The same for a display, which becomes an event of its own on the arena.
Command PrepareDisplay(const v1::Display& display,
                       const std::shared_ptr<google::protobuf::Arena>& arena,
                       const Admission& admission = {});

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_PREPARE_H_
