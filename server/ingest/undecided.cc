#include "server/ingest/undecided.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>

#include "google/protobuf/timestamp.pb.h"
#include "server/ingest/sent_fields.h"

namespace voc::ingest {
namespace {

using google::protobuf::Timestamp;
using google::protobuf::internal::WireFormatLite;
using google::protobuf::io::CodedOutputStream;

// The fields of a message that were seen, each once and in ascending order.
class Seen {
 public:
  bool Add(int number) {
    if (number <= last_) return false;
    last_ = number;
    bits_ |= uint32_t{1} << number;
    return true;
  }
  bool Has(int number) const { return (bits_ >> number & 1) != 0; }
  int last() const { return last_; }

 private:
  int last_ = 0;
  uint32_t bits_ = 0;
};

// All but scale_points, which need not be there.
bool SaysResponse(std::string_view sent, const v1::SurveyResponse& response, bool& has_scale) {
  SentFields fields(sent);
  Seen seen;
  while (fields.Next()) {
    if (!seen.Add(fields.number())) return false;
    bool same = false;
    switch (fields.number()) {
      case v1::SurveyResponse::kMetricFieldNumber:
        same = fields.IsNumber(response.metric());
        break;
      case v1::SurveyResponse::kScoreFieldNumber:
        same = response.has_score() && fields.IsNumber(response.score());
        break;
      case v1::SurveyResponse::kScalePointsFieldNumber:
        same = fields.IsNumber(response.scale_points());
        break;
      case v1::SurveyResponse::kLowIsGoodFieldNumber:
        same = fields.IsNumber(response.low_is_good() ? 1 : 0);
        break;
      case v1::SurveyResponse::kCommentFieldNumber:
        same = fields.IsText(response.comment());
        break;
      case v1::SurveyResponse::kFinishedFieldNumber:
        same = fields.IsNumber(response.finished() ? 1 : 0);
        break;
    }
    if (!same) return false;
  }
  has_scale = seen.Has(v1::SurveyResponse::kScalePointsFieldNumber);
  return fields.well() && seen.Has(v1::SurveyResponse::kMetricFieldNumber) &&
         (seen.Has(v1::SurveyResponse::kScoreFieldNumber) || !response.has_score()) &&
         (seen.Has(v1::SurveyResponse::kLowIsGoodFieldNumber) || !response.low_is_good()) &&
         (seen.Has(v1::SurveyResponse::kCommentFieldNumber) || response.comment().empty()) &&
         (seen.Has(v1::SurveyResponse::kFinishedFieldNumber) || !response.finished());
}

bool SaysTime(std::string_view sent, const Timestamp& time) {
  SentFields fields(sent);
  Seen seen;
  while (fields.Next()) {
    const bool same =
        seen.Add(fields.number()) &&
        ((fields.number() == Timestamp::kSecondsFieldNumber && fields.IsNumber(time.seconds())) ||
         (fields.number() == Timestamp::kNanosFieldNumber && fields.IsNumber(time.nanos())));
    if (!same) return false;
  }
  return fields.well() && (seen.Has(Timestamp::kSecondsFieldNumber) || time.seconds() == 0) &&
         (seen.Has(Timestamp::kNanosFieldNumber) || time.nanos() == 0);
}

// Whether it is one with a key and a value. That the feedback has it follows from their number,
// as it was decoded from this.
bool SaysProperty(std::string_view sent) {
  constexpr int kKey = 1;
  constexpr int kValue = 2;
  SentFields fields(sent);
  const bool has_key = fields.Next() && fields.number() == kKey && fields.is_text();
  const bool has_value = has_key && fields.Next() && fields.number() == kValue &&
                         fields.is_text() && !fields.text().empty();
  return has_value && !fields.Next() && fields.well();
}

// What bytes lack of a feedback that they else say.
struct Lacks {
  bool scale_points = false;
  bool language = false;
};

// Whether bytes say just what a feedback does, aside from what vocd adds to one.
bool SaysSame(std::string_view sent, const v1::Feedback& feedback, Lacks& lacks) {
  SentFields fields(sent);
  Seen seen;
  bool has_scale = false;
  int properties = 0;
  while (fields.Next()) {
    const bool again = fields.number() == v1::Feedback::kPropertiesFieldNumber && properties > 0 &&
                       seen.last() == fields.number();
    if (!again && !seen.Add(fields.number())) return false;
    bool same = false;
    switch (fields.number()) {
      case v1::Feedback::kSourceIdFieldNumber:
        same = fields.IsText(feedback.source_id());
        break;
      case v1::Feedback::kSubmissionIdFieldNumber:
        same = fields.IsText(feedback.submission_id());
        break;
      case v1::Feedback::kQuestionIdFieldNumber:
        same = fields.IsText(feedback.question_id());
        break;
      case v1::Feedback::kClientRevisionFieldNumber:
        same = fields.IsNumber(feedback.client_revision());
        break;
      case v1::Feedback::kResponseFieldNumber:
        same = fields.is_text() && feedback.has_response() &&
               SaysResponse(fields.text(), feedback.response(), has_scale);
        break;
      case v1::Feedback::kRespondentIdFieldNumber:
        same = fields.IsText(feedback.respondent_id());
        break;
      case v1::Feedback::kAccountIdFieldNumber:
        same = fields.IsText(feedback.account_id());
        break;
      case v1::Feedback::kCollectedAtFieldNumber:
        same = fields.is_text() && feedback.has_collected_at() &&
               SaysTime(fields.text(), feedback.collected_at());
        break;
      case v1::Feedback::kChannelFieldNumber:
        same = fields.IsText(feedback.channel());
        break;
      case v1::Feedback::kJourneyStageFieldNumber:
        same = fields.IsNumber(feedback.journey_stage());
        break;
      case v1::Feedback::kTouchpointFieldNumber:
        same = fields.IsText(feedback.touchpoint());
        break;
      case v1::Feedback::kPropertiesFieldNumber:
        ++properties;
        same = fields.is_text() && SaysProperty(fields.text());
        break;
      case v1::Feedback::kLanguageFieldNumber:
        same = fields.IsText(feedback.language());
        break;
    }
    if (!same) return false;
  }
  lacks.language = !seen.Has(v1::Feedback::kLanguageFieldNumber);
  lacks.scale_points = !has_scale;
  const auto said = [&](int number, const std::string& text) {
    return seen.Has(number) || text.empty();
  };
  return fields.well() && seen.Has(v1::Feedback::kResponseFieldNumber) &&
         properties == static_cast<int>(feedback.properties().size()) &&
         said(v1::Feedback::kSourceIdFieldNumber, feedback.source_id()) &&
         said(v1::Feedback::kSubmissionIdFieldNumber, feedback.submission_id()) &&
         said(v1::Feedback::kQuestionIdFieldNumber, feedback.question_id()) &&
         said(v1::Feedback::kRespondentIdFieldNumber, feedback.respondent_id()) &&
         said(v1::Feedback::kAccountIdFieldNumber, feedback.account_id()) &&
         said(v1::Feedback::kChannelFieldNumber, feedback.channel()) &&
         said(v1::Feedback::kTouchpointFieldNumber, feedback.touchpoint()) &&
         (seen.Has(v1::Feedback::kClientRevisionFieldNumber) || feedback.client_revision() == 0) &&
         (seen.Has(v1::Feedback::kCollectedAtFieldNumber) || !feedback.has_collected_at()) &&
         (seen.Has(v1::Feedback::kJourneyStageFieldNumber) ||
          feedback.journey_stage() == v1::JOURNEY_STAGE_UNSPECIFIED) &&
         feedback.identity() == v1::IDENTITY_UNSPECIFIED;
}

// Tag and length of a text or message, at most: field numbers are below 2,048.
constexpr size_t kMaxHeadBytes = 2 + 5;
// A tag and a number.
constexpr size_t kMaxNumberBytes = 2 + 10;

uint8_t* WriteHead(int field, size_t bytes, uint8_t* out) {
  out = WireFormatLite::WriteTagToArray(field, WireFormatLite::WIRETYPE_LENGTH_DELIMITED, out);
  return CodedOutputStream::WriteVarint32ToArray(static_cast<uint32_t>(bytes), out);
}

uint8_t* WriteText(int field, const std::string& text, uint8_t* out) {
  return std::copy(text.begin(), text.end(), WriteHead(field, text.size(), out));
}

// What vocd adds to a feedback before it is decided, and bytes that were sent lack.
uint8_t* WriteAdded(const v1::Feedback& feedback, Lacks lacks, size_t sentiment_bytes,
                    uint8_t* out) {
  if (lacks.scale_points) {
    constexpr int kField = v1::SurveyResponse::kScalePointsFieldNumber;
    const int points = feedback.response().scale_points();
    const size_t bytes = WireFormatLite::TagSize(kField, WireFormatLite::TYPE_INT32) +
                         WireFormatLite::Int32Size(points);
    out = WriteHead(v1::Feedback::kResponseFieldNumber, bytes, out);
    out = WireFormatLite::WriteInt32ToArray(kField, points, out);
  }
  if (lacks.language && !feedback.language().empty()) {
    out = WriteText(v1::Feedback::kLanguageFieldNumber, feedback.language(), out);
  }
  out = WriteHead(v1::Feedback::kSentimentFieldNumber, sentiment_bytes, out);
  out = feedback.sentiment().SerializeWithCachedSizesToArray(out);
  for (const std::string& theme : feedback.themes()) {
    out = WriteText(v1::Feedback::kThemesFieldNumber, theme, out);
  }
  if (feedback.themes_version() != 0) {
    out = WireFormatLite::WriteFixed32ToArray(v1::Feedback::kThemesVersionFieldNumber,
                                              feedback.themes_version(), out);
  }
  if (!feedback.import_id().empty()) {
    out = WriteText(v1::Feedback::kImportIdFieldNumber, feedback.import_id(), out);
  }
  return out;
}

}  // namespace

std::string_view EncodeUndecided(const v1::Feedback& feedback, std::string_view as_sent,
                                 google::protobuf::Arena& arena) {
  using google::protobuf::Arena;
  Lacks lacks;
  const bool same =
      !as_sent.empty() && feedback.has_sentiment() && SaysSame(as_sent, feedback, lacks);
  if (!same) {
    const size_t bytes = feedback.ByteSizeLong();
    char* const encoded = Arena::CreateArray<char>(&arena, bytes);
    feedback.SerializeWithCachedSizesToArray(reinterpret_cast<uint8_t*>(encoded));
    return {encoded, bytes};
  }
  const size_t sentiment_bytes = feedback.sentiment().ByteSizeLong();
  size_t room = as_sent.size() + kMaxHeadBytes + kMaxNumberBytes + kMaxHeadBytes +
                feedback.language().size() + kMaxHeadBytes + sentiment_bytes + kMaxNumberBytes +
                kMaxHeadBytes + feedback.import_id().size();
  for (const std::string& theme : feedback.themes()) room += kMaxHeadBytes + theme.size();
  char* const encoded = Arena::CreateArray<char>(&arena, room);
  std::memcpy(encoded, as_sent.data(), as_sent.size());
  auto* const added = reinterpret_cast<uint8_t*>(encoded) + as_sent.size();
  const uint8_t* const end = WriteAdded(feedback, lacks, sentiment_bytes, added);
  return {encoded, as_sent.size() + static_cast<size_t>(end - added)};
}

}  // namespace voc::ingest
