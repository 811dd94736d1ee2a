#ifndef VOC_SERVER_VIEWS_QUERY_RUNNING_TREND_H_
#define VOC_SERVER_VIEWS_QUERY_RUNNING_TREND_H_

#include <atomic>
#include <cstddef>
#include <memory>

#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "server/views/query/filter.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/clock.h"
#include "voc/v1/trend.pb.h"

namespace voc::views {

// Most memory that one running trend keeps between two answers, and all that share a
// RunningTrendMemory. Beyond it they keep nothing and count anew.
inline constexpr size_t kMaxRunningTrendBytes = 16u << 20;
inline constexpr size_t kMaxRunningTrendsBytes = 64u << 20;

// What running trends keep together. Thread-safe.
class RunningTrendMemory {
 public:
  // Takes `bytes` instead of the `taken` from before; false, and nothing is taken any more,
  // where that is too much.
  bool Change(size_t taken, size_t bytes);

  size_t taken() const { return taken_.load(std::memory_order_relaxed); }

 private:
  std::atomic<size_t> taken_{0};
};

// A query that is asked again and again of newer and newer sources of the same facts. It keeps
// what it counted and adds what came since, where that comes to the same: nothing that it counted
// was replaced, and the buckets are the same ones. Else, and where a query cannot be added up
// (the newest answer of each, response rates, text_contains, top boxes of sources), it counts
// anew. What it answers is what QueryTrend does, to the last bit. One thread at a time.
class RunningTrend {
 public:
  // All but the request outlive this.
  RunningTrend(v1::QueryTrendRequest request, const Dictionaries* dictionaries,
               const FeedbackReader* reader, std::shared_ptr<RunningTrendMemory> memory);
  ~RunningTrend();

  // As QueryTrend, on this thread alone.
  absl::StatusOr<v1::QueryTrendResponse> Query(const FactSource& source, base::TimeNs now);

  // Whether the last answer was made by adding to what had been counted for the one before.
  bool added() const { return added_; }

 private:
  struct Counted;

  bool CanBeAddedUp(const FactSource& source) const;
  // False if what is kept cannot be added to.
  absl::StatusOr<bool> AddTo(Counted& counted, const FactSource& source) const;
  // Null where there is nothing to count.
  absl::StatusOr<std::unique_ptr<Counted>> CountAnew(const FactSource& source) const;
  v1::QueryTrendResponse Render(Counted& counted, const FactSource& source, base::TimeNs now) const;
  void Keep(std::unique_ptr<Counted> counted);

  const v1::QueryTrendRequest request_;
  const Dictionaries* const dictionaries_;
  const FeedbackReader* const reader_;
  const std::shared_ptr<RunningTrendMemory> memory_;
  const absl::StatusOr<TrendSpec> spec_;
  const CompiledFilter filter_;
  std::unique_ptr<Counted> kept_;  // null where nothing is
  size_t kept_bytes_ = 0;
  bool added_ = false;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_RUNNING_TREND_H_
