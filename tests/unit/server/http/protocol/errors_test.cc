#include "server/http/protocol/errors.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/status/status.h"
#include "server/http/protocol/base64.h"
#include "storage/base/status_details.h"

namespace voc::http {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

google::rpc::Status Draining() {
  return base::ToRpcStatus(base::WithRetryDelay(
      base::WithReason(absl::UnavailableError("p\xc3\xa5 \"100 %\""), "DRAINING"),
      absl::Milliseconds(1500)));
}

TEST(ErrorsTest, AConnectErrorHasItsDetailsInBothForms) {
  const std::string json = ConnectError(Draining());
  EXPECT_THAT(json, HasSubstr(R"({"code":"unavailable","message":"på \"100 %\"","details":[)"));
  EXPECT_THAT(json, HasSubstr(R"("type":"google.rpc.ErrorInfo","value":")"));
  EXPECT_THAT(json, HasSubstr(R"("debug":{"reason":"DRAINING","domain":"voc"})"));
  EXPECT_THAT(json, HasSubstr(R"("debug":{"retryDelay":"1.500s"})"));
  EXPECT_THAT(json, Not(HasSubstr("=")));
}

TEST(ErrorsTest, AnUnknownDetailHasNoDebug) {
  google::rpc::Status status;
  status.set_code(5);
  google::protobuf::Any& detail = *status.add_details();
  detail.set_type_url("type.googleapis.com/foreign.Type");
  detail.set_value("\x01");
  EXPECT_EQ(ConnectError(status),
            R"({"code":"not_found","details":[{"type":"foreign.Type","value":"AQ"}]})");
}

TEST(ErrorsTest, AStreamThatEndsWellEndsWithAnEmptyObject) {
  EXPECT_EQ(ConnectEnd({}, {}), "{}");
  EXPECT_EQ(ConnectEnd({}, {{"a", "1"}, {"b-bin", "\xff"}, {"a", "2"}, {"grpc-status", "0"}}),
            R"({"metadata":{"a":["1","2"],"b-bin":["/w"]}})");
  google::rpc::Status status;
  status.set_code(1);
  EXPECT_EQ(ConnectEnd(status, {{"a", "1"}}),
            R"({"error":{"code":"canceled"},"metadata":{"a":["1"]}})");
}

TEST(ErrorsTest, TrailersOfGrpcWebAreLinesInLowerCase) {
  EXPECT_EQ(GrpcWebTrailers({}, {{"a", "1"}}), "grpc-status: 0\r\na: 1\r\n");
  const google::rpc::Status status = Draining();
  EXPECT_EQ(GrpcWebTrailers(status, {}),
            "grpc-status: 14\r\ngrpc-message: p%C3%A5 \"100 %25\"\r\ngrpc-status-details-bin: " +
                UnpaddedBase64(status.SerializeAsString()) + "\r\n");
}

TEST(ErrorsTest, RetrySecondsAreWholeAndAtLeastOne) {
  EXPECT_EQ(RetrySeconds(Draining()), 2);
  EXPECT_EQ(RetrySeconds(base::ToRpcStatus(
                base::WithRetryDelay(absl::UnavailableError(""), absl::ZeroDuration()))),
            1);
  EXPECT_EQ(RetrySeconds(base::ToRpcStatus(absl::UnavailableError(""))), std::nullopt);
}

}  // namespace
}  // namespace voc::http
