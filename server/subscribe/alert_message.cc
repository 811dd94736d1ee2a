#include "server/subscribe/alert_message.h"

#include <algorithm>
#include <cstdint>
#include <memory>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "google/protobuf/wire_format_lite.h"

namespace voc::subscribe {
namespace {

// What precedes a message of `bytes` bytes that is field `number` of another.
std::string FieldHead(int number, size_t bytes) {
  using google::protobuf::internal::WireFormatLite;
  std::string head;
  google::protobuf::io::StringOutputStream stream(&head);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.WriteTag(WireFormatLite::MakeTag(number, WireFormatLite::WIRETYPE_LENGTH_DELIMITED));
  coded.WriteVarint32(static_cast<uint32_t>(bytes));
  coded.Trim();
  return head;
}

// A response up to where field `number` of `bytes` bytes begins.
SharedBytes ResponseHead(const std::string& cursor, int number, size_t bytes) {
  v1::WatchAlertsResponse cursor_alone;
  cursor_alone.set_cursor(cursor);
  return std::make_shared<const std::string>(cursor_alone.SerializeAsString() +
                                             FieldHead(number, bytes));
}

}  // namespace

EncodedMessage EncodeAlert(const v1::Alert& alert, std::string cursor) {
  auto body = std::make_shared<const std::string>(alert.SerializeAsString());
  SharedBytes head = ResponseHead(cursor, v1::WatchAlertsResponse::kAlertFieldNumber, body->size());
  return {.parts = {std::move(head), std::move(body)}, .cursor = std::move(cursor)};
}

std::vector<EncodedMessage> InBatches(std::vector<EncodedMessage> messages, size_t max_batch) {
  if (max_batch == 1) return messages;
  std::vector<EncodedMessage> batches;
  for (size_t begin = 0; begin < messages.size(); begin += max_batch) {
    const size_t end = std::min(begin + max_batch, messages.size());
    EncodedMessage& batch = batches.emplace_back();
    batch.cursor = std::move(messages[end - 1].cursor);
    batch.parts.emplace_back();  // the head, once it is known how much follows
    size_t bytes = 0;
    for (size_t i = begin; i < end; ++i) {
      SharedBytes& body = messages[i].parts.back();
      batch.parts.push_back(std::make_shared<const std::string>(
          FieldHead(v1::WatchAlertsResponse::Batch::kAlertsFieldNumber, body->size())));
      bytes += batch.parts.back()->size() + body->size();
      batch.parts.push_back(std::move(body));
    }
    batch.parts.front() =
        ResponseHead(batch.cursor, v1::WatchAlertsResponse::kAlertsFieldNumber, bytes);
  }
  return batches;
}

}  // namespace voc::subscribe
