#ifndef VOC_SERVER_DISCOVER_OPINION_H_
#define VOC_SERVER_DISCOVER_OPINION_H_

#include <cstdint>

#include "server/views/facts/fact.h"

namespace voc::discover {

// What somebody who wrote a text thinks, whatever was asked.
enum class Opinion : uint8_t { kNone, kGood, kNeutral, kBad };

// From the score, else the rating, else how the text sounds. Good are NPS 9 and
// 10, the top box of CSAT, CES that agrees, ratings from 4 of 5; bad is what the
// built-in alert rules are about. kNone where nothing of it is known.
Opinion OpinionOf(const views::Fact& fact);

}  // namespace voc::discover

#endif  // VOC_SERVER_DISCOVER_OPINION_H_
