#include "server/ingest/normalize.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "google/protobuf/message.h"
#include "server/ingest/lower_case.h"

namespace voc::ingest {
namespace {

// Protobuf allocates on any mutable_ call to an unset field, so fields are
// touched only where there is something to change.

// Of this one message: DiscardUnknownFields walks everything below by reflection.
void DropUnknown(google::protobuf::Message& message) {
  const auto* reflection = message.GetReflection();
  if (reflection->GetUnknownFields(message).empty()) return;
  reflection->MutableUnknownFields(&message)->Clear();
}

void NormalizeResponse(v1::SurveyResponse& response) {
  DropUnknown(response);
  if (response.scale_points() == 0)
    response.set_scale_points(DefaultScalePoints(response.metric()));
}

void NormalizeMention(v1::Mention& mention) {
  DropUnknown(mention);
  if (!mention.platform().empty()) LowerCase(*mention.mutable_platform());
  if (!mention.has_rating()) {
    mention.clear_rating_max();
    return;
  }
  // Also turns -0.0, which Validate lets pass, into 0.0: equal numbers hash alike.
  if (mention.rating() == 0) mention.set_rating(0);
  if (mention.rating_max() == 0) mention.set_rating_max(5);
}

void DropEmptyProperties(v1::Feedback& feedback) {
  if (feedback.properties().empty()) return;
  auto& properties = *feedback.mutable_properties();
  for (auto it = properties.begin(); it != properties.end();) {
    it = it->second.empty() ? properties.erase(it) : std::next(it);
  }
}

}  // namespace

int DefaultScalePoints(v1::Metric metric) {
  switch (metric) {
    case v1::METRIC_NPS:
      return 11;
    case v1::METRIC_CSAT:
      return 5;
    case v1::METRIC_CES:
      return 7;
    default:
      return 0;
  }
}

// RFC 5646, 2.1.1: all lower case, but two letters (a region) upper case and
// four letters (a script) title case, neither first nor after a singleton.
void NormalizeLanguage(std::string& tag) {
  absl::AsciiStrToLower(&tag);
  size_t begin = tag.find('-');
  while (begin != std::string::npos) {
    ++begin;
    const size_t end = std::min(tag.find('-', begin), tag.size());
    const size_t length = end - begin;
    if (length == 1) return;
    if (length == 2) tag[begin + 1] = absl::ascii_toupper(tag[begin + 1]);
    if (length == 2 || length == 4) tag[begin] = absl::ascii_toupper(tag[begin]);
    begin = end == tag.size() ? std::string::npos : end;
  }
}

void Normalize(v1::Feedback& feedback) {
  DropUnknown(feedback);
  feedback.clear_feedback_id();
  feedback.clear_sequence();
  feedback.clear_revision();
  feedback.clear_ingested_at();
  feedback.clear_sentiment();
  feedback.clear_themes();
  feedback.clear_exclusion();
  feedback.clear_themes_version();
  feedback.clear_correction();
  feedback.clear_import_id();
  feedback.clear_identity();

  if (feedback.has_response()) NormalizeResponse(*feedback.mutable_response());
  if (feedback.has_mention()) NormalizeMention(*feedback.mutable_mention());
  if (feedback.has_collected_at()) DropUnknown(*feedback.mutable_collected_at());
  if (!feedback.channel().empty()) LowerCase(*feedback.mutable_channel());
  if (!feedback.touchpoint().empty()) LowerCase(*feedback.mutable_touchpoint());
  if (!feedback.language().empty()) NormalizeLanguage(*feedback.mutable_language());
  DropEmptyProperties(feedback);
}

}  // namespace voc::ingest
