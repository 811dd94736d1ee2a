#ifndef VOC_SERVER_VIEWS_QUERY_TOP_BOX_RULES_H_
#define VOC_SERVER_VIEWS_QUERY_TOP_BOX_RULES_H_

#include <vector>

#include "server/views/facts/dictionary.h"
#include "server/views/facts/top_boxes.h"
#include "server/views/query/scale_code.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Which scale an answer is on where its source has a top box of its own: one for answers of other
// sources is another. Made for one query; thread-safe.
class TopBoxRules {
 public:
  // None where `boxes` is null or another metric is asked for.
  TopBoxRules(v1::TrendMetric metric, const TopBoxes* boxes, const Dictionaries& dictionaries);

  bool empty() const { return code_of_source_.empty(); }

  // `plain` is that of the answer alone. A rule is for the scale that its source has now.
  ScaleCode Of(Ordinal source, ScaleCode plain) const {
    if (source >= code_of_source_.size()) return plain;
    const ScaleCode code = code_of_source_[source];
    return code != 0 && ScalePoints(code) == ScalePoints(plain) ? code : plain;
  }

 private:
  std::vector<ScaleCode> code_of_source_;  // by ordinal; 0 where there is no rule
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TOP_BOX_RULES_H_
