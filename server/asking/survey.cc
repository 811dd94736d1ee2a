#include "server/asking/survey.h"

#include "server/ingest/limits.h"
#include "server/ingest/normalize.h"
#include "server/ingest/validate.h"

namespace voc::asking {

v1::GetSurveyResponse SurveyOf(const v1::Source& source,
                               const google::protobuf::RepeatedPtrField<std::string>& languages) {
  v1::GetSurveyResponse survey;
  survey.set_source_id(source.source_id());
  survey.set_metric(source.metric());
  survey.set_scale_points(source.scale_points());
  survey.set_low_is_good(source.low_is_good());
  survey.set_top_box(source.top_box());
  for (const std::string& language : languages) {
    if (language.size() > ingest::kMaxLanguageBytes || !ingest::IsLanguageTag(language)) continue;
    std::string tag = language;
    ingest::NormalizeLanguage(tag);
    while (!tag.empty()) {
      const auto found = source.texts().find(tag);
      if (found != source.texts().end()) {
        *survey.mutable_texts() = found->second;
        survey.set_language(tag);
        return survey;
      }
      const size_t dash = tag.rfind('-');
      tag.resize(dash == std::string::npos ? 0 : dash);
    }
  }
  return survey;
}

}  // namespace voc::asking
