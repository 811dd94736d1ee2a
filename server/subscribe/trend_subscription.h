#ifndef VOC_SERVER_SUBSCRIBE_TREND_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_TREND_SUBSCRIPTION_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/subscription.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "server/views/query/filter.h"
#include "storage/base/clock.h"
#include "storage/base/violation.h"
#include "voc/v1/trend.pb.h"

namespace voc::subscribe {

// Cells (series x points) that one subscription may hold.
inline constexpr int64_t kMaxWatchedCells = 100'000;

// A cell moves at most four times a second...
inline constexpr base::TimeNs kMinEvaluationInterval = base::kNsPerSecond / 4;
// ...and evaluating one subscription takes at most a tenth of a core: the pause
// after an evaluation is so many times its duration.
inline constexpr int64_t kEvaluationPause = 9;

// Every bad field of a WatchTrends request. Pure.
std::vector<base::Violation> ValidateWatchTrends(const v1::WatchTrendsRequest& request);

// Trends as state: a snapshot of all cells, then those that differ from what was
// sent last. The same query is evaluated anew once something that its filter
// passes was committed, so what is sent is what QueryTrend answers, and a slow
// subscriber gets the newest value and no backlog.
class TrendSubscription final : public Subscription<v1::WatchTrendsResponse> {
 public:
  // What it works on; outlives it.
  struct Environment {
    std::function<std::shared_ptr<const views::FactSource>()> snapshot;  // all facts now
    const Hub* hub = nullptr;
    const views::Dictionaries* dictionaries = nullptr;
    const views::FeedbackReader* reader = nullptr;  // for filters on text
    const base::Clock* clock = nullptr;             // the time of day
    const base::Clock* steady = nullptr;            // for intervals
    const CursorCodec* cursors = nullptr;
  };

  // `request` has passed ValidateWatchTrends.
  TrendSubscription(const v1::WatchTrendsRequest& request, Environment environment);

  // Errors: those of QueryTrend; INVALID_ARGUMENT beyond kMaxWatchedCells.
  absl::StatusOr<Step<v1::WatchTrendsResponse>> Next() override;

  std::string cursor() const override;

 private:
  using Times = std::pair<base::TimeNs, base::TimeNs>;  // start, end
  using Group = google::protobuf::Map<std::string, std::string>;

  struct Cell {
    uint64_t hash = 0;        // of the point as it was sent
    uint64_t evaluation = 0;  // the last that had it
  };
  struct Series {
    Group group;
    absl::flat_hash_map<Times, Cell> cells;
  };

  // An evaluation that is being sent.
  struct Evaluation {
    v1::QueryTrendResponse response;
    int series = 0;  // next to be looked at
    int point = 0;
    bool looked_for_vanished = false;
    std::vector<v1::WatchTrendsResponse::Upsert> vanished;
    size_t vanished_sent = 0;
    bool sent_any = false;
    base::TimeNs start_ns = 0;  // steady
    base::TimeNs cost_ns = 0;   // spent on it so far
  };

  // Whether something that matters was committed since the last evaluation.
  void LookForChanges();
  bool Touches(const EventFacts& facts) const;
  // Makes an evaluation; the first one says Started.
  absl::Status Evaluate(base::TimeNs start, Step<v1::WatchTrendsResponse>& step);
  // Sends what fits of the evaluation; returns whether that was all.
  bool Send(Step<v1::WatchTrendsResponse>& step);
  void SendChanged(Step<v1::WatchTrendsResponse>& step);
  void FindVanished();
  v1::WatchTrendsResponse& Add(Step<v1::WatchTrendsResponse>& step) const;
  void AddProgress(base::TimeNs watermark, Step<v1::WatchTrendsResponse>& step) const;

  const v1::QueryTrendRequest query_;
  const Environment environment_;
  // The query's filter over all time: a point also depends on what lies before
  // the interval.
  views::CompiledFilter filter_;

  std::map<std::string, Series> sent_;      // by packed group
  std::unique_ptr<Evaluation> evaluation_;  // null between evaluations
  uint64_t evaluations_ = 0;
  bool complete_ = false;  // the snapshot was sent
  bool touched_ = false;
  store::Sequence seen_ = 0;             // looked for changes up to here
  base::TimeNs seen_time_ = 0;           // the time of day then
  base::TimeNs evaluated_time_ = 0;      // the time of day of the last evaluation
  base::TimeNs next_evaluation_ns_ = 0;  // steady; not before
  base::TimeNs last_sent_ns_ = 0;        // steady
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_TREND_SUBSCRIPTION_H_
