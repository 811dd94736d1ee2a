#ifndef VOC_SERVER_SUBSCRIBE_ALERT_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_SUBSCRIPTION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_set.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/subscription.h"
#include "server/views/facts/dictionary.h"
#include "server/views/query/filter.h"
#include "storage/base/clock.h"
#include "storage/base/violation.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/alert.pb.h"

namespace voc::subscribe {

// Values of rule_ids and of owners in one request.
inline constexpr int kMaxWatchValues = 1'000;

// Every bad field of a WatchAlerts request, except for its cursor, which is
// checked when the subscription starts. Pure.
std::vector<base::Violation> ValidateWatchAlerts(const v1::WatchAlertsRequest& request);

// Alerts as a log: every version that passes, in log order, at least once. Reads
// the hub's ring while it can keep up with it, else the event log.
class AlertSubscription final : public Subscription<v1::WatchAlertsResponse> {
 public:
  // What it works on; outlives it.
  struct Environment {
    const Hub* hub = nullptr;
    const store::EventLog* log = nullptr;
    const views::Dictionaries* dictionaries = nullptr;
    const base::Clock* clock = nullptr;   // the time of day
    const base::Clock* steady = nullptr;  // for intervals
    const CursorCodec* cursors = nullptr;
  };

  // `request` has passed ValidateWatchAlerts.
  AlertSubscription(const v1::WatchAlertsRequest& request, const Environment& environment);

  // Errors: INVALID_ARGUMENT for a bad cursor, OUT_OF_RANGE for one that is too
  // old, those of the log.
  absl::StatusOr<Step<v1::WatchAlertsResponse>> Next() override;

  std::string cursor() const override { return environment_.cursors->Encode(position_); }

 private:
  using Event = storage::v1::FeedbackEvent;

  // Where the subscription stands within a step.
  struct Output {
    Step<v1::WatchAlertsResponse> step;
    size_t bytes = 0;
    int64_t events_left = 0;
    bool full() const;
  };

  absl::StatusOr<Position> FindStart() const;
  absl::StatusOr<Position> FindTime(base::TimeNs time) const;
  absl::Status ReadRing(const std::vector<std::shared_ptr<const RecentGroup>>& groups,
                        Output& output);
  absl::Status ReadLog(store::Sequence newest, Output& output);
  // Moves past the event, or into it if the output is full. `before` may be null:
  // then it is read from the log if it is needed.
  absl::Status Take(store::Sequence sequence, const Event& event, const Event* before,
                    Output& output);
  bool Wants(const Event& event, const storage::v1::AlertMark& mark) const;
  absl::StatusOr<bool> Passes(store::Sequence sequence, const Event& event,
                              const Event* before) const;
  bool Matches(store::Sequence sequence, const Event& event) const;
  void AddProgress(base::TimeNs watermark, store::Sequence newest, Output& output);

  const Environment environment_;
  const v1::StartPosition start_;
  const absl::flat_hash_set<std::string> rule_ids_;
  const v1::AlertSeverity min_severity_;
  const bool wants_unowned_;
  const bool include_backfill_;
  const bool passes_all_;
  const views::CompiledFilter filter_;

  bool started_ = false;
  Position position_;
  base::TimeNs last_sent_ns_ = 0;  // steady
  int64_t events_since_sent_ = 0;
  bool catching_up_ = false;  // reading the log
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_SUBSCRIPTION_H_
