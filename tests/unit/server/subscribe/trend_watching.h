#ifndef VOC_TESTS_UNIT_SERVER_SUBSCRIBE_TREND_WATCHING_H_
#define VOC_TESTS_UNIT_SERVER_SUBSCRIBE_TREND_WATCHING_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "server/subscribe/trend_board.h"
#include "server/subscribe/trend_subscription.h"
#include "server/subscribe/trends_subscription.h"
#include "server/views/reader/log_feedback_reader.h"
#include "tests/unit/server/subscribe/event_feed.h"

namespace voc::subscribe {

// Runs what was scheduled when it is told to, on the test's thread.
class ManualHost final : public RunnerHost {
 public:
  absl::StatusOr<Id> Add(std::shared_ptr<Runner> runner) override {
    runners_[++last_id_] = std::move(runner);
    return last_id_;
  }
  void Schedule(Id) override {}
  void Remove(Id id) override { runners_.erase(id); }

  // One step of each; when the first wants to run next.
  Runner::Next RunAll() {
    Runner::Next next;
    for (auto& [id, runner] : runners_) next = runner->Run();
    return next;
  }

  size_t size() const { return runners_.size(); }

 private:
  Id last_id_ = 0;
  std::map<Id, std::shared_ptr<Runner>> runners_;
};

// Watches trends of an EventFeed without threads.
class TrendWatching : public ::testing::Test {
 protected:
  using Message = v1::WatchTrendsResponse;

  std::unique_ptr<Subscription<EncodedMessage>> Subscribe(const v1::WatchTrendsRequest& request) {
    EXPECT_THAT(ValidateWatchTrends(request), ::testing::IsEmpty());
    return SubscribeToTrends(request, &board_);
  }

  static v1::WatchTrendsRequest ByAccount() {
    v1::WatchTrendsRequest request;
    request.mutable_query()->set_metric(v1::TREND_METRIC_NPS);
    request.mutable_query()->set_granularity(v1::GRANULARITY_MONTH);
    request.mutable_query()->add_group_by("account");
    return request;
  }

  // What the message says; its bytes must say the cursor that it claims to carry.
  static Message Decode(const EncodedMessage& encoded) {
    std::string bytes;
    for (const SharedBytes& part : encoded.parts) bytes += *part;
    Message message;
    EXPECT_TRUE(message.ParseFromString(bytes));
    EXPECT_EQ(message.cursor(), encoded.cursor);
    return message;
  }

  // Everything it has to say now.
  std::vector<Message> Drain(Subscription<EncodedMessage>& subscription) {
    std::vector<Message> all;
    bool looked = false;
    while (true) {
      absl::StatusOr<Step<EncodedMessage>> step = subscription.Next();
      EXPECT_TRUE(step.ok()) << step.status();
      if (!step.ok() || (step->messages.empty() && looked)) return all;
      if (step->messages.empty()) {
        host_.RunAll();
        looked = true;
      }
      EXPECT_LE(step->messages.size(), kMaxStepMessages + 1);
      for (const EncodedMessage& message : step->messages) all.push_back(Decode(message));
    }
  }

  // What the upserts among messages say: account, or other dimension, -> n.
  static std::map<std::string, int64_t> Upserts(const std::vector<Message>& messages,
                                                const std::string& by = "account") {
    std::map<std::string, int64_t> cells;
    for (const Message& message : messages) {
      if (!message.has_upsert()) continue;
      cells[message.upsert().group().at(by)] = message.upsert().point().n();
    }
    return cells;
  }

  EventFeed feed_;
  views::LogFeedbackReader reader_{&feed_.log};
  int snapshots_ = 0;
  ManualHost host_;
  TrendBoard board_{&host_,
                    {.snapshot =
                         [this] {
                           ++snapshots_;
                           return feed_.Snapshot();
                         },
                     .hub = &feed_.hub,
                     .dictionaries = &feed_.dictionaries,
                     .reader = &reader_,
                     .clock = &feed_.clock,
                     .steady = &feed_.steady,
                     .cursors = &feed_.cursors}};
};

}  // namespace voc::subscribe

#endif  // VOC_TESTS_UNIT_SERVER_SUBSCRIBE_TREND_WATCHING_H_
