#ifndef VOC_SERVER_SUBSCRIBE_STANDING_TREND_H_
#define VOC_SERVER_SUBSCRIBE_STANDING_TREND_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/subscribe/alerting_event.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/encoded_message.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/pump.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/feedback_reader.h"
#include "server/views/query/filter.h"
#include "server/views/query/running_trend.h"
#include "storage/base/clock.h"
#include "storage/event_log.h"
#include "voc/v1/trend.pb.h"

namespace voc::subscribe {

// Cells (series x points) that one watched query may have.
inline constexpr int64_t kMaxWatchedCells = 100'000;

// A cell moves at most four times a second...
inline constexpr base::TimeNs kMinEvaluationInterval = base::kNsPerSecond / 4;
// ...and evaluating one query takes at most a tenth of a core: the pause after an
// evaluation is so many times its duration.
inline constexpr int64_t kEvaluationPause = 9;

// What watched trends work on; outlives them.
struct TrendEnvironment {
  std::function<std::shared_ptr<const views::FactSource>()> snapshot;  // all facts now
  const Hub* hub = nullptr;
  const views::Dictionaries* dictionaries = nullptr;
  const views::FeedbackReader* reader = nullptr;  // for filters on text
  const base::Clock* clock = nullptr;             // the time of day
  const base::Clock* steady = nullptr;            // for intervals
  const CursorCodec* cursors = nullptr;
};

// A cell as it is sent to everyone: the encoded field `upsert` of the response.
struct TrendCell {
  SharedBytes upsert;
  uint64_t appeared = 0;  // in which version it came to be
  uint64_t changed = 0;   // in which version it became what it is
};

// What a query answered at one moment. Immutable, shared by all who watch it.
struct TrendState {
  uint64_t version = 0;  // counts evaluations from 1
  store::Sequence sequence = 0;
  base::TimeNs time = 0;  // of day
  std::string cursor;
  SharedBytes cursor_field;         // encoded
  std::vector<TrendCell> cells;     // in the order of the answer
  std::vector<TrendCell> vanished;  // no longer in it; `upsert` says n = 0
};

// One query that any number of subscribers watch. It is evaluated anew once something
// that its filter passes was committed, so what is sent is what QueryTrend answers,
// and each cell is compared and encoded once for all of them. Runs on a pump after
// commits. Thread-safe.
class StandingTrend final : public Runner {
 public:
  using Wake = std::function<void()>;
  using WatcherId = uint64_t;

  // `query` has passed ValidateTrendRequest. `memory` is that of all standing trends.
  StandingTrend(v1::QueryTrendRequest query, TrendEnvironment environment,
                std::shared_ptr<views::RunningTrendMemory> memory);

  // `wake` is called, by the pump's threads and with a lock held, when Take may
  // answer something else. The trend is to be scheduled after that.
  WatcherId AddWatcher(Wake wake);
  void RemoveWatcher(WatcherId id);

  // The newest state, which has all that was committed before the watcher was added;
  // null while that is being made. A watcher that has taken a state sends all of it
  // before it asks again. Errors: those of QueryTrend; INVALID_ARGUMENT beyond
  // kMaxWatchedCells.
  absl::StatusOr<std::shared_ptr<const TrendState>> Take(WatcherId id);

  // What a heartbeat says: everything up to here is in the newest state.
  struct Seen {
    store::Sequence sequence = 0;
    base::TimeNs time = 0;  // of day
  };
  Seen seen() const;

  // Whether it has ended with an error.
  bool failed() const;

  // Runner.
  Next Run() override;
  bool heavy() const override { return true; }

 private:
  using Times = std::pair<base::TimeNs, base::TimeNs>;  // start, end
  using Group = google::protobuf::Map<std::string, std::string>;

  struct Watcher {
    Wake wake;
    uint64_t taken = 0;  // the version it took last
  };
  struct Cell {
    uint64_t hash = 0;  // of the point
    TrendCell encoded;
    uint64_t version = 0;  // the newest that has it; else it has vanished
    bool vanished = false;
  };
  struct Series {
    Group group;
    absl::flat_hash_map<Times, Cell> cells;
  };

  // Looks for commits that matter; up to which was looked is `seen_`.
  void LookForChanges() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  bool Touches(const EventFacts& facts) const;
  bool Awaited() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return last_id_ > served_; }
  absl::Status Evaluate() ABSL_LOCKS_EXCLUDED(mutex_);
  // Compares the answer with the state before and makes the new one.
  std::shared_ptr<const TrendState> Compare(const v1::QueryTrendResponse& response,
                                            store::Sequence sequence, base::TimeNs time,
                                            uint64_t oldest_taken);
  // Adds the cells that are no longer there, and forgets those that everybody who had them was told
  // of.
  void AddVanished(uint64_t oldest_taken, TrendState& state);
  // Every watcher up to `served` has what it waits for.
  void Serve(WatcherId served) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const v1::QueryTrendRequest query_;
  const TrendEnvironment environment_;
  // The query's filter over all time: a point also depends on what lies before
  // the interval. Used by Run alone, as are what was counted and the cells.
  const views::CompiledFilter filter_;
  views::RunningTrend running_;
  std::map<std::string, Series> series_;  // by packed group
  uint64_t version_ = 0;
  base::TimeNs next_evaluation_ns_ = 0;  // steady; not before

  mutable absl::Mutex mutex_;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<const TrendState> state_ ABSL_GUARDED_BY(mutex_);  // null before the first
  WatcherId last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::flat_hash_map<WatcherId, Watcher> watchers_ ABSL_GUARDED_BY(mutex_);
  bool touched_ ABSL_GUARDED_BY(mutex_) = false;
  WatcherId served_ ABSL_GUARDED_BY(mutex_) = 0;  // the state is new enough for those up to this
  store::Sequence seen_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_STANDING_TREND_H_
