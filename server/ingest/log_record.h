#ifndef VOC_SERVER_INGEST_LOG_RECORD_H_
#define VOC_SERVER_INGEST_LOG_RECORD_H_

#include <string>
#include <string_view>

#include "voc/storage/v1/record.pb.h"

namespace voc::ingest {

// An event as the log holds it. feedback_id and content_hash follow from the rest
// and would be a third of what a short answer takes: they are left out when it is
// written and made again when it is read. An event that has a note is about no
// feedback, and has none. Thread-safe.

// Appends the record of an event, which is as it was when this returns.
void AppendRecord(storage::v1::FeedbackEvent& event, std::string& out);

// The same as AppendRecord where `undecided` holds what EncodeUndecided said of the feedback, of
// which nothing has changed since but those fields and feedback_id. So the one thread that decides
// does not walk through what others have just had at hand.
void AppendRecord(storage::v1::FeedbackEvent& event, std::string_view undecided, std::string& out);

// What EncodeUndecided left out of the feedback of a decided event, feedback_id included: the two
// together, in any order, are the feedback's encoding.
std::string EncodeRest(const storage::v1::FeedbackEvent& event);

// False for bytes that are no record.
bool ParseRecord(std::string_view record, storage::v1::FeedbackEvent& event);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_LOG_RECORD_H_
