#ifndef VOC_SERVER_VIEWS_READER_STORED_EVENT_H_
#define VOC_SERVER_VIEWS_READER_STORED_EVENT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::views {

// The event of a log record. DATA_LOSS if it is none.
absl::StatusOr<storage::v1::FeedbackEvent> ParseEvent(std::string_view payload);

// As ParseEvent, of the record at `sequence`; also the errors of EventLog::Read.
absl::StatusOr<storage::v1::FeedbackEvent> ReadEvent(const store::EventLog& log,
                                                     store::Sequence sequence);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_STORED_EVENT_H_
