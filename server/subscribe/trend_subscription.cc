#include "server/subscribe/trend_subscription.h"

#include <algorithm>

#include "absl/hash/hash.h"
#include "absl/strings/str_cat.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"
#include "server/views/query/trend.h"
#include "server/views/query/trend_spec.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"

namespace voc::subscribe {
namespace {

// The same bytes for the same message, whatever the order of its maps.
std::string Serialize(const google::protobuf::MessageLite& message) {
  std::string bytes;
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

// Of all that a subscriber is told of: a cell is not sent again only because it
// was computed later or its bucket became final.
uint64_t HashPoint(const v1::TrendPoint& point) {
  v1::TrendPoint hashed = point;
  hashed.clear_revision();
  hashed.clear_final();
  return absl::Hash<std::string>()(Serialize(hashed));
}

std::string PackGroup(const google::protobuf::Map<std::string, std::string>& group) {
  v1::TrendSeries packed;
  *packed.mutable_group() = group;
  return Serialize(packed);
}

v1::Filter WithoutInterval(v1::Filter filter) {
  filter.clear_interval();
  return filter;
}

}  // namespace

std::vector<base::Violation> ValidateWatchTrends(const v1::WatchTrendsRequest& request) {
  std::vector<base::Violation> violations = views::ValidateTrendRequest(request.query());
  for (base::Violation& violation : violations) {
    violation.field = absl::StrCat("query.", violation.field);
  }
  return violations;
}

TrendSubscription::TrendSubscription(const v1::WatchTrendsRequest& request, Environment environment)
    : query_(request.query()),
      environment_(std::move(environment)),
      filter_(WithoutInterval(query_.filter()), *environment_.dictionaries) {}

std::string TrendSubscription::cursor() const {
  return environment_.cursors->Encode(Position{.sequence = seen_});
}

absl::StatusOr<Step<v1::WatchTrendsResponse>> TrendSubscription::Next() {
  const base::TimeNs start = environment_.steady->Now();
  Step<v1::WatchTrendsResponse> step;
  if (evaluation_ == nullptr) {
    LookForChanges();
    if (evaluations_ == 0 || (touched_ && start >= next_evaluation_ns_)) {
      absl::Status evaluated = Evaluate(start, step);
      if (!evaluated.ok()) return evaluated;
    }
  }
  if (evaluation_ != nullptr) {
    const bool all_sent = Send(step);
    const base::TimeNs end = environment_.steady->Now();
    evaluation_->cost_ns += end - start;
    if (all_sent) {
      next_evaluation_ns_ = std::max(evaluation_->start_ns + kMinEvaluationInterval,
                                     end + kEvaluationPause * evaluation_->cost_ns);
      evaluation_.reset();
    }
  }
  const base::TimeNs now = environment_.steady->Now();
  if (step.messages.empty() && now - last_sent_ns_ >= kProgressInterval) {
    AddProgress(touched_ ? evaluated_time_ : seen_time_, step);
  }
  if (!step.messages.empty()) {
    last_sent_ns_ = now;
    return step;
  }
  step.delay_ns = last_sent_ns_ + kProgressInterval - now;
  step.on_commit = !touched_;
  if (touched_) {
    step.delay_ns = std::clamp<base::TimeNs>(next_evaluation_ns_ - now, 0, step.delay_ns);
  }
  return step;
}

void TrendSubscription::LookForChanges() {
  seen_time_ = environment_.clock->Now();
  if (touched_) return;
  const store::Sequence newest = environment_.hub->newest();
  if (newest <= seen_) return;
  const auto groups = environment_.hub->After(seen_, kMaxRecentEvents);
  if (!groups.has_value()) {
    touched_ = true;  // more than the hub remembers: something will have
    return;
  }
  for (const auto& group : *groups) {
    const std::vector<EventFacts>& facts = group->Facts(*environment_.dictionaries);
    for (size_t i = 0; i < facts.size() && !touched_; ++i) {
      if (group->events()[i].sequence > seen_) touched_ = Touches(facts[i]);
    }
    if (touched_) return;
    seen_ = std::max(seen_, group->last());
  }
}

bool TrendSubscription::Touches(const EventFacts& facts) const {
  return filter_.Matches(facts.after) ||
         (facts.before.has_value() && filter_.Matches(*facts.before));
}

absl::Status TrendSubscription::Evaluate(base::TimeNs start, Step<v1::WatchTrendsResponse>& step) {
  const base::TimeNs time = environment_.clock->Now();
  const std::shared_ptr<const views::FactSource> source = environment_.snapshot();
  absl::StatusOr<v1::QueryTrendResponse> response =
      views::QueryTrend(query_, *source, *environment_.dictionaries, *environment_.reader, time);
  if (!response.ok()) return response.status();
  int64_t cells = 0;
  for (const v1::TrendSeries& series : response->series()) cells += series.points_size();
  if (cells > kMaxWatchedCells) {
    return base::InvalidField("query",
                              absl::StrCat("has ", cells, " cells; at most ", kMaxWatchedCells,
                                           " can be watched: narrow the interval or the groups"));
  }
  seen_ = source->sequence();
  evaluated_time_ = time;
  touched_ = false;
  evaluation_ = std::make_unique<Evaluation>();
  evaluation_->response = *std::move(response);
  evaluation_->start_ns = start;
  if (evaluations_++ == 0) {
    v1::WatchTrendsResponse::Started& started = *Add(step).mutable_started();
    started.set_sequence(seen_);
    base::SetTimestamp(time, *started.mutable_server_time());
  }
  return absl::OkStatus();
}

bool TrendSubscription::Send(Step<v1::WatchTrendsResponse>& step) {
  Evaluation& evaluation = *evaluation_;
  SendChanged(step);
  if (evaluation.series < evaluation.response.series_size()) return false;
  if (!evaluation.looked_for_vanished) FindVanished();
  while (evaluation.vanished_sent < evaluation.vanished.size()) {
    if (step.messages.size() >= kMaxStepMessages) return false;
    evaluation.sent_any = true;
    *Add(step).mutable_upsert() = std::move(evaluation.vanished[evaluation.vanished_sent++]);
  }
  if (!complete_) {
    complete_ = true;
    int64_t cells = 0;
    for (const auto& [group, series] : sent_) cells += static_cast<int64_t>(series.cells.size());
    Add(step).mutable_snapshot_complete()->set_cells(cells);
  } else if (evaluation.sent_any) {
    // Says that the cells before it belong together.
    AddProgress(evaluated_time_, step);
  }
  return true;
}

void TrendSubscription::SendChanged(Step<v1::WatchTrendsResponse>& step) {
  size_t bytes = 0;
  Evaluation& evaluation = *evaluation_;
  for (; evaluation.series < evaluation.response.series_size(); ++evaluation.series) {
    v1::TrendSeries& series = *evaluation.response.mutable_series(evaluation.series);
    Series& sent = sent_[PackGroup(series.group())];
    sent.group = series.group();
    for (; evaluation.point < series.points_size(); ++evaluation.point) {
      if (step.messages.size() >= kMaxStepMessages || bytes >= kMaxStepBytes) return;
      v1::TrendPoint& point = *series.mutable_points(evaluation.point);
      const Times times(base::FromTimestamp(point.start_time()),
                        base::FromTimestamp(point.end_time()));
      const uint64_t hash = HashPoint(point);
      const auto [it, added] = sent.cells.try_emplace(times);
      const bool changed = added || it->second.hash != hash;
      it->second = Cell{.hash = hash, .evaluation = evaluations_};
      if (!changed) continue;
      evaluation.sent_any = true;
      v1::WatchTrendsResponse& message = Add(step);
      *message.mutable_upsert()->mutable_group() = series.group();
      message.mutable_upsert()->mutable_point()->Swap(&point);
      bytes += message.ByteSizeLong();
    }
    evaluation.point = 0;
  }
}

void TrendSubscription::FindVanished() {
  evaluation_->looked_for_vanished = true;
  for (auto series = sent_.begin(); series != sent_.end();) {
    auto& cells = series->second.cells;
    for (auto cell = cells.begin(); cell != cells.end();) {
      if (cell->second.evaluation == evaluations_) {
        ++cell;
        continue;
      }
      v1::WatchTrendsResponse::Upsert& gone = evaluation_->vanished.emplace_back();
      *gone.mutable_group() = series->second.group;
      base::SetTimestamp(cell->first.first, *gone.mutable_point()->mutable_start_time());
      base::SetTimestamp(cell->first.second, *gone.mutable_point()->mutable_end_time());
      gone.mutable_point()->set_below_min_n(true);
      gone.mutable_point()->set_revision(seen_);
      cells.erase(cell++);
    }
    series = cells.empty() ? sent_.erase(series) : std::next(series);
  }
}

v1::WatchTrendsResponse& TrendSubscription::Add(Step<v1::WatchTrendsResponse>& step) const {
  v1::WatchTrendsResponse& message = step.messages.emplace_back();
  message.set_cursor(cursor());
  return message;
}

void TrendSubscription::AddProgress(base::TimeNs watermark,
                                    Step<v1::WatchTrendsResponse>& step) const {
  base::SetTimestamp(watermark, *Add(step).mutable_progress()->mutable_watermark());
}

}  // namespace voc::subscribe
