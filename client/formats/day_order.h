#ifndef VOC_CLIENT_FORMATS_DAY_ORDER_H_
#define VOC_CLIENT_FORMATS_DAY_ORDER_H_

#include <string>
#include <string_view>
#include <vector>

#include "client/formats/survey_questions.h"

namespace voc::formats {

// The text of a mapping in which every rule that ends with `time` says month-first or
// day-first where the answers of its columns tell: some part above 12 stands where only
// a day can be, and none where that would be a month. All else is as it was.
std::string WithDayOrder(std::string_view map, const std::vector<SurveyColumn>& columns);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_DAY_ORDER_H_
