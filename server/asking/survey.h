#ifndef VOC_SERVER_ASKING_SURVEY_H_
#define VOC_SERVER_ASKING_SURVEY_H_

#include <string>

#include "google/protobuf/repeated_ptr_field.h"
#include "voc/v1/source.pb.h"

namespace voc::asking {

// Languages that one may ask for.
inline constexpr int kMaxLanguages = 32;

// What a widget of the source shows to somebody who reads these languages, the best first: the
// texts of the first that the source has, or that it has when subtags are taken off its end
// ("sv-SE" is served by "sv"). Pure.
v1::GetSurveyResponse SurveyOf(const v1::Source& source,
                               const google::protobuf::RepeatedPtrField<std::string>& languages);

}  // namespace voc::asking

#endif  // VOC_SERVER_ASKING_SURVEY_H_
