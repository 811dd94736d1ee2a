#include "server/views/query/top_box_rules.h"

#include <optional>

namespace voc::views {

TopBoxRules::TopBoxRules(v1::TrendMetric metric, const TopBoxes* boxes,
                         const Dictionaries& dictionaries) {
  if (metric != v1::TREND_METRIC_CSAT || boxes == nullptr) return;
  for (const auto& [source_id, box] : *boxes) {
    const ScaleCode code = CodeOf(box);
    const std::optional<Ordinal> source = dictionaries.Find(Dimension::kSource, source_id);
    // Nobody answered there yet.
    if (code == 0 || !source.has_value()) continue;
    if (*source >= code_of_source_.size()) code_of_source_.resize(*source + 1, 0);
    code_of_source_[*source] = code;
  }
}

}  // namespace voc::views
