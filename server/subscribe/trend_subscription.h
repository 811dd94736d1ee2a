#ifndef VOC_SERVER_SUBSCRIBE_TREND_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_TREND_SUBSCRIPTION_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/subscribe/encoded_message.h"
#include "server/subscribe/standing_trend.h"
#include "server/subscribe/subscription.h"
#include "server/subscribe/trend_board.h"
#include "storage/base/clock.h"
#include "storage/base/violation.h"
#include "voc/v1/trend.pb.h"

namespace voc::subscribe {

// Trends that one call may watch beside the first.
inline constexpr int kMaxMoreQueries = 15;

// Every bad field of a WatchTrends request. Pure.
std::vector<base::Violation> ValidateWatchTrends(const v1::WatchTrendsRequest& request);

// Trends as state: a snapshot of all cells, then those that differ from what was
// sent last. It says encoded voc.v1.WatchTrendsResponse messages, whose parts are
// shared with all who watch the same query. A slow subscriber gets the newest value
// and no backlog.
class TrendSubscription final : public Subscription<EncodedMessage> {
 public:
  // `query` has passed views::ValidateTrendRequest; `board` outlives this.
  TrendSubscription(const v1::QueryTrendRequest& query, TrendBoard* board);
  ~TrendSubscription() override;

  // Errors: those of StandingTrend and of TrendBoard::Hold.
  absl::StatusOr<Step<EncodedMessage>> Next() override;

  std::string cursor() const override;

 private:
  absl::Status Watch();
  // Begins with the newest state, if there is one that was not sent.
  absl::Status TakeState(base::TimeNs now);
  // Sends what fits of the state.
  void Send(Step<EncodedMessage>& step);
  // Sends what fits of `cells`, from `next_` on; returns whether that was all.
  bool SendChanged(const std::vector<TrendCell>& cells, bool vanished, Step<EncodedMessage>& step);
  void AddProgress(std::string cursor, base::TimeNs watermark, Step<EncodedMessage>& step) const;

  const v1::QueryTrendRequest query_;
  TrendBoard* const board_;
  std::shared_ptr<const TrendBoard::Held> held_;  // null before the first step
  StandingTrend::WatcherId watcher_ = 0;

  std::shared_ptr<const TrendState> state_;  // being sent; null between
  bool sending_vanished_ = false;            // all of its cells are sent
  size_t next_ = 0;                          // cell of the state, or vanished one, to look at next
  size_t step_bytes_ = 0;
  bool sent_any_ = false;           // of the state
  uint64_t sent_ = 0;               // version that was sent last, 0 before the snapshot
  base::TimeNs not_before_ns_ = 0;  // steady; of the next state
  base::TimeNs last_sent_ns_ = 0;   // steady
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_TREND_SUBSCRIPTION_H_
