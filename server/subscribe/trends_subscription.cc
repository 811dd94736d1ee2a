#include "server/subscribe/trends_subscription.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "server/subscribe/trend_subscription.h"
#include "storage/base/clock.h"

namespace voc::subscribe {

std::unique_ptr<Subscription<EncodedMessage>> SubscribeToTrends(
    const v1::WatchTrendsRequest& request, TrendBoard* board) {
  if (request.more_queries().empty()) {
    return std::make_unique<TrendSubscription>(request.query(), board);
  }
  return std::make_unique<TrendsSubscription>(request, board);
}

TrendsSubscription::TrendsSubscription(const v1::WatchTrendsRequest& request, TrendBoard* board) {
  trends_.push_back({std::make_unique<TrendSubscription>(request.query(), board), nullptr});
  for (const v1::QueryTrendRequest& query : request.more_queries()) {
    v1::WatchTrendsResponse index;
    index.set_query_index(static_cast<int32_t>(trends_.size()));
    trends_.push_back({std::make_unique<TrendSubscription>(query, board),
                       std::make_shared<const std::string>(index.SerializeAsString())});
  }
  // So the first is asked first.
  spoke_ = trends_.size() - 1;
}

absl::StatusOr<Step<EncodedMessage>> TrendsSubscription::Next() {
  if (!woken_by_all_) {
    for (const Trend& trend : trends_) trend.subscription->set_wake(wake());
    woken_by_all_ = true;
  }
  Step<EncodedMessage> silent{.delay_ns = std::numeric_limits<base::TimeNs>::max()};
  const size_t first = spoke_ + 1;
  for (size_t i = 0; i < trends_.size(); ++i) {
    const size_t at = (first + i) % trends_.size();
    absl::StatusOr<Step<EncodedMessage>> step = trends_[at].subscription->Next();
    if (!step.ok()) return step.status();
    if (step->messages.empty()) {
      silent.delay_ns = std::min(silent.delay_ns, step->delay_ns);
      continue;
    }
    spoke_ = at;
    if (trends_[at].index != nullptr) {
      for (EncodedMessage& message : step->messages) message.parts.push_back(trends_[at].index);
    }
    return step;
  }
  return silent;
}

}  // namespace voc::subscribe
