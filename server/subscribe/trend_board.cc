#include "server/subscribe/trend_board.h"

#include <utility>

#include "server/subscribe/deterministic.h"

namespace voc::subscribe {

absl::StatusOr<std::shared_ptr<const TrendBoard::Held>> TrendBoard::Hold(
    const v1::QueryTrendRequest& query) {
  const std::string key = SerializeDeterministically(query);
  absl::MutexLock lock(&mutex_);
  if (const auto found = held_.find(key); found != held_.end()) {
    std::shared_ptr<const Held> held = found->second.lock();
    if (held != nullptr && !held->trend().failed()) return held;
  }
  auto trend = std::make_shared<StandingTrend>(query, environment_, memory_);
  const absl::StatusOr<RunnerHost::Id> id = host_->Add(trend);
  if (!id.ok()) return id.status();
  auto held = std::make_shared<const Held>(host_, *id, std::move(trend));
  std::erase_if(held_, [](const auto& entry) { return entry.second.expired(); });
  held_[key] = held;
  return held;
}

}  // namespace voc::subscribe
