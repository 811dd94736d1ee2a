#include "server/subscribe/trend_subscription.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/time.h"

namespace voc::subscribe {

namespace {

void AddViolations(const v1::QueryTrendRequest& query, const std::string& name,
                   std::vector<base::Violation>& all) {
  for (base::Violation& violation : views::ValidateTrendRequest(query)) {
    violation.field = absl::StrCat(name, ".", violation.field);
    all.push_back(std::move(violation));
  }
}

}  // namespace

std::vector<base::Violation> ValidateWatchTrends(const v1::WatchTrendsRequest& request) {
  std::vector<base::Violation> violations;
  AddViolations(request.query(), "query", violations);
  if (request.more_queries_size() > kMaxMoreQueries) {
    violations.push_back({"more_queries", absl::StrCat(request.more_queries_size(),
                                                       " of them; at most ", kMaxMoreQueries)});
    return violations;
  }
  for (int i = 0; i < request.more_queries_size(); ++i) {
    AddViolations(request.more_queries(i), absl::StrCat("more_queries[", i, "]"), violations);
  }
  return violations;
}

TrendSubscription::TrendSubscription(const v1::QueryTrendRequest& query, TrendBoard* board)
    : query_(query), board_(board) {}

TrendSubscription::~TrendSubscription() {
  if (held_ != nullptr) held_->trend().RemoveWatcher(watcher_);
}

std::string TrendSubscription::cursor() const {
  const store::Sequence seen = held_ == nullptr ? 0 : held_->trend().seen().sequence;
  return board_->environment().cursors->Encode(Position{.sequence = seen});
}

absl::StatusOr<Step<EncodedMessage>> TrendSubscription::Next() {
  if (held_ == nullptr) {
    absl::Status watching = Watch();
    if (!watching.ok()) return watching;
  }
  const base::TimeNs now = board_->environment().steady->Now();
  if (state_ == nullptr && now >= not_before_ns_) {
    absl::Status taken = TakeState(now);
    if (!taken.ok()) return taken;
  }
  Step<EncodedMessage> step;
  if (state_ != nullptr) Send(step);
  if (sent_ > 0 && state_ == nullptr && step.messages.empty() &&
      now - last_sent_ns_ >= kProgressInterval) {
    const StandingTrend::Seen seen = held_->trend().seen();
    AddProgress(board_->environment().cursors->Encode(Position{.sequence = seen.sequence}),
                seen.time, step);
  }
  if (!step.messages.empty()) {
    last_sent_ns_ = now;
    return step;
  }
  step.delay_ns = last_sent_ns_ + kProgressInterval - now;
  if (step.delay_ns <= 0) step.delay_ns = kProgressInterval;  // nothing to say before the snapshot
  if (now < not_before_ns_) step.delay_ns = std::min(step.delay_ns, not_before_ns_ - now);
  return step;
}

absl::Status TrendSubscription::Watch() {
  absl::StatusOr<std::shared_ptr<const TrendBoard::Held>> held = board_->Hold(query_);
  if (!held.ok()) return held.status();
  held_ = *std::move(held);
  last_sent_ns_ = board_->environment().steady->Now();
  watcher_ = held_->trend().AddWatcher(wake());
  held_->Schedule();
  return absl::OkStatus();
}

absl::Status TrendSubscription::TakeState(base::TimeNs now) {
  absl::StatusOr<std::shared_ptr<const TrendState>> state = held_->trend().Take(watcher_);
  if (!state.ok()) return state.status();
  if (*state == nullptr || (*state)->version == sent_) return absl::OkStatus();
  state_ = *std::move(state);
  not_before_ns_ = now + kMinEvaluationInterval;
  next_ = 0;
  sending_vanished_ = sent_any_ = false;
  return absl::OkStatus();
}

void TrendSubscription::Send(Step<EncodedMessage>& step) {
  step_bytes_ = 0;
  const bool first = sent_ == 0;
  if (first && !sent_any_) {
    sent_any_ = true;
    v1::WatchTrendsResponse message;
    message.set_cursor(state_->cursor);
    message.mutable_started()->set_sequence(state_->sequence);
    base::SetTimestamp(state_->time, *message.mutable_started()->mutable_server_time());
    step.messages.push_back(Encode(message, state_->cursor));
  }
  if (!sending_vanished_) {
    if (!SendChanged(state_->cells, false, step)) return;
    sending_vanished_ = true;
    next_ = 0;
  }
  if (!SendChanged(state_->vanished, true, step)) return;
  if (first) {
    v1::WatchTrendsResponse message;
    message.set_cursor(state_->cursor);
    message.mutable_snapshot_complete()->set_cells(static_cast<int64_t>(state_->cells.size()));
    step.messages.push_back(Encode(message, state_->cursor));
  } else if (sent_any_) {
    // Says that the cells before it belong together.
    AddProgress(state_->cursor, state_->time, step);
  }
  sent_ = state_->version;
  state_.reset();
}

bool TrendSubscription::SendChanged(const std::vector<TrendCell>& cells, bool vanished,
                                    Step<EncodedMessage>& step) {
  for (; next_ < cells.size(); ++next_) {
    const TrendCell& cell = cells[next_];
    if (cell.changed <= sent_) continue;
    // Whoever was never told of a cell need not hear that it is gone.
    if (vanished && cell.appeared > sent_) continue;
    if (step.messages.size() >= kMaxStepMessages || step_bytes_ >= kMaxStepBytes) return false;
    sent_any_ = true;
    EncodedMessage message{.parts = {state_->cursor_field, cell.upsert}, .cursor = state_->cursor};
    step_bytes_ += message.bytes();
    step.messages.push_back(std::move(message));
  }
  return true;
}

void TrendSubscription::AddProgress(std::string cursor, base::TimeNs watermark,
                                    Step<EncodedMessage>& step) const {
  v1::WatchTrendsResponse message;
  message.set_cursor(cursor);
  base::SetTimestamp(watermark, *message.mutable_progress()->mutable_watermark());
  step.messages.push_back(Encode(message, std::move(cursor)));
}

}  // namespace voc::subscribe
