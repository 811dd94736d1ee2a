#include "client/cli/submit_report.h"

#include "client/cli/table.h"
#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;

TEST(SubmitReportTest, Outcome) {
  v1::SubmitResult result;
  result.set_outcome(v1::OUTCOME_CREATED);
  result.set_feedback_id("f1");
  result.set_sequence(12);
  result.set_revision(1);
  EXPECT_EQ(SubmitLine(result), "created f1 (sequence 12, revision 1)");
  EXPECT_EQ(RenderCsv(SubmitReport(result)),
            "outcome,feedback_id,sequence,revision\ncreated,f1,12,1\n");
}

TEST(SubmitReportTest, Rejection) {
  v1::SubmitResult result;
  result.mutable_error()->set_message("bad feedback");
  EXPECT_THAT(RejectionLines(result), ElementsAre("bad feedback"));
  google::rpc::BadRequest bad_request;
  for (const char* field : {"response.score", "source_id"}) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description("is bad");
  }
  result.mutable_error()->add_details()->PackFrom(bad_request);
  EXPECT_THAT(RejectionLines(result), ElementsAre("response.score: is bad", "source_id: is bad"));
}

}  // namespace
}  // namespace voc::cli
