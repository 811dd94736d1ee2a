#ifndef VOC_SERVER_SUBSCRIBE_TREND_BOARD_H_
#define VOC_SERVER_SUBSCRIBE_TREND_BOARD_H_

#include <map>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/subscribe/pump.h"
#include "server/subscribe/standing_trend.h"
#include "server/views/query/running_trend.h"
#include "voc/v1/trend.pb.h"

namespace voc::subscribe {

// The queries that are being watched: those who ask the same share one. Thread-safe.
class TrendBoard {
 public:
  // `host` runs the queries and outlives the board and all that it gave out.
  TrendBoard(RunnerHost* host, TrendEnvironment environment)
      : host_(host), environment_(std::move(environment)) {}

  // A query that runs for as long as somebody holds it.
  class Held {
   public:
    Held(RunnerHost* host, RunnerHost::Id id, std::shared_ptr<StandingTrend> trend)
        : host_(host), id_(id), trend_(std::move(trend)) {}
    ~Held() { host_->Remove(id_); }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;

    StandingTrend& trend() const { return *trend_; }
    // Has it run soon.
    void Schedule() const { host_->Schedule(id_); }

   private:
    RunnerHost* const host_;
    const RunnerHost::Id id_;
    const std::shared_ptr<StandingTrend> trend_;
  };

  // `query` has passed ValidateTrendRequest. Errors: those of RunnerHost::Add.
  absl::StatusOr<std::shared_ptr<const Held>> Hold(const v1::QueryTrendRequest& query);

  const TrendEnvironment& environment() const { return environment_; }

 private:
  RunnerHost* const host_;
  const TrendEnvironment environment_;
  const std::shared_ptr<views::RunningTrendMemory> memory_ =
      std::make_shared<views::RunningTrendMemory>();
  absl::Mutex mutex_;
  std::map<std::string, std::weak_ptr<const Held>> held_
      ABSL_GUARDED_BY(mutex_);  // by encoded query
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_TREND_BOARD_H_
