#include "server/ingest/log_record.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <array>
#include <cstddef>
#include <cstdint>

#include "server/ingest/content_hash.h"
#include "server/ingest/feedback_key.h"

namespace voc::ingest {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

// Two varints of at most ten bytes, two times of at most eighteen, and their tags and lengths.
constexpr size_t kMaxDecidedBytes = 64;
// A tag and a length.
constexpr size_t kMaxHeadBytes = 10;

void AppendBytes(const uint8_t* begin, const uint8_t* end, std::string& out) {
  out.append(reinterpret_cast<const char*>(begin), static_cast<size_t>(end - begin));
}

uint8_t* WriteHead(int field, size_t bytes, uint8_t* out) {
  out = WireFormatLite::WriteTagToArray(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out);
  return CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(bytes), out);
}

uint8_t* WriteTime(int field, const Timestamp& time, uint8_t* out) {
  out = WriteHead(field, time.ByteSizeLong(), out);
  return time.SerializeWithCachedSizesToArray(out);
}

// Writes what EncodeUndecided leaves out.
uint8_t* WriteDecided(const storage::v1::FeedbackEvent& event, const v1::Feedback& feedback,
                      uint8_t* out) {
  out = WireFormatLite::WriteUInt64ToArray(v1::Feedback::kSequenceFieldNumber, feedback.sequence(),
                                           out);
  out = WireFormatLite::WriteUInt32ToArray(v1::Feedback::kRevisionFieldNumber, feedback.revision(),
                                           out);
  if (!event.collected_at_claimed()) {
    out = WriteTime(v1::Feedback::kCollectedAtFieldNumber, feedback.collected_at(), out);
  }
  return WriteTime(v1::Feedback::kIngestedAtFieldNumber, feedback.ingested_at(), out);
}

}  // namespace

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

std::string_view EncodeUndecided(const v1::Feedback& feedback, google::protobuf::Arena& arena) {
  const size_t bytes = feedback.ByteSizeLong();
  char* const encoded = google::protobuf::Arena::CreateArray<char>(&arena, bytes);
  feedback.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t*>(encoded));
  return {encoded, bytes};
}

void AppendRecord(storage::v1::FeedbackEvent& event, std::string_view undecided, std::string& out) {
  std::string hash;
  hash.swap(*event.mutable_content_hash());
  v1::Feedback* const feedback = event.unsafe_arena_release_feedback();
  event.AppendToString(&out);
  event.unsafe_arena_set_allocated_feedback(feedback);
  hash.swap(*event.mutable_content_hash());

  std::array<uint8_t, kMaxDecidedBytes> decided;
  const uint8_t* const decided_end = WriteDecided(event, *feedback, decided.data());
  const auto decided_bytes = static_cast<size_t>(decided_end - decided.data());
  std::array<uint8_t, kMaxHeadBytes> head;
  const uint8_t* const head_end = WriteHead(storage::v1::FeedbackEvent::kFeedbackFieldNumber,
                                            decided_bytes + undecided.size(), head.data());
  AppendBytes(head.data(), head_end, out);
  AppendBytes(decided.data(), decided_end, out);
  out.append(undecided);
}

std::string EncodeRest(const storage::v1::FeedbackEvent& event) {
  const v1::Feedback& feedback = event.feedback();
  std::array<uint8_t, kMaxDecidedBytes> decided;
  const uint8_t* const decided_end = WriteDecided(event, feedback, decided.data());
  std::array<uint8_t, kMaxHeadBytes> head;
  const uint8_t* const head_end =
      WriteHead(v1::Feedback::kFeedbackIdFieldNumber, feedback.feedback_id().size(), head.data());
  std::string rest;
  rest.reserve(kMaxDecidedBytes + kMaxHeadBytes + feedback.feedback_id().size());
  AppendBytes(decided.data(), decided_end, rest);
  AppendBytes(head.data(), head_end, rest);
  return rest.append(feedback.feedback_id());
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
