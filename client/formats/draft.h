#ifndef VOC_CLIENT_FORMATS_DRAFT_H_
#define VOC_CLIENT_FORMATS_DRAFT_H_

#include <string>
#include <vector>

#include "client/formats/mapping.h"
#include "client/formats/survey_questions.h"

namespace voc::formats {

// A mapping to start from, for columns of which nothing is known: what their names and
// answers suggest, and as comments what they do not. It can be read by ParseMapping().
std::string DraftMapping(const std::vector<SurveyColumn>& columns);

// The questions of a survey that no metric can be told of: each as comments that make
// it one once their # is taken off.
std::string DraftQuestions(const Mapping& mapping, const std::vector<SurveyColumn>& columns);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_DRAFT_H_
