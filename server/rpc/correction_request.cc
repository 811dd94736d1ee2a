#include "server/rpc/correction_request.h"

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "storage/base/status_details.h"
#include "storage/base/violation.h"

namespace voc::rpc {
namespace {

bool IsLabel(v1::SentimentLabel label) {
  return label == v1::SENTIMENT_LABEL_POSITIVE || label == v1::SENTIMENT_LABEL_NEUTRAL ||
         label == v1::SENTIMENT_LABEL_NEGATIVE;
}

void CheckThemes(const v1::ThemeList& themes, std::vector<base::Violation>& violations) {
  if (themes.names_size() > ingest::kMaxCorrectedThemes) {
    violations.push_back(
        {"themes.names", absl::StrCat("must hold at most ", ingest::kMaxCorrectedThemes)});
    return;
  }
  for (int i = 0; i < themes.names_size(); ++i) {
    const std::string& name = themes.names(i);
    if (!name.empty() && name.size() <= ingest::kMaxThemeBytes) continue;
    violations.push_back(
        {absl::StrCat("themes.names[", i, "]"),
         absl::StrCat("must have 1 to ", ingest::kMaxThemeBytes, " bytes, has ", name.size())});
  }
}

std::vector<base::Violation> Validate(const v1::CorrectFeedbackRequest& request) {
  std::vector<base::Violation> violations;
  if (request.feedback_id().empty()) violations.push_back({"feedback_id", "is required"});
  if (request.label() == v1::SENTIMENT_LABEL_UNSPECIFIED) {
    if (!request.has_themes()) violations.push_back({"label", "is required without themes"});
  } else if (!IsLabel(request.label())) {
    violations.push_back({"label", "must be POSITIVE, NEUTRAL or NEGATIVE"});
  }
  CheckThemes(request.themes(), violations);
  if (request.author().empty()) {
    violations.push_back({"author", "is required"});
  } else if (request.author().size() > ingest::kMaxAuthorBytes) {
    violations.push_back({"author", absl::StrCat("must be at most ", ingest::kMaxAuthorBytes,
                                                 " bytes, is ", request.author().size())});
  }
  if (request.note().size() > ingest::kMaxTextBytes) {
    violations.push_back(
        {"note", absl::StrCat("must be at most ", ingest::kMaxTextBytes, " bytes")});
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::Correction> CorrectionOf(const v1::CorrectFeedbackRequest& request) {
  const std::vector<base::Violation> violations = Validate(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  v1::Correction correction;
  correction.set_label(request.label());
  if (request.has_themes()) {
    const std::set<std::string> names(request.themes().names().begin(),
                                      request.themes().names().end());
    correction.mutable_themes()->mutable_names()->Assign(names.begin(), names.end());
  }
  correction.set_author(request.author());
  correction.set_note(request.note());
  return correction;
}

}  // namespace voc::rpc
