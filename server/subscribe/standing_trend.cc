#include "server/subscribe/standing_trend.h"

#include <algorithm>
#include <limits>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "server/subscribe/deterministic.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::subscribe {
namespace {

// It runs after a commit, when a watcher comes or when a pause is over.
constexpr base::TimeNs kIdleNs = 3600 * base::kNsPerSecond;

// Of all that a subscriber is told of: a cell is not sent again only because it
// was computed later or its bucket became final.
uint64_t HashPoint(const v1::TrendPoint& point) {
  v1::TrendPoint hashed = point;
  hashed.clear_revision();
  hashed.clear_final();
  return absl::Hash<std::string>()(SerializeDeterministically(hashed));
}

std::string PackGroup(const google::protobuf::Map<std::string, std::string>& group) {
  v1::TrendSeries packed;
  *packed.mutable_group() = group;
  return SerializeDeterministically(packed);
}

SharedBytes EncodeUpsert(const google::protobuf::Map<std::string, std::string>& group,
                         const v1::TrendPoint& point) {
  v1::WatchTrendsResponse message;
  *message.mutable_upsert()->mutable_group() = group;
  *message.mutable_upsert()->mutable_point() = point;
  return std::make_shared<const std::string>(message.SerializeAsString());
}

v1::Filter WithoutInterval(v1::Filter filter) {
  filter.clear_interval();
  return filter;
}

}  // namespace

StandingTrend::StandingTrend(v1::QueryTrendRequest query, TrendEnvironment environment,
                             std::shared_ptr<views::RunningTrendMemory> memory)
    : query_(std::move(query)),
      environment_(std::move(environment)),
      filter_(WithoutInterval(query_.filter()), *environment_.dictionaries),
      running_(query_, environment_.dictionaries, environment_.reader, std::move(memory)) {}

StandingTrend::WatcherId StandingTrend::AddWatcher(Wake wake) {
  absl::MutexLock lock(&mutex_);
  watchers_[++last_id_] = {.wake = std::move(wake)};
  return last_id_;
}

void StandingTrend::RemoveWatcher(WatcherId id) {
  absl::MutexLock lock(&mutex_);
  watchers_.erase(id);
}

absl::StatusOr<std::shared_ptr<const TrendState>> StandingTrend::Take(WatcherId id) {
  absl::MutexLock lock(&mutex_);
  if (!status_.ok()) return status_;
  if (id > served_) return std::shared_ptr<const TrendState>();
  watchers_[id].taken = state_->version;
  return state_;
}

StandingTrend::Seen StandingTrend::seen() const {
  absl::MutexLock lock(&mutex_);
  const base::TimeNs now = environment_.clock->Now();
  const bool all = !touched_ && environment_.hub->newest() <= seen_;
  return {.sequence = seen_, .time = all || state_ == nullptr ? now : state_->time};
}

bool StandingTrend::failed() const {
  absl::MutexLock lock(&mutex_);
  return !status_.ok();
}

Runner::Next StandingTrend::Run() {
  const base::TimeNs start = environment_.steady->Now();
  bool evaluate = false;
  {
    absl::MutexLock lock(&mutex_);
    if (!status_.ok()) return {.done = true};
    LookForChanges();
    evaluate = touched_ && start >= next_evaluation_ns_;
    if (Awaited()) {
      // What a watcher saw acknowledged is in the views, though the hub may not know.
      const bool is_newest =
          state_ != nullptr && !touched_ && environment_.snapshot()->sequence() <= seen_;
      if (is_newest) Serve(last_id_);
      evaluate |= !is_newest;
    }
  }
  if (evaluate) {
    absl::Status evaluated = Evaluate();
    const base::TimeNs end = environment_.steady->Now();
    next_evaluation_ns_ =
        std::max(start + kMinEvaluationInterval, end + kEvaluationPause * (end - start));
    if (!evaluated.ok()) {
      absl::MutexLock lock(&mutex_);
      status_ = evaluated;
      Serve(last_id_);
      return {.done = true};
    }
  }
  absl::MutexLock lock(&mutex_);
  if (Awaited()) return {.delay_ns = 0};  // they came during the evaluation
  if (!touched_) return {.delay_ns = kIdleNs, .on_commit = true};
  return {.delay_ns = std::max<base::TimeNs>(next_evaluation_ns_ - environment_.steady->Now(), 1)};
}

void StandingTrend::LookForChanges() {
  if (touched_) return;
  const auto groups = environment_.hub->After(seen_, kMaxRecentEvents);
  if (!groups.has_value()) {
    touched_ = true;  // more than the hub remembers: something will have
    return;
  }
  for (const auto& group : *groups) {
    if (query_.metric() == v1::TREND_METRIC_CSAT) {
      // A source may have another top box now.
      const store::Sequence seen = seen_;
      touched_ =
          std::any_of(group->events().begin(), group->events().end(),
                      [seen](const views::CommittedEvent& committed) {
                        return committed.sequence > seen && committed.event->note().has_source();
                      });
      if (touched_) return;
    }
    const std::vector<EventFacts>& facts = group->Facts(*environment_.dictionaries);
    for (size_t i = 0; i < facts.size() && !touched_; ++i) {
      if (facts[i].after.event_sequence > seen_) touched_ = Touches(facts[i]);
    }
    if (touched_) return;
    seen_ = std::max(seen_, group->last());
  }
}

bool StandingTrend::Touches(const EventFacts& facts) const {
  return filter_.Matches(facts.after) ||
         (facts.before.has_value() && filter_.Matches(*facts.before));
}

absl::Status StandingTrend::Evaluate() {
  uint64_t oldest_taken = std::numeric_limits<uint64_t>::max();
  WatcherId served = 0;
  {
    absl::MutexLock lock(&mutex_);
    // Who comes from now on may have seen more acknowledged than the snapshot has.
    served = last_id_;
    for (const auto& [id, watcher] : watchers_) {
      if (watcher.taken > 0) oldest_taken = std::min(oldest_taken, watcher.taken);
    }
  }
  const base::TimeNs time = environment_.clock->Now();
  const std::shared_ptr<const views::FactSource> source = environment_.snapshot();
  const absl::StatusOr<v1::QueryTrendResponse> response = running_.Query(*source, time);
  if (!response.ok()) return response.status();
  int64_t cells = 0;
  for (const v1::TrendSeries& series : response->series()) cells += series.points_size();
  if (cells > kMaxWatchedCells) {
    return base::InvalidField("query",
                              absl::StrCat("has ", cells, " cells; at most ", kMaxWatchedCells,
                                           " can be watched: narrow the interval or the groups"));
  }
  std::shared_ptr<const TrendState> state =
      Compare(*response, source->sequence(), time, oldest_taken);
  absl::MutexLock lock(&mutex_);
  state_ = std::move(state);
  seen_ = source->sequence();
  touched_ = false;
  Serve(served);
  return absl::OkStatus();
}

void StandingTrend::Serve(WatcherId served) {
  served_ = served;
  for (const auto& [id, watcher] : watchers_) {
    if (watcher.wake) watcher.wake();
  }
}

std::shared_ptr<const TrendState> StandingTrend::Compare(const v1::QueryTrendResponse& response,
                                                         store::Sequence sequence,
                                                         base::TimeNs time, uint64_t oldest_taken) {
  auto state = std::make_shared<TrendState>();
  state->version = ++version_;
  state->sequence = sequence;
  state->time = time;
  state->cursor = environment_.cursors->Encode(Position{.sequence = sequence});
  v1::WatchTrendsResponse cursor_alone;
  cursor_alone.set_cursor(state->cursor);
  state->cursor_field = std::make_shared<const std::string>(cursor_alone.SerializeAsString());
  for (const v1::TrendSeries& series : response.series()) {
    Series& known = series_[PackGroup(series.group())];
    known.group = series.group();
    for (const v1::TrendPoint& point : series.points()) {
      const auto [it, added] = known.cells.try_emplace(
          Times(base::FromTimestamp(point.start_time()), base::FromTimestamp(point.end_time())));
      Cell& cell = it->second;
      const uint64_t hash = HashPoint(point);
      if (added) cell.encoded.appeared = version_;
      if (added || cell.vanished || cell.hash != hash) {
        cell.encoded.upsert = EncodeUpsert(series.group(), point);
        cell.encoded.changed = version_;
      }
      cell.hash = hash;
      cell.vanished = false;
      cell.version = version_;
      state->cells.push_back(cell.encoded);
    }
  }
  AddVanished(oldest_taken, *state);
  return state;
}

void StandingTrend::AddVanished(uint64_t oldest_taken, TrendState& state) {
  for (auto series = series_.begin(); series != series_.end();) {
    auto& cells = series->second.cells;
    for (auto it = cells.begin(); it != cells.end();) {
      Cell& cell = it->second;
      if (cell.version == version_) {
        ++it;
        continue;
      }
      if (!cell.vanished) {
        v1::TrendPoint gone;
        base::SetTimestamp(it->first.first, *gone.mutable_start_time());
        base::SetTimestamp(it->first.second, *gone.mutable_end_time());
        gone.set_below_min_n(true);
        gone.set_revision(state.sequence);
        cell.encoded.upsert = EncodeUpsert(series->second.group, gone);
        cell.encoded.changed = version_;
        cell.vanished = true;
      }
      if (cell.encoded.changed <= oldest_taken && cell.encoded.changed < version_) {
        cells.erase(it++);
        continue;
      }
      state.vanished.push_back(cell.encoded);
      ++it;
    }
    series = cells.empty() ? series_.erase(series) : std::next(series);
  }
}

}  // namespace voc::subscribe
