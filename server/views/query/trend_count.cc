#include "server/views/query/trend_count.h"

#include <array>
#include <atomic>
#include <memory>
#include <utility>

#include "server/views/query/helped_run.h"
#include "server/views/query/trend_share.h"

namespace voc::views {
namespace {

// A helper's share, with groups of its own.
struct HelperShare {
  HelperShare(const TrendSpec& spec, const TrendPlan& plan, const Dictionaries& dictionaries,
              const CompiledFilter& filter, const TopBoxRules& rules, const CountLimits& limits)
      : grouper(spec.group_by, dictionaries), share(spec, plan, filter, grouper, &rules, limits) {}

  Grouper grouper;
  TrendShare share;
};

}  // namespace

absl::StatusOr<CountedTrend> CountTrend(const TrendSpec& spec, const TrendPlan& plan,
                                        const FactSource& source, const Dictionaries& dictionaries,
                                        const CompiledFilter& filter, Grouper& grouper,
                                        base::WorkerPool* helpers) {
  const TopBoxRules rules(spec.metric, source.top_boxes(), dictionaries);
  const CountLimits limits = CountLimits::Of(spec, source, dictionaries);
  TrendShare own(spec, plan, filter, grouper, &rules, limits);
  std::array<std::unique_ptr<HelperShare>, kCountThreads> helped;
  std::array<absl::Status, kCountThreads> status;
  std::atomic<size_t> next = 0;
  HelpedRun(helpers, kCountThreads, [&](size_t part) {
    if (part == 0) {
      status[part] = own.Run(source, next);
      return;
    }
    helped[part] = std::make_unique<HelperShare>(spec, plan, dictionaries, filter, rules, limits);
    status[part] = helped[part]->share.Run(source, next);
  });
  for (const absl::Status& one : status) {
    if (!one.ok()) return one;
  }
  for (const auto& helper : helped) {
    if (helper == nullptr) continue;
    if (absl::Status absorbed = own.Absorb(helper->share); !absorbed.ok()) return absorbed;
  }
  own.cells().Finish();
  own.clusters().Settle();
  return CountedTrend{std::move(own.cells()), std::move(own.clusters())};
}

}  // namespace voc::views
