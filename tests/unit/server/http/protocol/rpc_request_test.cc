#include "server/http/protocol/rpc_request.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <variant>

#include "server/http/protocol/envelope.h"
#include "server/http/protocol/gzip.h"
#include "voc/v1/admin.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

constexpr size_t kMaxBytes = 100'000;

const Method& Find(std::string_view name) {
  v1::SubmitRequest::descriptor();
  v1::GetStatusRequest::descriptor();
  static const MethodTable kTable({"voc.v1.FeedbackService"});
  return *kTable.Find("/voc.v1.FeedbackService/" + std::string(name));
}

using Headers = std::vector<std::pair<std::string, std::string>>;

std::variant<RpcRequest, Reply> Read(std::string_view method, Headers headers,
                                     std::string verb = "POST", std::string query = "") {
  return ReadRpcHead(
      {.verb = std::move(verb), .target = "/x?" + query, .headers = std::move(headers)},
      Find(method));
}

RpcRequest Request(std::string_view method, Headers headers, std::string verb = "POST",
                   std::string query = "") {
  auto read = Read(method, std::move(headers), std::move(verb), std::move(query));
  EXPECT_TRUE(std::holds_alternative<RpcRequest>(read));
  return std::get<RpcRequest>(std::move(read));
}

int StatusOf(const std::variant<RpcRequest, Reply>& read) {
  return std::holds_alternative<Reply>(read) ? std::get<Reply>(read).status : 0;
}

std::string Enveloped(std::string_view payload, uint8_t flags = 0) {
  std::string body;
  AppendEnvelope(flags, payload, body);
  return body;
}

TEST(RpcRequestTest, TheContentTypeSaysProtocolAndCodec) {
  const RpcRequest json = Request("Submit", {{"content-type", "Application/JSON; charset=utf-8"}});
  EXPECT_EQ(json.protocol, Protocol::kConnectUnary);
  EXPECT_TRUE(json.json);
  EXPECT_EQ(json.content_type, "application/json");
  EXPECT_FALSE(Request("Submit", {{"content-type", "application/proto"}}).json);
  const RpcRequest stream =
      Request("ExportFeedback", {{"content-type", "application/connect+proto"}});
  EXPECT_EQ(stream.protocol, Protocol::kConnectStream);
  EXPECT_FALSE(stream.json);
  for (const char* method : {"Submit", "ExportFeedback"}) {
    const RpcRequest web = Request(method, {{"content-type", "application/grpc-web-text+proto"}});
    EXPECT_EQ(web.protocol, Protocol::kGrpcWeb);
    EXPECT_TRUE(web.base64);
    EXPECT_FALSE(web.json);
    EXPECT_TRUE(Request(method, {{"content-type", "application/grpc-web+json"}}).json);
  }
}

TEST(RpcRequestTest, OtherTypesAre415AndOtherVerbs405) {
  for (const char* type : {"", "text/json", "application/", "application/jsonx", "application/grpc",
                           "application/grpc-webx", "application/grpc-web+",
                           "application/connect+json", "application/json;charset=utf-16"}) {
    EXPECT_EQ(StatusOf(Read("Submit", {{"content-type", type}})), 415) << type;
  }
  EXPECT_EQ(StatusOf(Read("ExportFeedback", {{"content-type", "application/json"}})), 415);
  EXPECT_EQ(StatusOf(Read("Submit", {}, "PUT")), 405);
  EXPECT_EQ(StatusOf(Read("Submit", {}, "GET", "encoding=json&message={}")), 405);
  EXPECT_EQ(StatusOf(Read("ExportFeedback", {}, "GET", "encoding=json&message={}")), 405);
  EXPECT_EQ(StatusOf(Read("Ingest", {{"content-type", "application/connect+json"}})), 505);
}

TEST(RpcRequestTest, WhatTheProtocolForbidsIsRefusedInItsForm) {
  const auto code = [](std::string_view method, Headers headers) {
    return Request(method, std::move(headers)).refusal.code();
  };
  EXPECT_EQ(code("Submit", {{"content-type", "application/json"}, {"content-encoding", "br"}}),
            absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code("Submit", {{"content-type", "application/json"}, {"connect-timeout-ms", "x"}}),
            absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("Submit", {{"content-type", "application/json"}, {"connect-timeout-ms", "0"}}),
            absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(
      code("Submit", {{"content-type", "application/json"}, {"connect-protocol-version", "2"}}),
      absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("Ingest", {{"content-type", "application/grpc-web"}}),
            absl::StatusCode::kUnimplemented);
  // Each protocol has headers of its own.
  EXPECT_TRUE(Request("Submit", {{"content-type", "application/grpc-web"},
                                 {"content-encoding", "br"},
                                 {"connect-timeout-ms", "x"}})
                  .refusal.ok());
}

TEST(RpcRequestTest, AGetHasItsMessageInTheQuery) {
  const auto message = [](std::string query) {
    const RpcRequest request = Request("GetFeedback", {}, "GET", std::move(query));
    EXPECT_TRUE(request.refusal.ok()) << request.refusal;
    v1::GetFeedbackRequest read;
    const absl::StatusOr<std::string> bytes = ReadRpcMessage(request, "ignored", kMaxBytes);
    EXPECT_TRUE(bytes.ok() && read.ParseFromString(*bytes)) << bytes.status();
    return read.feedback_id();
  };
  EXPECT_EQ(message("message=%7B%22feedbackId%22%3A%22a+b%22%7D&x=%zz&encoding=json&connect=v1"),
            "a b");
  EXPECT_EQ(message("encoding=proto&base64=1&message=CgNhYmM"), "abc");
  EXPECT_EQ(message("encoding=proto&base64=1&message=CgNhYmM="), "abc");
  EXPECT_EQ(message("encoding=proto&message="), "");
  const auto code = [](std::string query) {
    return Request("GetFeedback", {}, "GET", std::move(query)).refusal.code();
  };
  EXPECT_EQ(code("encoding=json"), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("encoding=json&message=%7"), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("encoding=json&message={}&connect=v2"), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code("encoding=json&message={}&compression=br"), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(StatusOf(Read("GetFeedback", {}, "GET", "encoding=xml&message={}")), 415);
  EXPECT_EQ(StatusOf(Read("GetFeedback", {}, "GET", "message={}")), 415);
}

TEST(RpcRequestTest, ABodyIsInflatedUnlessItIsEmpty) {
  const RpcRequest request =
      Request("Submit", {{"content-type", "application/proto"}, {"content-encoding", "gzip"}});
  v1::SubmitRequest message;
  message.mutable_feedback()->set_source_id("app");
  EXPECT_EQ(*ReadRpcMessage(request, Gzip(message.SerializeAsString()), kMaxBytes),
            message.SerializeAsString());
  EXPECT_EQ(*ReadRpcMessage(request, "", kMaxBytes), "");
  EXPECT_EQ(
      ReadRpcMessage(request, Gzip(std::string(kMaxBytes + 1, 'x')), kMaxBytes).status().code(),
      absl::StatusCode::kResourceExhausted);
}

TEST(RpcRequestTest, AStreamHasOneMessage) {
  const RpcRequest request =
      Request("ExportFeedback", {{"content-type", "application/connect+proto"}});
  EXPECT_EQ(*ReadRpcMessage(request, Enveloped("abc"), kMaxBytes), "abc");
  EXPECT_EQ(
      *ReadRpcMessage(request, Enveloped("abc") + Enveloped("{}", kConnectEndFlag), kMaxBytes),
      "abc");
  const auto code = [&request](std::string body) {
    return ReadRpcMessage(request, std::move(body), kMaxBytes).status().code();
  };
  EXPECT_EQ(code(""), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code(Enveloped("a") + Enveloped("b")), absl::StatusCode::kUnimplemented);
  EXPECT_EQ(code(Enveloped("a").substr(0, 5)), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(Enveloped("a", 4)), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(Enveloped(Gzip("a"), kCompressedFlag)), absl::StatusCode::kInternal);
}

TEST(RpcRequestTest, TextOfGrpcWebIsBase64InPieces) {
  const RpcRequest request = Request("Submit", {{"content-type", "application/grpc-web-text"}});
  EXPECT_EQ(*ReadRpcMessage(request, "AAAAAA==A2FiYw==", kMaxBytes), "abc");
  EXPECT_EQ(ReadRpcMessage(request, "!", kMaxBytes).status().code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace voc::http
