#ifndef VOC_SERVER_ALERTS_TITLE_H_
#define VOC_SERVER_ALERTS_TITLE_H_

#include <string>

#include "voc/v1/feedback.pb.h"

namespace voc::alerts {

// What happened in one line of English, such as "NPS 3 from acme (source app)"
// or "Rating 2 of 5 on g2 (source reviews)". Control characters of what clients
// sent are blanks here, so that the line stays one and is safe on a terminal.
// The title of an alert may begin with what its rule says (Rule::title_lead).
std::string Title(const v1::Feedback& feedback);

}  // namespace voc::alerts

#endif  // VOC_SERVER_ALERTS_TITLE_H_
