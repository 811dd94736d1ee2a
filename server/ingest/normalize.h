#ifndef VOC_SERVER_INGEST_NORMALIZE_H_
#define VOC_SERVER_INGEST_NORMALIZE_H_

#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// Brings a feedback that passed Validate into the one form that is compared,
// hashed and stored:
//   - output-only and unknown fields are gone;
//   - scale_points 0 is the metric's default: NPS 11, CSAT 5, CES 7;
//   - rating_max 0 is 5 where there is a rating, and 0 where there is none;
//   - channel, touchpoint and platform are lower case (LowerCase);
//   - language has the case BCP 47 recommends: sv-SE, zh-Hant;
//   - properties with an empty value are gone.
// Keys and texts keep every byte. Applying it twice changes nothing more. Pure.
void Normalize(v1::Feedback& feedback);

// The points that 0 stands for; 0 for what is no metric.
int DefaultScalePoints(v1::Metric metric);

// A language tag as it is written (RFC 5646, 2.1.1).
void NormalizeLanguage(std::string& tag);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_NORMALIZE_H_
