#include "server/ingest/encode_undecided.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string>

namespace voc::ingest {
namespace {

using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;
using v1::Feedback;
using v1::Mention;
using v1::SurveyResponse;

// Writes fields one behind the other; what is as when it was never set is left out. There must
// be room.
class Fields {
 public:
  explicit Fields(uint8_t* out) : out_(out) {}

  uint8_t* end() const { return out_; }

  void Text(int field, const std::string& value) {
    if (!value.empty()) out_ = WireFormatLite::WriteStringToArray(field, value, out_);
  }
  void Unsigned(int field, uint32_t value) {
    if (value != 0) out_ = WireFormatLite::WriteUInt32ToArray(field, value, out_);
  }
  void Enum(int field, int value) {
    if (value != 0) out_ = WireFormatLite::WriteEnumToArray(field, value, out_);
  }
  void Flag(int field, bool value) {
    if (value) out_ = WireFormatLite::WriteBoolToArray(field, value, out_);
  }
  // Also where it is zero.
  void Signed(int field, int32_t value) {
    out_ = WireFormatLite::WriteInt32ToArray(field, value, out_);
  }
  void Double(int field, double value) {
    out_ = WireFormatLite::WriteDoubleToArray(field, value, out_);
  }
  void Fixed(int field, uint32_t value) {
    if (value != 0) out_ = WireFormatLite::WriteFixed32ToArray(field, value, out_);
  }
  // Of a message of `bytes`, which follows.
  void Head(int field, size_t bytes) {
    out_ = WireFormatLite::WriteTagToArray(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out_);
    out_ = CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(bytes), out_);
  }
  void Bytes(const std::string& bytes) {
    out_ = CodedOutputStream::WriteRawToArray(bytes.data(), static_cast<int>(bytes.size()), out_);
  }
  // A message without texts whose size is cached.
  template <typename Message>
  void Whole(int field, const Message& message) {
    Head(field, static_cast<size_t>(message.GetCachedSize()));
    out_ = message.SerializeWithCachedSizesToArray(out_);
  }

 private:
  uint8_t* out_;
};

void Write(const SurveyResponse& response, Fields& out) {
  out.Enum(SurveyResponse::kMetricFieldNumber, response.metric());
  if (response.has_score()) out.Signed(SurveyResponse::kScoreFieldNumber, response.score());
  if (response.scale_points() != 0) {
    out.Signed(SurveyResponse::kScalePointsFieldNumber, response.scale_points());
  }
  out.Flag(SurveyResponse::kLowIsGoodFieldNumber, response.low_is_good());
  out.Text(SurveyResponse::kCommentFieldNumber, response.comment());
  out.Flag(SurveyResponse::kFinishedFieldNumber, response.finished());
}

void Write(const Mention& mention, Fields& out) {
  out.Enum(Mention::kMentionTypeFieldNumber, mention.mention_type());
  out.Text(Mention::kPlatformFieldNumber, mention.platform());
  out.Text(Mention::kTitleFieldNumber, mention.title());
  out.Text(Mention::kBodyFieldNumber, mention.body());
  out.Text(Mention::kUrlFieldNumber, mention.url());
  out.Text(Mention::kAuthorFieldNumber, mention.author());
  if (mention.has_rating()) out.Double(Mention::kRatingFieldNumber, mention.rating());
  if (std::bit_cast<uint64_t>(mention.rating_max()) != 0) {
    out.Double(Mention::kRatingMaxFieldNumber, mention.rating_max());
  }
}

void WriteProperties(const Feedback& feedback, Fields& out) {
  const auto size_of = [](const std::string& text) {
    return 1 + CodedOutputStream::VarintSize32(static_cast<uint32_t>(text.size())) + text.size();
  };
  for (const auto& [key, value] : feedback.properties()) {
    out.Head(Feedback::kPropertiesFieldNumber, size_of(key) + size_of(value));
    // An entry of a map has both, empty or not.
    out.Head(1, key.size());
    out.Bytes(key);
    out.Head(2, value.size());
    out.Bytes(value);
  }
}

// Sizes are cached.
uint8_t* Write(const Feedback& feedback, uint8_t* begin) {
  Fields out(begin);
  out.Text(Feedback::kSourceIdFieldNumber, feedback.source_id());
  out.Text(Feedback::kSubmissionIdFieldNumber, feedback.submission_id());
  out.Text(Feedback::kQuestionIdFieldNumber, feedback.question_id());
  out.Unsigned(Feedback::kClientRevisionFieldNumber, feedback.client_revision());
  if (feedback.has_response()) {
    out.Head(Feedback::kResponseFieldNumber,
             static_cast<size_t>(feedback.response().GetCachedSize()));
    Write(feedback.response(), out);
  }
  if (feedback.has_mention()) {
    out.Head(Feedback::kMentionFieldNumber,
             static_cast<size_t>(feedback.mention().GetCachedSize()));
    Write(feedback.mention(), out);
  }
  out.Text(Feedback::kRespondentIdFieldNumber, feedback.respondent_id());
  out.Text(Feedback::kAccountIdFieldNumber, feedback.account_id());
  if (feedback.has_collected_at()) {
    out.Whole(Feedback::kCollectedAtFieldNumber, feedback.collected_at());
  }
  out.Text(Feedback::kChannelFieldNumber, feedback.channel());
  out.Enum(Feedback::kJourneyStageFieldNumber, feedback.journey_stage());
  out.Text(Feedback::kTouchpointFieldNumber, feedback.touchpoint());
  WriteProperties(feedback, out);
  out.Text(Feedback::kLanguageFieldNumber, feedback.language());
  if (feedback.has_sentiment()) out.Whole(Feedback::kSentimentFieldNumber, feedback.sentiment());
  for (const std::string& theme : feedback.themes()) {
    out.Text(Feedback::kThemesFieldNumber, theme);
  }
  out.Fixed(Feedback::kThemesVersionFieldNumber, feedback.themes_version());
  out.Text(Feedback::kImportIdFieldNumber, feedback.import_id());
  out.Enum(Feedback::kIdentityFieldNumber, feedback.identity());
  return out.end();
}

}  // namespace

std::string_view EncodeUndecided(const Feedback& feedback, google::protobuf::Arena& arena) {
  const size_t bytes = feedback.ByteSizeLong();
  char* const encoded = google::protobuf::Arena::CreateArray<char>(&arena, bytes);
  auto* const begin = reinterpret_cast<uint8_t*>(encoded);
  // Write leaves out what it does not know, and never needs more room than there is.
  if (Write(feedback, begin) != begin + bytes) feedback.SerializeWithCachedSizesToArray(begin);
  return {encoded, bytes};
}

}  // namespace voc::ingest
