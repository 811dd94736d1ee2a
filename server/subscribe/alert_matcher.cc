#include "server/subscribe/alert_matcher.h"

#include <algorithm>

#include "server/alerts/alert.h"
#include "server/alerts/rules.h"

namespace voc::subscribe {
namespace {

bool PassesAll(v1::Filter filter) {
  filter.clear_include_excluded();  // has no effect on watching
  return filter.ByteSizeLong() == 0;
}

bool WantsUnowned(const v1::WatchAlertsRequest& request) {
  return request.owners().empty() ||
         std::find(request.owners().begin(), request.owners().end(), "") != request.owners().end();
}

}  // namespace

AlertMatcher::AlertMatcher(const v1::WatchAlertsRequest& request,
                           const views::Dictionaries& dictionaries)
    : dictionaries_(&dictionaries),
      rule_ids_(request.rule_ids().begin(), request.rule_ids().end()),
      min_severity_(request.min_severity()),
      wants_unowned_(WantsUnowned(request)),
      include_backfill_(request.include_backfill()),
      passes_all_(PassesAll(request.filter())),
      accounts_(request.filter().account_ids().begin(), request.filter().account_ids().end()),
      sources_(request.filter().source_ids().begin(), request.filter().source_ids().end()),
      filter_(request.filter(), dictionaries, views::Exclusions::kIgnore) {}

bool AlertMatcher::Wants(const storage::v1::FeedbackEvent& event,
                         const storage::v1::AlertMark& mark) const {
  if (!include_backfill_ && alerts::IsBackfill(event, mark)) return false;
  if (!rule_ids_.empty() && !rule_ids_.contains(mark.rule_id())) return false;
  // Nobody owns an alert before alerts can be assigned.
  if (!wants_unowned_) return false;
  if (min_severity_ == v1::ALERT_SEVERITY_UNSPECIFIED) return true;
  const alerts::Rule* rule = alerts::FindRule(mark.rule_id());
  return rule != nullptr && rule->severity >= min_severity_;
}

bool AlertMatcher::MayWant(const views::AlertRow& row) const {
  if ((row.bits & views::kBackfill) != 0 && !include_backfill_) return false;
  if (passes_all_ || (row.bits & views::kCorrection) != 0) return true;
  absl::MutexLock lock(&mutex_);
  return filter_.Matches(row.fact);
}

bool AlertMatcher::Passes(const AlertingEvent& alerting) const {
  if (passes_all_) return true;
  const EventFacts& facts = alerting.Facts(*dictionaries_);
  return Matches(alerting.event(), facts.after) ||
         (facts.before.has_value() && Matches(*alerting.before(), *facts.before));
}

bool AlertMatcher::Matches(const storage::v1::FeedbackEvent& event, const views::Fact& fact) const {
  if (passes_all_) return true;
  absl::MutexLock lock(&mutex_);
  return filter_.Matches(fact) && (!filter_.needs_text() || filter_.MatchesText(event.feedback()));
}

}  // namespace voc::subscribe
