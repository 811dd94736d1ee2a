#ifndef VOC_SERVER_INGEST_IMPORT_TRACE_H_
#define VOC_SERVER_INGEST_IMPORT_TRACE_H_

#include <memory>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/ingest/decide.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::ingest {

// What events say of the imports that touched a feedback (storage.v1.ImportTrace). The touches
// of one import that follow each other are a run. Pure.

// Reads an event that was decided before.
using ReadEvent =
    absl::FunctionRef<absl::StatusOr<std::shared_ptr<const storage::v1::FeedbackEvent>>(
        store::Sequence)>;

// The trace of an event; empty where an import had no part in it. Follows rescores back to what
// they heard, and knows what was logged before traces were kept.
absl::StatusOr<storage::v1::ImportTrace> TraceOf(const storage::v1::FeedbackEvent& event,
                                                 ReadEvent read);

// The trace of an event that the import is about to make.
storage::v1::ImportTrace TraceAfter(Current current, std::string_view import_id);

// Whether the event begins a run of the import.
bool BeginsRun(const storage::v1::FeedbackEvent& event, std::string_view import_id);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_IMPORT_TRACE_H_
