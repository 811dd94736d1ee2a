#ifndef VOC_SERVER_SUBSCRIBE_TRENDS_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_TRENDS_SUBSCRIPTION_H_

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/subscribe/encoded_message.h"
#include "server/subscribe/subscription.h"
#include "server/subscribe/trend_board.h"
#include "voc/v1/trend.pb.h"

namespace voc::subscribe {

// What one WatchTrends call subscribes to; `request` has passed ValidateWatchTrends, `board`
// outlives it.
std::unique_ptr<Subscription<EncodedMessage>> SubscribeToTrends(
    const v1::WatchTrendsRequest& request, TrendBoard* board);

// Several trends on one stream: each is a subscription of its own, whose messages say which one
// they are about. They take turns, a step each, so that a large snapshot does not keep the others
// waiting and a slow subscriber still holds one step's worth. The first error ends all.
class TrendsSubscription final : public Subscription<EncodedMessage> {
 public:
  TrendsSubscription(const v1::WatchTrendsRequest& request, TrendBoard* board);

  absl::StatusOr<Step<EncodedMessage>> Next() override;

  // Of the trend that spoke last.
  std::string cursor() const override { return trends_[spoke_].subscription->cursor(); }

 private:
  struct Trend {
    std::unique_ptr<Subscription<EncodedMessage>> subscription;
    SharedBytes index;  // the encoded field query_index; null for the first, whose 0 is left out
  };

  std::vector<Trend> trends_;
  bool woken_by_all_ = false;
  size_t spoke_ = 0;
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_TRENDS_SUBSCRIPTION_H_
