#ifndef VOC_SERVER_SUBSCRIBE_ALERT_MATCHER_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_MATCHER_H_

#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_set.h"
#include "absl/synchronization/mutex.h"
#include "server/subscribe/alerting_event.h"
#include "server/views/alert_runs.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "server/views/query/filter.h"
#include "voc/storage/v1/record.pb.h"
#include "voc/v1/alert.pb.h"

namespace voc::subscribe {

// Which alerts a WatchAlerts request asks for. Thread-safe.
class AlertMatcher {
 public:
  // `request` has passed ValidateWatchAlerts; `dictionaries` outlive this.
  AlertMatcher(const v1::WatchAlertsRequest& request, const views::Dictionaries& dictionaries);

  // Whether it asks for such an alert, its filter aside.
  bool Wants(const storage::v1::FeedbackEvent& event, const storage::v1::AlertMark& mark) const;

  // Whether the feedback passed the filter before or after the event.
  bool Passes(const AlertingEvent& alerting) const;

  // Whether one state of a feedback passes the filter; `fact` is that of `event`.
  bool Matches(const storage::v1::FeedbackEvent& event, const views::Fact& fact) const;

  // Whether an alert that the event of `row` made may be one that it asks for; the
  // event itself says.
  bool MayWant(const views::AlertRow& row) const;

  // What the filter passes is of one of these accounts, or sources; empty: of any.
  const std::vector<std::string>& accounts() const { return accounts_; }
  const std::vector<std::string>& sources() const { return sources_; }

 private:
  const views::Dictionaries* const dictionaries_;
  const absl::flat_hash_set<std::string> rule_ids_;
  const v1::AlertSeverity min_severity_;
  const bool wants_unowned_;
  const bool include_backfill_;
  const bool passes_all_;
  const std::vector<std::string> accounts_;
  const std::vector<std::string> sources_;
  mutable absl::Mutex mutex_;  // selecting fills memos
  const views::CompiledFilter filter_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_MATCHER_H_
