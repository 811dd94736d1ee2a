#include "server/http/protocol/rpc_reply.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "server/http/protocol/base64.h"
#include "server/http/protocol/envelope.h"
#include "server/http/protocol/gzip.h"
#include "storage/base/status_details.h"
#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Method& Find(std::string_view name) {
  v1::SubmitRequest::descriptor();
  static const MethodTable kTable({"voc.v1.FeedbackService"});
  return *kTable.Find("/voc.v1.FeedbackService/" + std::string(name));
}

const Method& Submit() { return Find("Submit"); }

google::rpc::Status Limited() {
  return base::ToRpcStatus(base::WithRetryDelay(
      base::WithReason(absl::ResourceExhaustedError("slow down"), "RATE_LIMITED"),
      absl::Seconds(3)));
}

std::string Answer(size_t padding = 0) {
  v1::SubmitResponse response;
  response.mutable_result()->set_feedback_id("ab" + std::string(padding, 'x'));
  return response.SerializeAsString();
}

TEST(RpcReplyTest, AUnaryAnswerIsBare) {
  const RpcRequest request{.method = &Submit(), .json = true, .content_type = "application/json"};
  const Reply reply =
      UnaryReply(request, {.headers = {{"x", "1"}}, .trailers = {{"y", "2"}}}, Answer());
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, R"({"result":{"feedbackId":"ab"}})");
  EXPECT_EQ(
      reply.headers.text(),
      "x: 1\r\nX-Content-Type-Options: nosniff\r\nCross-Origin-Resource-Policy: same-origin\r\n"
      "trailer-y: 2\r\nContent-Type: application/json\r\n");
}

TEST(RpcReplyTest, AUnaryErrorIsJsonWithItsStatusAndWhenToComeBack) {
  const RpcRequest request{.method = &Submit(), .content_type = "application/proto"};
  const Reply reply = UnaryReply(request, {.status = Limited()}, "");
  EXPECT_EQ(reply.status, 429);
  EXPECT_THAT(reply.headers.text(), HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(reply.headers.text(), HasSubstr("Retry-After: 3\r\n"));
  EXPECT_THAT(reply.body, HasSubstr("resource_exhausted"));
}

// A time that JSON has no word for.
std::string NoTime() {
  v1::GetFeedbackResponse response;
  response.mutable_feedback()->mutable_collected_at()->set_seconds(int64_t{1} << 60);
  return response.SerializeAsString();
}

TEST(RpcReplyTest, AnAnswerThatJsonCannotSayIsInternal) {
  const RpcRequest request{
      .method = &Find("GetFeedback"), .json = true, .content_type = "application/json"};
  EXPECT_EQ(UnaryReply(request, {}, NoTime()).status, 500);
}

TEST(RpcReplyTest, OnlyLongAnswersAreCompressedAndOnlyIfTaken) {
  RpcRequest request{.method = &Submit(), .content_type = "application/proto", .gzip_answer = true};
  const Reply reply = UnaryReply(request, {}, Answer(5000));
  EXPECT_THAT(reply.headers.text(), HasSubstr("Content-Encoding: gzip\r\n"));
  EXPECT_EQ(*Gunzip(reply.body, 10'000), Answer(5000));
  EXPECT_EQ(UnaryReply(request, {}, Answer()).body, Answer());
  request.gzip_answer = false;
  EXPECT_EQ(UnaryReply(request, {}, Answer(5000)).body, Answer(5000));
}

TEST(RpcReplyTest, GrpcWebHasAMessageAndTrailersWithStatus200) {
  RpcRequest request{
      .method = &Submit(), .protocol = Protocol::kGrpcWeb, .content_type = "application/grpc-web"};
  std::string body = UnaryReply(request, {}, Answer()).body;
  auto read = *ReadEnvelopes(body);
  ASSERT_EQ(read.size(), 2u);
  EXPECT_EQ(read[0].payload, Answer());
  EXPECT_EQ(read[1].flags, kGrpcTrailersFlag);
  EXPECT_EQ(read[1].payload, "grpc-status: 0\r\n");
  const Reply error = UnaryReply(request, {.status = Limited()}, "");
  EXPECT_EQ(error.status, 200);
  read = *ReadEnvelopes(error.body);
  ASSERT_EQ(read.size(), 1u);
  EXPECT_THAT(std::string(read[0].payload), HasSubstr("grpc-status: 8\r\n"));
  request.base64 = true;
  EXPECT_EQ(*DecodeBase64(UnaryReply(request, {}, Answer()).body), body);
}

TEST(RpcReplyTest, ARefusalIsInTheFormOfItsProtocol) {
  RpcRequest request{.method = &Submit(), .content_type = "application/json"};
  EXPECT_EQ(RefusalReply(request, Limited()).status, 429);
  request.protocol = Protocol::kConnectStream;
  const Reply reply = RefusalReply(request, Limited());
  EXPECT_EQ(reply.status, 200);
  EXPECT_THAT(reply.headers.text(), HasSubstr("Retry-After: 3\r\n"));
  const auto read = *ReadEnvelopes(reply.body);
  ASSERT_EQ(read.size(), 1u);
  EXPECT_EQ(read[0].flags, kConnectEndFlag);
  EXPECT_THAT(std::string(read[0].payload), HasSubstr(R"({"error":{"code":"resource_exhausted")"));
}

TEST(RpcReplyTest, AStreamIsMadeOfPieces) {
  RpcRequest request{.method = &Submit(),
                     .protocol = Protocol::kConnectStream,
                     .json = true,
                     .content_type = "application/connect+json",
                     .gzip_answer = true};
  const Reply head = StreamHead(request, {{"x", "1"}});
  EXPECT_EQ(head.status, 200);
  EXPECT_EQ(head.body, "");
  EXPECT_THAT(head.headers.text(), HasSubstr("Connect-Content-Encoding: gzip\r\n"));
  std::string body = *StreamMessage(request, Answer()) + *StreamMessage(request, Answer(5000)) +
                     StreamEnd(request, {}, {});
  const auto read = *ReadEnvelopes(body);
  ASSERT_EQ(read.size(), 3u);
  EXPECT_EQ(read[0].flags, 0);
  EXPECT_EQ(read[1].flags, kCompressedFlag);
  EXPECT_TRUE(Gunzip(read[1].payload, 10'000).ok());
  EXPECT_EQ(read[2].payload, "{}");
  request.gzip_answer = false;
  EXPECT_THAT(StreamHead(request, {}).headers.text(), Not(HasSubstr("Content-Encoding")));
  request.method = &Find("GetFeedback");
  EXPECT_EQ(StreamMessage(request, NoTime()).status().code(), absl::StatusCode::kInternal);
}

}  // namespace
}  // namespace voc::http
