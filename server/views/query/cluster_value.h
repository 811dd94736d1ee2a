#ifndef VOC_SERVER_VIEWS_QUERY_CLUSTER_VALUE_H_
#define VOC_SERVER_VIEWS_QUERY_CLUSTER_VALUE_H_

#include <array>
#include <cstdint>

#include "server/views/query/answers.h"
#include "server/views/query/cell.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// What an answer adds to the mean that its metric is, in whole units (NPS and
// SENTIMENT 1, 0 or -1, CSAT 1 or 0, CES the score, RATING kRatingUnit to the star),
// and whether it counts at all: a text that could not be labelled does not.
class ClusterValue {
 public:
  ClusterValue(v1::TrendMetric metric, ScaleCode scale);

  bool Counts(Sample sample) const { return sample.bin != uncounted_bin_; }
  int64_t Of(Sample sample) const {
    return by_value_ ? sample.value : of_bin_[std::min<size_t>(sample.bin, kCellBins - 1)];
  }
  // Of() of a sample without a value.
  const std::array<int64_t, kCellBins>& of_bin() const { return of_bin_; }

 private:
  bool by_value_ = false;
  uint8_t uncounted_bin_ = 0xff;
  std::array<int64_t, kCellBins> of_bin_{};
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CLUSTER_VALUE_H_
