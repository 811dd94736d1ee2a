#include "server/subscribe/alert_message.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/wire_format_lite.h"
#include "server/alerts/alert.h"
#include "server/ingest/log_record.h"
#include "voc/v1/alert.pb.h"

namespace voc::subscribe {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

size_t HeadBytes(int field, size_t bytes) {
  return WireFormatLite::TagSize(field, WireFormatLite::TYPE_MESSAGE) +
         CodedOutputStream::VarintSize32(static_cast<uint32_t>(bytes));
}

// What precedes a message of `bytes` bytes that is a field of another.
uint8_t* WriteHead(int field, size_t bytes, uint8_t* out) {
  out = WireFormatLite::WriteTagToArray(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out);
  return CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(bytes), out);
}

// The alert as field `field` of a message. The feedback is written from where it is.
SharedBytes EncodeAs(int field, const EncodableEvent& of, const storage::v1::AlertMark& mark,
                     uint64_t sequence) {
  const v1::Alert alone = alerts::BuildAlertAlone(of.event, mark, sequence);
  const v1::Feedback& feedback = of.event.feedback();
  const bool encoded_before = !of.undecided.empty();
  const std::string rest = encoded_before ? ingest::EncodeRest(of.event) : "";
  const size_t alone_bytes = alone.ByteSizeLong();
  const size_t feedback_bytes =
      encoded_before ? rest.size() + of.undecided.size() : feedback.ByteSizeLong();
  const size_t bytes =
      alone_bytes + HeadBytes(v1::Alert::kFeedbackFieldNumber, feedback_bytes) + feedback_bytes;
  auto encoded = std::make_shared<std::string>();
  encoded->resize(HeadBytes(field, bytes) + bytes);
  uint8_t* out = WriteHead(field, bytes, reinterpret_cast<uint8_t*>(encoded->data()));
  out = alone.SerializeWithCachedSizesToArray(out);
  out = WriteHead(v1::Alert::kFeedbackFieldNumber, feedback_bytes, out);
  if (encoded_before) {
    out = std::copy(rest.begin(), rest.end(), out);
    std::copy(of.undecided.begin(), of.undecided.end(), out);
  } else {
    feedback.SerializeWithCachedSizesToArray(out);
  }
  return encoded;
}

// The response with nothing but a cursor, to be followed by its other field.
std::string CursorAlone(const std::string& cursor) {
  v1::WatchAlertsResponse response;
  response.set_cursor(cursor);
  return response.SerializeAsString();
}

}  // namespace

EncodedMessage EncodeAlert(const EncodableEvent& event, const storage::v1::AlertMark& mark,
                           uint64_t sequence, std::string cursor) {
  SharedBytes head = std::make_shared<const std::string>(CursorAlone(cursor));
  SharedBytes alert = EncodeAs(v1::WatchAlertsResponse::kAlertFieldNumber, event, mark, sequence);
  return {.parts = {std::move(head), std::move(alert)}, .cursor = std::move(cursor)};
}

EncodedMessage EncodeBatched(const EncodableEvent& event, const storage::v1::AlertMark& mark,
                             uint64_t sequence) {
  return {.parts = {
              EncodeAs(v1::WatchAlertsResponse::Batch::kAlertsFieldNumber, event, mark, sequence)}};
}

std::vector<EncodedMessage> InBatches(std::vector<EncodedMessage> alerts,
                                      const std::vector<Position>& after, size_t max_batch,
                                      const CursorCodec& cursors) {
  std::vector<EncodedMessage> batches;
  for (size_t begin = 0; begin < alerts.size(); begin += max_batch) {
    const size_t end = std::min(begin + max_batch, alerts.size());
    EncodedMessage& batch = batches.emplace_back();
    batch.cursor = cursors.Encode(after[end - 1]);
    batch.parts.reserve(1 + end - begin);
    batch.parts.emplace_back();  // the head, once it is known how much follows
    size_t bytes = 0;
    for (size_t i = begin; i < end; ++i) {
      bytes += alerts[i].bytes();
      batch.parts.push_back(std::move(alerts[i].parts.front()));
    }
    std::string head = CursorAlone(batch.cursor);
    const size_t cursor_bytes = head.size();
    head.resize(cursor_bytes + HeadBytes(v1::WatchAlertsResponse::kAlertsFieldNumber, bytes));
    WriteHead(v1::WatchAlertsResponse::kAlertsFieldNumber, bytes,
              reinterpret_cast<uint8_t*>(head.data()) + cursor_bytes);
    batch.parts.front() = std::make_shared<const std::string>(std::move(head));
  }
  return batches;
}

}  // namespace voc::subscribe
