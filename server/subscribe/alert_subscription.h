#ifndef VOC_SERVER_SUBSCRIBE_ALERT_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_SUBSCRIPTION_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/subscribe/alert_inbox.h"
#include "server/subscribe/alert_matcher.h"
#include "server/subscribe/alert_router.h"
#include "server/subscribe/alerting_event.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/encoded_message.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/subscription.h"
#include "server/views/alert_runs.h"
#include "server/views/facts/dictionary.h"
#include "storage/base/clock.h"
#include "storage/base/violation.h"
#include "storage/event_log.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/alert.pb.h"

namespace voc::subscribe {

// Values of rule_ids and of owners in one request.
inline constexpr int kMaxWatchValues = 1'000;

// Greater values of max_batch mean this.
inline constexpr int32_t kMaxBatch = 128;

// Every bad field of a WatchAlerts request, except for its cursor, which is
// checked when the subscription starts. Pure.
std::vector<base::Violation> ValidateWatchAlerts(const v1::WatchAlertsRequest& request);

// Alerts as a log: every version that passes, in log order, at least once. It says
// encoded voc.v1.WatchAlertsResponse messages.
//
// Live, it is given what concerns it by the router and does nothing otherwise. Who
// is behind, or so slow that its inbox overflows, reads the hub's recent commits or
// the event log from where it stands until it is live again.
class AlertSubscription final : public Subscription<EncodedMessage> {
 public:
  // What it works on; outlives it.
  struct Environment {
    const Hub* hub = nullptr;
    AlertRouter* router = nullptr;
    const store::EventLog* log = nullptr;
    // Which events made alerts, see Views::AlertsAfter.
    std::function<absl::StatusOr<views::AlertRows>(store::Sequence after)> alerts_after;
    const views::Dictionaries* dictionaries = nullptr;
    const base::Clock* clock = nullptr;   // the time of day
    const base::Clock* steady = nullptr;  // for intervals
    const CursorCodec* cursors = nullptr;
  };

  // `request` has passed ValidateWatchAlerts.
  AlertSubscription(const v1::WatchAlertsRequest& request, const Environment& environment);
  ~AlertSubscription() override;

  // Errors: INVALID_ARGUMENT for a bad cursor, OUT_OF_RANGE for one that is too
  // old, those of the log.
  absl::StatusOr<Step<EncodedMessage>> Next() override;

  std::string cursor() const override { return environment_.cursors->Encode(position_); }

  bool heavy() const override { return heavy_; }

 private:
  using Event = storage::v1::FeedbackEvent;

  // What a step has said and looked at so far.
  struct Output {
    Step<EncodedMessage> step;    // of alerts in their form, until they are put into batches
    std::vector<Position> after;  // each of them
    size_t bytes = 0;
    int64_t rows_left = 0;  // that the step may still look at
    bool full() const;
    void Add(EncodedMessage message);
    void AddAlert(EncodedMessage alert, Position after);
  };

  absl::StatusOr<Step<EncodedMessage>> Start(base::TimeNs watermark);
  absl::StatusOr<Step<EncodedMessage>> GoOn(base::TimeNs watermark);
  absl::StatusOr<Position> FindStart() const;
  absl::StatusOr<Position> FindTime(base::TimeNs time) const;
  // Says what comes next, from wherever that is to be had. Returns whether that was
  // all there is.
  absl::StatusOr<bool> Advance(store::Sequence newest, Output& output);
  // Begins to be given what is committed.
  void GoLive();
  // The commits before those that the inbox is given.
  absl::Status ReadRecent(Output& output);
  absl::StatusOr<bool> TakeInbox(Output& output);
  // Looks at the alerts that are stored, and reads the log where one may be wanted.
  absl::Status ReadStored(store::Sequence newest, Output& output);
  absl::Status FindCandidates(Output& output);
  absl::Status TakeCandidates(Output& output);
  // Moves past the event, or into it if the output is full. `passes` says whether
  // the feedback passes the filter.
  template <typename PassesFunction>
  absl::Status Take(const AlertingEvent& alerting, Output& output, const PassesFunction& passes);
  absl::StatusOr<bool> PassesLogged(const AlertingEvent& alerting) const;
  void AddProgress(base::TimeNs watermark, store::Sequence newest, Output& output);

  const Environment environment_;
  const v1::StartPosition start_;
  const size_t max_batch_;  // alerts a message
  const AlertForm form_;
  const std::shared_ptr<const AlertMatcher> matcher_;

  bool started_ = false;
  bool heavy_;  // the next step reads the disk
  Position position_;
  std::shared_ptr<AlertInbox> inbox_;  // null while it is not live
  store::Sequence inbox_after_ = 0;    // the inbox is given what comes after this
  bool catching_up_ = false;           // has been reading the log
  // Events ahead that may have made an alert that is wanted, at most
  // views::kAlertBlockRows; others up to where these were looked for did not.
  std::deque<store::Sequence> candidates_;
  store::Sequence candidates_reached_ = 0;
  base::TimeNs last_sent_ns_ = 0;  // steady
  int64_t events_since_sent_ = 0;  // looked at in the log
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_SUBSCRIPTION_H_
