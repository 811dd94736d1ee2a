#include "server/ingest/rejection.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/error_details.pb.h"
#include "server/ingest/limits.h"

namespace voc::ingest {
namespace {

TEST(RejectionStatus, CarriesReasonAndEveryViolation) {
  const std::vector<Violation> violations = {{"response.score", "must be 0 to 10, is 11"},
                                             {"language", "must be a tag"}};
  const google::rpc::Status status = RejectionStatus(violations);
  EXPECT_EQ(status.code(), static_cast<int>(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(status.message(), "response.score must be 0 to 10, is 11 (and 1 more)");

  ASSERT_EQ(status.details_size(), 2);
  EXPECT_EQ(status.details(0).type_url(), "type.googleapis.com/google.rpc.ErrorInfo");
  google::rpc::ErrorInfo info;
  ASSERT_TRUE(status.details(0).UnpackTo(&info));
  EXPECT_EQ(info.reason(), "INVALID_FEEDBACK");
  EXPECT_EQ(info.domain(), "voc");

  EXPECT_EQ(status.details(1).type_url(), "type.googleapis.com/google.rpc.BadRequest");
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(status.details(1).UnpackTo(&bad_request));
  ASSERT_EQ(bad_request.field_violations_size(), 2);
  EXPECT_EQ(bad_request.field_violations(0).field(), "response.score");
  EXPECT_EQ(bad_request.field_violations(0).description(), "must be 0 to 10, is 11");
  EXPECT_EQ(bad_request.field_violations(1).field(), "language");
}

TEST(RejectionStatus, ListsNoMoreThanTheLimit) {
  const std::vector<Violation> violations(kMaxViolations + 8, {"kind", "must be there"});
  google::rpc::BadRequest bad_request;
  ASSERT_TRUE(RejectionStatus(violations).details(1).UnpackTo(&bad_request));
  EXPECT_EQ(bad_request.field_violations_size(), static_cast<int>(kMaxViolations));
}

}  // namespace
}  // namespace voc::ingest
