#ifndef VOC_CLIENT_FORMATS_OPEN_TEXTS_H_
#define VOC_CLIENT_FORMATS_OPEN_TEXTS_H_

#include <cstddef>
#include <string_view>
#include <vector>

#include "client/formats/survey_questions.h"

namespace voc::formats {

// Whether the name or the words of a question ask what a customer has to say: comment,
// feedback, why and the like, in English, Swedish, Danish or Norwegian, alone, as the
// last word, or ("why") as the first.
bool AsksForComment(std::string_view words);

// Which of the columns `among` are answered in words of the customer's own, in their
// order: those whose kind says so, and of those with kUnknown the ones that ask for a
// comment or whose answers read like sentences, each another. Where there is none of
// them, the one column that remains if numbers, ids, times, addresses, yes and no, a few
// options and columns known to describe the customer are left out.
std::vector<size_t> OpenTexts(const std::vector<SurveyColumn>& columns,
                              const std::vector<size_t>& among);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_OPEN_TEXTS_H_
