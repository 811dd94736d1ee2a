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
// An enum and a time of at most ten bytes each, three flags, and their tags.
constexpr size_t kMaxPlainBytes = 32;

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

// Whether nothing is there but what WritePlain writes, the feedback and the content hash: so it
// is with most, the first of their feedback and no alert.
bool IsPlain(const storage::v1::FeedbackEvent& event) {
  return event.alerts().empty() && event.previous_sequence() == 0 && !event.excluded_before() &&
         !event.has_note() && !event.has_asked() && !event.has_import_trace();
}

// Writes a plain event, as protobuf would but in a tenth of the time, without its feedback.
uint8_t* WritePlain(const storage::v1::FeedbackEvent& event, uint8_t* out) {
  using Event = storage::v1::FeedbackEvent;
  const auto flag = [&](int field, bool value) {
    if (value) out = WireFormatLite::WriteBoolToArray(field, value, out);
  };
  if (event.change() != storage::v1::CHANGE_UNSPECIFIED) {
    out = WireFormatLite::WriteEnumToArray(Event::kChangeFieldNumber, event.change(), out);
  }
  if (event.time_ns() != 0) {
    out = WireFormatLite::WriteInt64ToArray(Event::kTimeNsFieldNumber, event.time_ns(), out);
  }
  flag(Event::kCollectedAtClaimedFieldNumber, event.collected_at_claimed());
  flag(Event::kLanguageGivenFieldNumber, event.language_given());
  flag(Event::kBackfillFieldNumber, event.backfill());
  return out;
}

// Appends all of an event but its feedback and content hash.
void AppendAllButFeedback(storage::v1::FeedbackEvent& event, std::string& out) {
  if (IsPlain(event)) {
    std::array<uint8_t, kMaxPlainBytes> plain;
    AppendBytes(plain.data(), WritePlain(event, plain.data()), out);
    return;
  }
  std::string hash;
  hash.swap(*event.mutable_content_hash());
  v1::Feedback* const feedback = event.unsafe_arena_release_feedback();
  event.AppendToString(&out);
  event.unsafe_arena_set_allocated_feedback(feedback);
  hash.swap(*event.mutable_content_hash());
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

void AppendRecord(storage::v1::FeedbackEvent& event, std::string_view undecided, std::string& out) {
  AppendAllButFeedback(event, out);
  std::array<uint8_t, kMaxDecidedBytes> decided;
  const uint8_t* const decided_end = WriteDecided(event, event.feedback(), decided.data());
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
