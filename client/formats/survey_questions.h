#ifndef VOC_CLIENT_FORMATS_SURVEY_QUESTIONS_H_
#define VOC_CLIENT_FORMATS_SURVEY_QUESTIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/mapping.h"

namespace voc::formats {

// A column of a survey's export, and what is known of it.
struct SurveyColumn {
  enum class Kind {
    // Nothing is known: its answers tell whether it is a text.
    kUnknown,
    // Answered in words of the customer's own.
    kText,
    // No question: a hidden field, an option of a question.
    kNoText,
  };

  std::string name;
  // The words of the question; the name where there are no others.
  std::string words;
  Kind kind = Kind::kUnknown;
  // Some of its answers, empty ones included.
  std::vector<std::string> samples;
};

// Whether the words of a question ask for a recommendation, in English, Swedish,
// Danish or Norwegian.
bool SpeaksOfRecommending(std::string_view words);

// The part of a mapping that says which columns are scored questions and which is the
// comment, as text to be added to `mapping`, for what `mapping` leaves unsaid. A column
// is a question of a metric if (1) a column NAME_NPS_GROUP stands beside it, (2) it is
// called nps, csat or ces, or (3) its words are of recommending, in English, Swedish,
// Danish or Norwegian, and its answers whole numbers from 0 to 10 only. The one other
// column of words (see OpenTexts()) is the comment; of several the first after the first
// score, before others one that AsksForComment().
// INVALID_ARGUMENT with the columns seen where no metric can be told; empty where there
// are no answers at all.
absl::StatusOr<std::string> FindQuestions(const Mapping& mapping,
                                          const std::vector<SurveyColumn>& columns);

// The text of a mapping without its line "find-questions".
std::string WithoutFindQuestions(std::string_view map);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_SURVEY_QUESTIONS_H_
