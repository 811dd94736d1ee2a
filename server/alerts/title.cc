#include "server/alerts/title.h"

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace voc::alerts {
namespace {

// Replaces each control character (C0, DEL, C1) and each line or paragraph
// separator by a blank.
void BlankControls(std::string& text) {
  const auto byte = [&](size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0;
  };
  for (size_t i = 0; i < text.size(); ++i) {
    if (byte(i) < 0x20 || byte(i) == 0x7F) {
      text[i] = ' ';
    } else if (byte(i) == 0xC2 && byte(i + 1) >= 0x80 && byte(i + 1) < 0xA0) {
      text.replace(i, 2, " ");
    } else if (byte(i) == 0xE2 && byte(i + 1) == 0x80 &&
               (byte(i + 2) == 0xA8 || byte(i + 2) == 0xA9)) {
      text.replace(i, 3, " ");
    }
  }
}

std::string_view MetricName(v1::Metric metric) {
  switch (metric) {
    case v1::METRIC_NPS:
      return "NPS";
    case v1::METRIC_CSAT:
      return "CSAT";
    default:
      return "CES";
  }
}

// "NPS 3", "CSAT 2 of 5", "CES 6 of 7, low is good".
std::string ResponseTitle(const v1::SurveyResponse& response) {
  std::string title(MetricName(response.metric()));
  if (!response.has_score()) return title + " without score";
  absl::StrAppend(&title, " ", response.score());
  // Everybody knows the scale of NPS.
  if (response.metric() != v1::METRIC_NPS) {
    absl::StrAppend(&title, " of ", response.scale_points());
  }
  if (response.low_is_good()) title += ", low is good,";
  return title;
}

// "Rating 2 of 5 on g2", "Negative mention on linkedin".
std::string MentionTitle(const v1::Feedback& feedback) {
  const v1::Mention& mention = feedback.mention();
  std::string title;
  if (mention.has_rating()) {
    absl::StrAppend(&title, "Rating ", mention.rating(), " of ", mention.rating_max());
  } else if (feedback.sentiment().label() == v1::SENTIMENT_LABEL_NEGATIVE) {
    title = "Negative mention";
  } else {
    title = "Mention";
  }
  if (!mention.platform().empty()) absl::StrAppend(&title, " on ", mention.platform());
  return title;
}

}  // namespace

std::string Title(const v1::Feedback& feedback) {
  std::string title =
      feedback.has_mention() ? MentionTitle(feedback) : ResponseTitle(feedback.response());
  if (!feedback.account_id().empty()) {
    absl::StrAppend(&title, " from ", feedback.account_id());
  }
  absl::StrAppend(&title, " (source ", feedback.source_id(), ")");
  BlankControls(title);
  return title;
}

}  // namespace voc::alerts
