#include "server/ingest/log_record.h"

#include "server/ingest/content_hash.h"
#include "server/ingest/feedback_key.h"

namespace voc::ingest {

void AppendRecord(storage::v1::FeedbackEvent& event, std::string& out) {
  if (event.has_note()) {
    event.AppendToString(&out);
    return;
  }
  std::string id;
  std::string hash;
  id.swap(*event.mutable_feedback()->mutable_feedback_id());
  hash.swap(*event.mutable_content_hash());
  event.AppendToString(&out);
  id.swap(*event.mutable_feedback()->mutable_feedback_id());
  hash.swap(*event.mutable_content_hash());
}

bool ParseRecord(std::string_view record, storage::v1::FeedbackEvent& event) {
  if (!event.ParseFromArray(record.data(), static_cast<int>(record.size()))) return false;
  if (event.has_note()) return true;
  event.mutable_feedback()->set_feedback_id(FeedbackIdOf(event.feedback()).ToHex());
  const ContentHash hash = HashContent(event.feedback());
  event.set_content_hash(hash.data(), hash.size());
  return true;
}

}  // namespace voc::ingest
