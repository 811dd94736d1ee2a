#include "server/subscribe/alert_subscription.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/alerts/rules.h"
#include "server/subscribe/alert_message.h"
#include "server/views/facts/fact_from_event.h"
#include "server/views/query/filter_validate.h"
#include "server/views/query/timestamps.h"
#include "server/views/reader/stored_event.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::subscribe {
namespace {

// Events of the hub looked at in one step, and rows of stored alerts, so that every
// subscription gets its turn.
constexpr size_t kMaxStepEvents = 1024;
constexpr int64_t kMaxStepRows = 8 * 1024;

// Records of the log read at once.
constexpr size_t kMaxRead = 64;

// Who catches up moves its cursor at least once in so many events, alert or not.
constexpr int64_t kProgressEvents = 1024 * 1024;

constexpr char kCursorField[] = "start.after_cursor";

std::string RuleNames() {
  return absl::StrJoin(alerts::BuiltInRules(), ", ",
                       [](std::string* out, const alerts::Rule& rule) { out->append(rule.id); });
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
  if (request.max_batch() < 0) violations.push_back({"max_batch", "must not be negative"});
  if (request.owners_size() > kMaxWatchValues) {
    violations.push_back({"owners", absl::StrCat("must hold at most ", kMaxWatchValues)});
  }
  return violations;
}

bool AlertSubscription::Output::full() const {
  return step.messages.size() >= kMaxStepMessages || bytes >= kMaxStepBytes;
}

void AlertSubscription::Output::Add(EncodedMessage message) {
  bytes += message.bytes();
  step.messages.push_back(std::move(message));
}

void AlertSubscription::Output::AddAlert(EncodedMessage alert, Position position) {
  Add(std::move(alert));
  after.push_back(position);
}

AlertSubscription::AlertSubscription(const v1::WatchAlertsRequest& request,
                                     const Environment& environment)
    : environment_(environment),
      start_(request.start()),
      max_batch_(static_cast<size_t>(std::clamp(request.max_batch(), 1, kMaxBatch))),
      form_(max_batch_ == 1 ? AlertForm::kAlone : AlertForm::kInBatch),
      matcher_(std::make_shared<const AlertMatcher>(request, *environment.dictionaries)),
      heavy_(start_.has_since_time()) {}

AlertSubscription::~AlertSubscription() {
  if (inbox_ != nullptr) environment_.router->Leave(*inbox_);
}

absl::StatusOr<Step<EncodedMessage>> AlertSubscription::Next() {
  const base::TimeNs watermark = environment_.clock->Now();
  absl::StatusOr<Step<EncodedMessage>> step = started_ ? GoOn(watermark) : Start(watermark);
  heavy_ = inbox_ == nullptr && !environment_.hub->Remembers(position_.sequence);
  return step;
}

absl::StatusOr<Step<EncodedMessage>> AlertSubscription::Start(base::TimeNs watermark) {
  absl::StatusOr<Position> start = FindStart();
  if (!start.ok()) return start.status();
  position_ = *start;
  started_ = true;
  v1::WatchAlertsResponse message;
  message.set_cursor(cursor());
  message.mutable_started()->set_oldest_cursor(
      environment_.cursors->Encode(OldestPosition(environment_.log->oldest())));
  base::SetTimestamp(watermark, *message.mutable_started()->mutable_server_time());
  last_sent_ns_ = environment_.steady->Now();
  Output output;
  output.Add(Encode(message, message.cursor()));
  return std::move(output.step);
}

absl::StatusOr<Step<EncodedMessage>> AlertSubscription::GoOn(base::TimeNs watermark) {
  Output output;
  const store::Sequence newest = environment_.hub->newest();
  output.rows_left = kMaxStepRows;
  const absl::StatusOr<bool> all = Advance(newest, output);
  if (!all.ok()) return all.status();
  if (form_ == AlertForm::kInBatch) {
    output.step.messages =
        InBatches(std::move(output.step.messages), output.after, max_batch_, *environment_.cursors);
  }
  const bool caught_up = *all && catching_up_;
  if (*all) catching_up_ = false;

  const base::TimeNs now = environment_.steady->Now();
  const bool silent_too_long =
      now - last_sent_ns_ >= kProgressInterval || events_since_sent_ >= kProgressEvents;
  if (caught_up || (output.step.messages.empty() && silent_too_long)) {
    AddProgress(watermark, newest, output);
  }
  if (!output.step.messages.empty()) {
    last_sent_ns_ = now;
    events_since_sent_ = 0;
  } else if (*all) {
    output.step.delay_ns = last_sent_ns_ + kProgressInterval - now;
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

absl::StatusOr<bool> AlertSubscription::Advance(store::Sequence newest, Output& output) {
  if (inbox_ == nullptr) {
    if (environment_.hub->Remembers(position_.sequence)) {
      GoLive();
    } else {
      absl::Status read = ReadStored(newest, output);
      if (!read.ok()) return read;
      return false;
    }
  }
  if (position_.sequence < inbox_after_) {
    absl::Status read = ReadRecent(output);
    if (!read.ok()) return read;
    if (position_.sequence < inbox_after_) return false;
  }
  return TakeInbox(output);
}

void AlertSubscription::GoLive() {
  candidates_.clear();
  inbox_ = environment_.router->MakeInbox(matcher_, form_, wake());
  inbox_after_ = environment_.router->Join(inbox_);
}

absl::Status AlertSubscription::ReadRecent(Output& output) {
  const auto groups = environment_.hub->After(position_.sequence, kMaxStepEvents);
  if (!groups.has_value()) {
    // Forgotten meanwhile: it was not quick enough to be live.
    environment_.router->Leave(*inbox_);
    inbox_.reset();
    return absl::OkStatus();
  }
  for (const auto& group : *groups) {
    if (group->first() > inbox_after_) break;
    for (const AlertingEvent& alerting : group->alerting()) {
      if (alerting.sequence() <= position_.sequence) continue;
      if (output.full()) return absl::OkStatus();
      absl::Status taken = Take(alerting, output, [this](const AlertingEvent& of) {
        return absl::StatusOr<bool>(matcher_->Passes(of));
      });
      if (!taken.ok()) return taken;
      // Full within the event.
      if (position_.sequence < alerting.sequence()) return absl::OkStatus();
    }
    position_ = std::max(position_, Position{.sequence = group->last()});
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> AlertSubscription::TakeInbox(Output& output) {
  // Before looking into the inbox: what it is given up to here is in it by now.
  const Position routed{.sequence = environment_.router->routed()};
  const size_t max_bytes = kMaxStepBytes - std::min(output.bytes, kMaxStepBytes);
  AlertInbox::Taken taken =
      inbox_->Take(position_, kMaxStepMessages - output.step.messages.size(), max_bytes);
  if (taken.lost) {
    inbox_.reset();
    return false;
  }
  for (AlertInbox::Item& item : taken.items) {
    position_ = item.after;
    output.AddAlert(std::move(item.message), item.after);
  }
  if (taken.rest) return false;
  position_ = std::max(position_, routed);
  return true;
}

absl::Status AlertSubscription::ReadStored(store::Sequence newest, Output& output) {
  catching_up_ = true;
  const store::Sequence oldest = environment_.log->oldest();
  if (position_ < OldestPosition(oldest)) {
    // Retention has passed the subscriber.
    return environment_.cursors->Check(position_, oldest, newest, kCursorField);
  }
  while (!output.full() && output.rows_left > 0 && position_.sequence < newest) {
    if (candidates_.empty()) {
      absl::Status found = FindCandidates(output);
      if (!found.ok()) return found;
    }
    absl::Status taken = TakeCandidates(output);
    if (!taken.ok()) return taken;
    if (!candidates_.empty()) continue;
    const Position reached{.sequence = candidates_reached_};
    if (reached > position_) position_ = reached;
  }
  return absl::OkStatus();
}

absl::Status AlertSubscription::FindCandidates(Output& output) {
  const absl::StatusOr<views::AlertRows> found = environment_.alerts_after(position_.sequence);
  if (!found.ok()) return found.status();
  if (found->reached <= position_.sequence) {
    return absl::DataLossError(
        absl::StrCat("the views know no alerts after event ", position_.sequence));
  }
  for (const views::AlertRow& row : found->rows) {
    if (matcher_->MayWant(row)) candidates_.push_back(row.fact.event_sequence);
  }
  candidates_reached_ = found->reached;
  output.rows_left -= std::max<int64_t>(static_cast<int64_t>(found->rows.size()), 1);
  events_since_sent_ += static_cast<int64_t>(found->reached - position_.sequence);
  return absl::OkStatus();
}

absl::Status AlertSubscription::TakeCandidates(Output& output) {
  while (!candidates_.empty() && !output.full()) {
    const size_t count =
        std::min({candidates_.size(), kMaxRead, kMaxStepMessages - output.step.messages.size()});
    const std::vector<store::Sequence> sequences(candidates_.begin(),
                                                 candidates_.begin() + static_cast<long>(count));
    const absl::StatusOr<std::vector<std::string>> payloads = environment_.log->ReadMany(sequences);
    if (!payloads.ok()) return payloads.status();
    for (size_t i = 0; i < count; ++i) {
      absl::StatusOr<Event> event = views::ParseEvent((*payloads)[i]);
      if (!event.ok()) return event.status();
      const AlertingEvent alerting(sequences[i], *event);
      absl::Status taken =
          Take(alerting, output, [this](const AlertingEvent& of) { return PassesLogged(of); });
      if (!taken.ok()) return taken;
      if (position_.sequence < sequences[i]) return absl::OkStatus();  // full within the event
      candidates_.pop_front();
    }
  }
  return absl::OkStatus();
}

template <typename PassesFunction>
absl::Status AlertSubscription::Take(const AlertingEvent& alerting, Output& output,
                                     const PassesFunction& passes) {
  const Event& event = alerting.event();
  const bool begun = position_.sequence + 1 == alerting.sequence();
  const int begin = begun ? static_cast<int>(position_.alerts) : 0;
  std::optional<bool> passed;  // evaluated for the first alert that is wanted
  for (int i = begin; i < event.alerts_size(); ++i) {
    const storage::v1::AlertMark& mark = event.alerts(i);
    if (mark.sequence() != alerting.sequence() || !matcher_->Wants(event, mark)) continue;
    if (!passed.has_value()) {
      absl::StatusOr<bool> evaluated = passes(alerting);
      if (!evaluated.ok()) return evaluated.status();
      passed = *evaluated;
    }
    if (!*passed) break;
    if (output.full()) return absl::OkStatus();
    position_ = alerting.After(i);
    output.AddAlert(alerting.Message(i, form_, *environment_.cursors), position_);
  }
  position_ = Position{.sequence = alerting.sequence()};
  return absl::OkStatus();
}

absl::StatusOr<bool> AlertSubscription::PassesLogged(const AlertingEvent& alerting) const {
  if (matcher_->Passes(alerting)) return true;
  const store::Sequence previous = alerting.event().previous_sequence();
  if (previous == 0) return false;
  const absl::StatusOr<Event> before = views::ReadEvent(*environment_.log, previous);
  if (absl::IsNotFound(before.status())) return false;  // beyond retention
  if (!before.ok()) return before.status();
  return matcher_->Matches(*before, views::FindFact(*before, previous, *environment_.dictionaries));
}

void AlertSubscription::AddProgress(base::TimeNs watermark, store::Sequence newest,
                                    Output& output) {
  v1::WatchAlertsResponse message;
  message.set_cursor(cursor());
  base::SetTimestamp(watermark, *message.mutable_progress()->mutable_watermark());
  message.mutable_progress()->set_lag(
      newest > position_.sequence ? static_cast<int64_t>(newest - position_.sequence) : 0);
  output.Add(Encode(message, message.cursor()));
}

}  // namespace voc::subscribe
