#ifndef VOC_SERVER_METRICS_CES_H_
#define VOC_SERVER_METRICS_CES_H_

#include "server/metrics/histogram.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {

// A scale of customer effort.
struct CesScale {
  int points = 7;            // 5 or 7, from 1
  bool low_is_good = false;  // 1 means least effort (CES version 1)
};

// CES itself is the Mean of MomentsOf(histogram). Two shares are told beside it,
// of a histogram of scores 1..points; on a scale of other than 5 or 7 points
// nobody agrees.

// Those who at least somewhat agree that it was easy: 5 to 7 of 7, 4 and 5 of 5,
// mirrored where low is good.
Proportion CesAgree(const ScoreHistogram& histogram, CesScale scale);

// Those who agree without "somewhat": 6 and 7 of 7, 5 of 5, mirrored as well.
Proportion CesStrictlyAgree(const ScoreHistogram& histogram, CesScale scale);

}  // namespace voc::metrics

#endif  // VOC_SERVER_METRICS_CES_H_
