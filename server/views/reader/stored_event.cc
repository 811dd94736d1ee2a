#include "server/views/reader/stored_event.h"

#include <string>

#include "server/ingest/log_record.h"

namespace voc::views {

absl::StatusOr<storage::v1::FeedbackEvent> ParseEvent(std::string_view payload) {
  storage::v1::FeedbackEvent event;
  if (!ingest::ParseRecord(payload, event)) {
    return absl::DataLossError("a record of the log cannot be parsed");
  }
  return event;
}

absl::StatusOr<storage::v1::FeedbackEvent> ReadEvent(const store::EventLog& log,
                                                     store::Sequence sequence) {
  const absl::StatusOr<std::string> payload = log.Read(sequence);
  if (!payload.ok()) return payload.status();
  return ParseEvent(*payload);
}

}  // namespace voc::views
