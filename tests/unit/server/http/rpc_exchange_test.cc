#include "server/http/rpc_exchange.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <deque>
#include <vector>

#include "server/http/limits.h"
#include "server/http/protocol/envelope.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

struct Said {
  std::vector<std::string> words;  // "reply 200", "head", "piece", "end"
  std::string last;
};

class FakeClient final : public Client {
 public:
  explicit FakeClient(Said* said) : said_(said) {}
  void Send(Reply reply) override { Say("reply " + std::to_string(reply.status), reply.body); }
  void SendHead(Reply) override { Say("head", ""); }
  void SendPiece(std::string piece) override { Say("piece", std::move(piece)); }
  void SendEnd(std::string piece) override { Say("end", std::move(piece)); }

 private:
  void Say(std::string word, std::string text) {
    said_->words.push_back(std::move(word));
    said_->last = std::move(text);
  }
  Said* const said_;
};

struct Open {
  int reads = 0;
  bool cancelled = false;
};

// One call, whose end the test decides.
class FakeCalls final : public rpc::Calls {
 public:
  std::unique_ptr<rpc::Call> Start(rpc::CallRequest request,
                                   std::shared_ptr<rpc::CallListener> listener) override {
    class Handle final : public rpc::Call {
     public:
      explicit Handle(Open* open) : open_(open) {}
      ~Handle() override { open_->cancelled = true; }
      void Read() override { ++open_->reads; }
      void Cancel() override { open_->cancelled = true; }

     private:
      Open* const open_;
    };
    requests.push_back(std::move(request));
    heard = std::move(listener);
    return std::make_unique<Handle>(&open);
  }

  std::vector<rpc::CallRequest> requests;
  std::shared_ptr<rpc::CallListener> heard;
  Open open;
};

class RpcExchangeTest : public ::testing::Test {
 protected:
  RpcExchangeTest() {
    v1::SubmitRequest::descriptor();
    v1::WatchAlertsRequest::descriptor();
  }

  std::shared_ptr<RpcExchange> Make(std::string_view path, RpcRequest request) {
    request.method = methods_.Find(path);
    return std::make_shared<RpcExchange>(
        host_, AdmittedCall{.request = std::move(request)}, std::make_shared<FakeClient>(&said_),
        [this](RpcExchange::Task task) { posted_.push_back(std::move(task)); });
  }
  std::shared_ptr<RpcExchange> Unary() {
    return Make("/voc.v1.FeedbackService/Submit",
                {.json = true, .content_type = "application/json"});
  }
  std::shared_ptr<RpcExchange> Stream() {
    auto exchange =
        Make("/voc.v1.AlertService/WatchAlerts", {.protocol = Protocol::kConnectStream,
                                                  .json = true,
                                                  .content_type = "application/connect+json"});
    std::string body;
    AppendEnvelope(0, "{}", body);
    exchange->Start(body);
    return exchange;
  }
  void RunPosted() {
    while (!posted_.empty()) {
      RpcExchange::Task task = std::move(posted_.front());
      posted_.pop_front();
      task();
    }
  }
  void End(google::rpc::Status status = {}) {
    const std::shared_ptr<rpc::CallListener> heard = std::move(calls_.heard);
    heard->OnEnd(std::move(status), {});
    RunPosted();
  }

  const MethodTable methods_{{"voc.v1.FeedbackService", "voc.v1.AlertService"}};
  FakeCalls calls_;
  base::OpenCount open_;
  std::atomic<int64_t> buffered_{0};
  base::WorkerPool pool_{"json", 1, 4};
  CallTotals totals_;
  const ExchangeHost host_{.calls = &calls_,
                           .pool = &pool_,
                           .open = &open_,
                           .totals = &totals_,
                           .buffered_bytes = &buffered_};
  Said said_;
  std::deque<RpcExchange::Task> posted_;
};

TEST_F(RpcExchangeTest, AUnaryCallIsAnsweredWhole) {
  const auto exchange = Unary();
  exchange->Start(R"({"feedback":{"sourceId":"app"}})");
  ASSERT_EQ(calls_.requests.size(), 1u);
  v1::SubmitRequest sent;
  ASSERT_TRUE(sent.ParseFromString(calls_.requests[0].message));
  EXPECT_EQ(sent.feedback().source_id(), "app");
  EXPECT_FALSE(calls_.requests[0].server_streaming);
  v1::SubmitResponse answer;
  answer.mutable_result()->set_feedback_id("ab");
  calls_.heard->OnMessage(answer.SerializeAsString());
  EXPECT_THAT(said_.words, IsEmpty());
  End();
  EXPECT_THAT(said_.words, ElementsAre("reply 200"));
  EXPECT_EQ(said_.last, R"({"result":{"feedbackId":"ab"}})");
  EXPECT_TRUE(open_.AwaitNone(absl::ZeroDuration()));
}

TEST_F(RpcExchangeTest, WhatIsRefusedMakesNoCall) {
  Unary()->Start("{");
  EXPECT_THAT(said_.words, ElementsAre("reply 400"));
  auto exchange =
      Make("/voc.v1.FeedbackService/Submit", {.json = true,
                                              .content_type = "application/json",
                                              .refusal = absl::UnimplementedError("no")});
  exchange->Start("{}");
  EXPECT_THAT(said_.words, ElementsAre("reply 400", "reply 501"));
  EXPECT_EQ(totals_.Get(Protocol::kConnectUnary, 3), 1u);
  EXPECT_EQ(totals_.Get(Protocol::kConnectUnary, 12), 1u);
  EXPECT_THAT(calls_.requests, IsEmpty());
}

TEST_F(RpcExchangeTest, TheNextMessageIsReadWhenTheOneBeforeIsSent) {
  const auto exchange = Stream();
  EXPECT_EQ(calls_.open.reads, 1);
  v1::WatchAlertsResponse message;
  message.set_cursor("c");
  calls_.heard->OnMessage(message.SerializeAsString());
  RunPosted();
  EXPECT_THAT(said_.words, ElementsAre("head", "piece"));
  EXPECT_THAT(said_.last, HasSubstr(R"({"cursor":"c"})"));
  EXPECT_EQ(calls_.open.reads, 1);
  exchange->OnSent();
  EXPECT_EQ(calls_.open.reads, 2);
  End();
  EXPECT_THAT(said_.words, ElementsAre("head", "piece", "end"));
}

TEST_F(RpcExchangeTest, TheEndWaitsForThePieceThatIsBeingSent) {
  const auto exchange = Stream();
  calls_.heard->OnMessage("");
  RunPosted();
  End();
  EXPECT_THAT(said_.words, ElementsAre("head", "piece"));
  exchange->OnSent();
  EXPECT_THAT(said_.words, ElementsAre("head", "piece", "end"));
}

TEST_F(RpcExchangeTest, AStreamThatEndsAtOnceStillHasAHead) {
  const auto exchange = Stream();
  google::rpc::Status status;
  status.set_code(14);
  End(status);
  EXPECT_THAT(said_.words, ElementsAre("head", "end"));
  EXPECT_THAT(said_.last, HasSubstr(R"({"error":{"code":"unavailable"}})"));
}

TEST_F(RpcExchangeTest, AMessageThatCannotBeWrittenEndsTheStream) {
  const auto exchange = Stream();
  v1::WatchAlertsResponse no_time;  // that JSON has a word for
  no_time.mutable_started()->mutable_server_time()->set_seconds(int64_t{1} << 60);
  calls_.heard->OnMessage(no_time.SerializeAsString());
  RunPosted();
  EXPECT_THAT(said_.words, ElementsAre("head", "end"));
  EXPECT_THAT(said_.last, HasSubstr("internal"));
  EXPECT_TRUE(calls_.open.cancelled);
  End();
  EXPECT_EQ(said_.words.size(), 2u);
}

TEST_F(RpcExchangeTest, AClientThatWentCancelsItsCallAndHearsNothing) {
  const auto exchange = Stream();
  calls_.heard->OnMessage("");
  exchange->Abandon();
  EXPECT_TRUE(calls_.open.cancelled);
  RunPosted();
  End();
  EXPECT_THAT(said_.words, IsEmpty());
  EXPECT_TRUE(open_.AwaitNone(absl::ZeroDuration()));
}

TEST_F(RpcExchangeTest, LargeJsonIsReadOnThePool) {
  const auto exchange = Unary();
  exchange->Start(R"({"x":")" + std::string(kMaxReactorMessageBytes, 'y') + R"("})");
  EXPECT_THAT(calls_.requests, IsEmpty());
  pool_.Shutdown();  // runs what it has
  RunPosted();
  EXPECT_EQ(calls_.requests.size(), 1u);
  End();
  EXPECT_THAT(said_.words, ElementsAre("reply 200"));
  // Without a thread for it there is no answer but when to come back.
  Unary()->Start(R"({"x":")" + std::string(kMaxReactorMessageBytes, 'y') + R"("})");
  EXPECT_THAT(said_.words, ElementsAre("reply 200", "reply 503"));
}

}  // namespace
}  // namespace voc::http
