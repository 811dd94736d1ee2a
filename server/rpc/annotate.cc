#include "server/rpc/annotate.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/ingest/annotation.h"
#include "server/ingest/limits.h"
#include "server/rpc/errors.h"
#include "server/rpc/limits.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

bool IsLanguageTag(const std::string& text) {
  return text.size() <= ingest::kMaxLanguageBytes &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '-';
         });
}

std::vector<base::Violation> Validate(const v1::AnnotateRequest& request) {
  std::vector<base::Violation> violations;
  if (!IsLanguageTag(request.language())) {
    violations.push_back({"language", absl::StrCat("must be a BCP 47 tag of at most ",
                                                   ingest::kMaxLanguageBytes, " bytes")});
  }
  for (int i = 0; i < request.texts_size(); ++i) {
    if (request.texts(i).size() <= ingest::kMaxTextBytes) continue;
    violations.push_back({absl::StrCat("texts[", i, "]"),
                          absl::StrCat("must be at most ", ingest::kMaxTextBytes, " bytes")});
  }
  return violations;
}

}  // namespace

absl::StatusOr<v1::AnnotateResponse> AnnotateTexts(const v1::AnnotateRequest& request,
                                                   const sentiment::Annotator& annotator,
                                                   absl::FunctionRef<bool()> cancelled) {
  if (request.texts_size() > kMaxAnnotateTexts) return TooManyItems("texts", kMaxAnnotateTexts);
  const std::vector<base::Violation> violations = Validate(request);
  if (!violations.empty()) return base::InvalidRequest(violations);
  v1::AnnotateResponse response;
  for (const std::string& text : request.texts()) {
    if (cancelled()) return absl::CancelledError("the caller went away");
    sentiment::Annotation heard =
        annotator.Annotate({.title = {}, .body = text, .given_language = request.language()});
    v1::Annotation& annotation = *response.add_annotations();
    annotation.set_language(std::move(heard.language));
    *annotation.mutable_sentiment() = ingest::SentimentOf(heard);
    annotation.set_themes_version(heard.themes_version);
    for (std::string& theme : heard.themes) annotation.add_themes(std::move(theme));
  }
  return response;
}

}  // namespace voc::rpc
