#include "server/ingest/import_trace.h"

#include <string>
#include <utility>

namespace voc::ingest {
namespace {

using storage::v1::FeedbackEvent;
using storage::v1::ImportTrace;

bool BroughtContent(const FeedbackEvent& event) {
  return !event.feedback().import_id().empty() && (event.change() == storage::v1::CHANGE_CREATED ||
                                                   event.change() == storage::v1::CHANGE_UPDATED);
}

// Before traces were kept.
bool WasUndone(const FeedbackEvent& event) {
  return event.change() == storage::v1::CHANGE_EXCLUDED &&
         event.feedback().exclusion().kind() == v1::EXCLUSION_KIND_IMPORT &&
         !event.feedback().exclusion().import_id().empty();
}

// What the event says on its own.
ImportTrace OwnTrace(const FeedbackEvent& event) {
  if (event.has_import_trace()) return event.import_trace();
  ImportTrace trace;
  if (BroughtContent(event)) {
    trace.set_import_id(event.feedback().import_id());
    trace.set_base_sequence(event.previous_sequence());
  } else if (WasUndone(event)) {
    trace.set_full_sequence(event.previous_sequence());
  }
  return trace;
}

}  // namespace

absl::StatusOr<ImportTrace> TraceOf(const FeedbackEvent& event, ReadEvent read) {
  std::shared_ptr<const FeedbackEvent> heard;
  const FeedbackEvent* at = &event;
  while (at->change() == storage::v1::CHANGE_RESCORED && !at->has_import_trace()) {
    absl::StatusOr<std::shared_ptr<const FeedbackEvent>> before = read(at->previous_sequence());
    if (!before.ok()) return before.status();
    heard = *std::move(before);
    at = heard.get();
  }
  return OwnTrace(*at);
}

ImportTrace TraceAfter(Current current, std::string_view import_id) {
  ImportTrace trace = OwnTrace(*current.event);
  // Else a run begins.
  if (trace.import_id() != import_id) {
    trace.Clear();
    trace.set_import_id(std::string(import_id));
    trace.set_base_sequence(current.sequence);
  }
  return trace;
}

bool BeginsRun(const FeedbackEvent& event, std::string_view import_id) {
  if (event.change() == storage::v1::CHANGE_RESCORED) return false;
  const ImportTrace trace = OwnTrace(event);
  return trace.import_id() == import_id && trace.base_sequence() == event.previous_sequence();
}

}  // namespace voc::ingest
