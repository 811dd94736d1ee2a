#include "server/subscribe/alert_subscription.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/alerts/alert.h"
#include "server/alerts/rules.h"
#include "server/views/facts/fact_from_event.h"
#include "server/views/query/filter_validate.h"
#include "server/views/query/timestamps.h"
#include "server/views/reader/stored_event.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::subscribe {
namespace {

// Events looked at in one step, so that every subscription gets its turn.
constexpr int64_t kMaxStepEvents = 1024;

// A cursor moves at least once in so many events, alert or not.
constexpr int64_t kProgressEvents = 16 * 1024;

constexpr char kCursorField[] = "start.after_cursor";

std::string RuleNames() {
  return absl::StrJoin(alerts::BuiltInRules(), ", ",
                       [](std::string* out, const alerts::Rule& rule) { out->append(rule.id); });
}

bool PassesAll(const v1::Filter& filter) {
  v1::Filter rest = filter;
  rest.clear_include_excluded();
  return rest.ByteSizeLong() == 0;
}

bool WantsUnowned(const v1::WatchAlertsRequest& request) {
  return request.owners().empty() ||
         std::find(request.owners().begin(), request.owners().end(), "") != request.owners().end();
}

}  // namespace

std::vector<base::Violation> ValidateWatchAlerts(const v1::WatchAlertsRequest& request) {
  std::vector<base::Violation> violations;
  if (request.start().has_since_time() && !views::IsValid(request.start().since_time())) {
    violations.push_back({"start.since_time", "must be a valid timestamp"});
  }
  std::vector<base::Violation> of_filter = views::ValidateFilter(request.filter(), "filter");
  std::move(of_filter.begin(), of_filter.end(), std::back_inserter(violations));
  if (request.rule_ids_size() > kMaxWatchValues) {
    violations.push_back({"rule_ids", absl::StrCat("must hold at most ", kMaxWatchValues)});
  } else {
    for (int i = 0; i < request.rule_ids_size(); ++i) {
      if (alerts::FindRule(request.rule_ids(i)) != nullptr) continue;
      violations.push_back(
          {absl::StrCat("rule_ids[", i, "]"), absl::StrCat("must be one of ", RuleNames())});
    }
  }
  if (!v1::AlertSeverity_IsValid(request.min_severity())) {
    violations.push_back({"min_severity", "must be LOW, MEDIUM, HIGH or CRITICAL"});
  }
  if (request.owners_size() > kMaxWatchValues) {
    violations.push_back({"owners", absl::StrCat("must hold at most ", kMaxWatchValues)});
  }
  return violations;
}

bool AlertSubscription::Output::full() const {
  return step.messages.size() >= kMaxStepMessages || bytes >= kMaxStepBytes;
}

AlertSubscription::AlertSubscription(const v1::WatchAlertsRequest& request,
                                     const Environment& environment)
    : environment_(environment),
      start_(request.start()),
      rule_ids_(request.rule_ids().begin(), request.rule_ids().end()),
      min_severity_(request.min_severity()),
      wants_unowned_(WantsUnowned(request)),
      include_backfill_(request.include_backfill()),
      passes_all_(PassesAll(request.filter())),
      filter_(request.filter(), *environment.dictionaries, views::Exclusions::kIgnore) {}

absl::StatusOr<Step<v1::WatchAlertsResponse>> AlertSubscription::Next() {
  const base::TimeNs watermark = environment_.clock->Now();
  Output output;
  if (!started_) {
    absl::StatusOr<Position> start = FindStart();
    if (!start.ok()) return start.status();
    position_ = *start;
    started_ = true;
    v1::WatchAlertsResponse& message = output.step.messages.emplace_back();
    message.set_cursor(cursor());
    message.mutable_started()->set_oldest_cursor(
        environment_.cursors->Encode(OldestPosition(environment_.log->oldest())));
    base::SetTimestamp(watermark, *message.mutable_started()->mutable_server_time());
    last_sent_ns_ = environment_.steady->Now();
    return std::move(output.step);
  }

  const store::Sequence newest = environment_.hub->newest();
  if (position_.sequence < newest) {
    output.events_left = kMaxStepEvents;
    const auto groups = environment_.hub->After(position_.sequence, kMaxStepEvents);
    catching_up_ = !groups.has_value();
    absl::Status read = groups.has_value() ? ReadRing(*groups, output) : ReadLog(newest, output);
    if (!read.ok()) return read;
  }
  const bool reached = position_.sequence >= newest;
  const bool caught_up = reached && catching_up_;
  if (reached) catching_up_ = false;

  const base::TimeNs now = environment_.steady->Now();
  const bool silent_too_long =
      now - last_sent_ns_ >= kProgressInterval || events_since_sent_ >= kProgressEvents;
  if (caught_up || (output.step.messages.empty() && silent_too_long)) {
    AddProgress(watermark, newest, output);
  }
  if (!output.step.messages.empty()) {
    last_sent_ns_ = now;
    events_since_sent_ = 0;
  } else if (reached) {
    output.step.delay_ns = last_sent_ns_ + kProgressInterval - now;
    output.step.on_commit = true;
  }
  return std::move(output.step);
}

absl::StatusOr<Position> AlertSubscription::FindStart() const {
  const store::EventLog& log = *environment_.log;
  switch (start_.position_case()) {
    case v1::StartPosition::kEarliest:
      return OldestPosition(log.oldest());
    case v1::StartPosition::kSinceTime:
      return FindTime(base::FromTimestamp(start_.since_time()));
    case v1::StartPosition::kAfterCursor: {
      absl::StatusOr<Position> position =
          environment_.cursors->Decode(start_.after_cursor(), kCursorField);
      if (!position.ok()) return position.status();
      absl::Status usable =
          environment_.cursors->Check(*position, log.oldest(), log.newest(), kCursorField);
      if (!usable.ok()) return usable;
      return *position;
    }
    case v1::StartPosition::kLatest:
    case v1::StartPosition::POSITION_NOT_SET:
      break;
  }
  // The log, not the hub, whose newest may trail what was already acknowledged.
  return Position{.sequence = log.newest()};
}

absl::StatusOr<Position> AlertSubscription::FindTime(base::TimeNs time) const {
  const store::EventLog& log = *environment_.log;
  store::Sequence low = std::max<store::Sequence>(log.oldest(), 1);
  store::Sequence high = log.newest() + 1;  // the first at or after `time` is in [low, high]
  while (low < high) {
    const store::Sequence middle = low + (high - low) / 2;
    absl::StatusOr<Event> event = views::ReadEvent(log, middle);
    if (!event.ok()) return event.status();
    if (event->time_ns() < time) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return Position{.sequence = low - 1};
}

absl::Status AlertSubscription::ReadRing(
    const std::vector<std::shared_ptr<const RecentGroup>>& groups, Output& output) {
  for (const auto& group : groups) {
    for (const size_t index : group->alerting()) {
      const views::CommittedEvent& committed = group->events()[index];
      if (committed.sequence <= position_.sequence) continue;
      if (output.full() || output.events_left == 0) return absl::OkStatus();
      absl::Status taken =
          Take(committed.sequence, *committed.event, committed.before.get(), output);
      if (!taken.ok()) return taken;
    }
    if (output.full()) return absl::OkStatus();
    events_since_sent_ += static_cast<int64_t>(group->last() - position_.sequence);
    position_ = Position{.sequence = group->last()};
  }
  return absl::OkStatus();
}

absl::Status AlertSubscription::ReadLog(store::Sequence newest, Output& output) {
  const std::unique_ptr<store::LogReader> reader =
      environment_.log->ReadFrom(position_.sequence + 1);
  while (!output.full() && output.events_left > 0 && position_.sequence < newest) {
    const store::Sequence expected = position_.sequence + 1;
    if (!reader->Next()) {
      if (!reader->status().ok()) return reader->status();
      return absl::DataLossError(absl::StrCat("the log ends before event ", expected));
    }
    if (reader->sequence() != expected) {
      // Retention has passed the subscriber.
      return environment_.cursors->Check(position_, reader->sequence(), newest, kCursorField);
    }
    absl::StatusOr<Event> event = views::ParseEvent(reader->payload());
    if (!event.ok()) return event.status();
    absl::Status taken = Take(expected, *event, nullptr, output);
    if (!taken.ok()) return taken;
  }
  return absl::OkStatus();
}

absl::Status AlertSubscription::Take(store::Sequence sequence, const Event& event,
                                     const Event* before, Output& output) {
  const bool begun = position_.sequence + 1 == sequence;
  const int begin = begun ? static_cast<int>(position_.alerts) : 0;
  std::optional<bool> passes;  // evaluated for the first alert that is wanted
  for (int i = begin; i < event.alerts_size(); ++i) {
    const storage::v1::AlertMark& mark = event.alerts(i);
    if (mark.sequence() != sequence || !Wants(event, mark)) continue;
    if (!passes.has_value()) {
      absl::StatusOr<bool> evaluated = Passes(sequence, event, before);
      if (!evaluated.ok()) return evaluated.status();
      passes = *evaluated;
    }
    if (!*passes) break;
    if (output.full()) return absl::OkStatus();
    const bool last = i + 1 == event.alerts_size();
    position_ = last ? Position{.sequence = sequence}
                     : Position{.sequence = sequence - 1, .alerts = static_cast<uint32_t>(i + 1)};
    v1::WatchAlertsResponse& message = output.step.messages.emplace_back();
    message.set_cursor(cursor());
    *message.mutable_alert() = alerts::BuildAlert(event, mark, sequence);
    output.bytes += message.ByteSizeLong();
  }
  position_ = Position{.sequence = sequence};
  --output.events_left;
  ++events_since_sent_;
  return absl::OkStatus();
}

bool AlertSubscription::Wants(const Event& event, const storage::v1::AlertMark& mark) const {
  if (event.backfill() && !include_backfill_) return false;
  if (!rule_ids_.empty() && !rule_ids_.contains(mark.rule_id())) return false;
  // Nobody owns an alert before alerts can be assigned.
  if (!wants_unowned_) return false;
  if (min_severity_ == v1::ALERT_SEVERITY_UNSPECIFIED) return true;
  const alerts::Rule* rule = alerts::FindRule(mark.rule_id());
  return rule != nullptr && rule->severity >= min_severity_;
}

absl::StatusOr<bool> AlertSubscription::Passes(store::Sequence sequence, const Event& event,
                                               const Event* before) const {
  if (passes_all_ || Matches(sequence, event)) return true;
  const store::Sequence previous = event.previous_sequence();
  if (previous == 0) return false;
  if (before != nullptr) return Matches(previous, *before);
  absl::StatusOr<Event> read = views::ReadEvent(*environment_.log, previous);
  if (absl::IsNotFound(read.status())) return false;  // beyond retention
  if (!read.ok()) return read.status();
  return Matches(previous, *read);
}

bool AlertSubscription::Matches(store::Sequence sequence, const Event& event) const {
  return filter_.Matches(views::FindFact(event, sequence, *environment_.dictionaries)) &&
         (!filter_.needs_text() || filter_.MatchesText(event.feedback()));
}

void AlertSubscription::AddProgress(base::TimeNs watermark, store::Sequence newest,
                                    Output& output) {
  v1::WatchAlertsResponse& message = output.step.messages.emplace_back();
  message.set_cursor(cursor());
  base::SetTimestamp(watermark, *message.mutable_progress()->mutable_watermark());
  message.mutable_progress()->set_lag(
      newest > position_.sequence ? static_cast<int64_t>(newest - position_.sequence) : 0);
}

}  // namespace voc::subscribe
