#include "server/rpc/import_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <variant>
#include <vector>

#include "google/rpc/error_details.pb.h"
#include "server/ingest/limits.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> FieldsOf(const absl::Status& status) {
  std::vector<std::string> fields;
  const google::rpc::Status sent = base::ToRpcStatus(status);
  for (const google::protobuf::Any& detail : sent.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(ImportRequestTest, ABeginIsTakenWithoutWhatIsOutputOnly) {
  v1::BeginImportRequest request;
  v1::Import& import = *request.mutable_import();
  import.set_import_id("a-1");
  import.set_format("voc-csv");
  import.set_source_id("web");
  import.set_state(v1::IMPORT_STATE_UNDONE);
  import.mutable_counts()->set_created(7);
  import.mutable_begin_time()->set_seconds(7);
  v1::ImportFile& file = *import.add_files();
  file.set_name("a.csv");
  file.set_fingerprint(std::string(64, 'a'));
  file.set_records_done(3);
  const auto command = BeginImportOf(request);
  ASSERT_TRUE(command.ok()) << command.status();
  import.clear_state();
  import.clear_counts();
  import.clear_begin_time();
  EXPECT_EQ(command->import.SerializeAsString(), import.SerializeAsString());
}

TEST(ImportRequestTest, EveryBadFieldOfABeginIsNamed) {
  v1::BeginImportRequest request;
  EXPECT_THAT(FieldsOf(BeginImportOf(request).status()), ElementsAre("import.import_id"));
  v1::Import& import = *request.mutable_import();
  import.set_import_id("Not one");
  import.set_format(std::string(256, 'x'));
  import.set_source_id(std::string(256, 'x'));
  import.add_files()->set_name("fine");
  v1::ImportFile& file = *import.add_files();
  file.set_name(std::string(4097, 'x'));
  file.set_fingerprint(std::string(64, 'A'));
  file.set_records_done(-1);
  EXPECT_THAT(
      FieldsOf(BeginImportOf(request).status()),
      ElementsAre("import.import_id", "import.format", "import.source_id", "import.files[1].name",
                  "import.files[1].fingerprint", "import.files[1].records_done"));
  while (import.files_size() <= ingest::kMaxImportFiles) import.add_files()->set_name("x");
  EXPECT_THAT(FieldsOf(BeginImportOf(request).status()),
              ElementsAre("import.import_id", "import.format", "import.source_id", "import.files"));
}

TEST(ImportRequestTest, AReportCountsNothingBelowZero) {
  v1::ReportImportRequest request;
  request.set_import_id("a");
  request.add_files()->set_name("a.csv");
  request.mutable_counts()->set_created(5);
  request.set_done(true);
  const auto command = ReportImportOf(request);
  ASSERT_TRUE(command.ok()) << command.status();
  EXPECT_EQ(command->report.SerializeAsString(), request.SerializeAsString());
  request.mutable_counts()->set_created(-1);
  request.mutable_counts()->set_rejected(-1);
  EXPECT_THAT(FieldsOf(ReportImportOf(request).status()),
              ElementsAre("counts.created", "counts.rejected"));
}

TEST(ImportRequestTest, AKeyThatIsLeftOutIsThatOfItsFeedback) {
  v1::LeaveOutRequest request;
  request.set_import_id("a");
  v1::LeftOut& left_out = *request.add_left_out();
  left_out.set_source_id("web");
  left_out.set_submission_id("1");
  left_out.set_question_id("q");
  left_out.set_reason("a preview");
  const auto commands = LeaveOutOf(request);
  ASSERT_TRUE(commands.ok()) << commands.status();
  ASSERT_EQ(commands->size(), 1u);
  v1::Feedback feedback;
  feedback.set_source_id("web");
  feedback.set_submission_id("1");
  feedback.set_question_id("q");
  const auto& command = std::get<ingest::LeaveOutCommand>(commands->front());
  feedback.mutable_response();
  EXPECT_EQ(command.id, ingest::FeedbackIdOf(feedback));
  EXPECT_EQ(command.reason, "a preview");
}

TEST(ImportRequestTest, EveryBadKeyIsNamed) {
  v1::LeaveOutRequest request;
  request.add_left_out();
  v1::LeftOut& long_one = *request.add_left_out();
  long_one.set_source_id(std::string(256, 'x'));
  long_one.set_submission_id("1");
  long_one.set_question_id(std::string(256, 'x'));
  long_one.set_reason(std::string(ingest::kMaxTextBytes + 1, 'x'));
  EXPECT_THAT(FieldsOf(LeaveOutOf(request).status()),
              ElementsAre("import_id", "left_out[0].source_id", "left_out[0].submission_id",
                          "left_out[0].reason", "left_out[1].source_id", "left_out[1].question_id",
                          "left_out[1].reason"));
  while (request.left_out_size() <= ingest::kMaxLeftOut) request.add_left_out();
  EXPECT_THAT(FieldsOf(LeaveOutOf(request).status()), ElementsAre("left_out"));
}

TEST(ImportRequestTest, IdsAreCheckedAlone) {
  EXPECT_TRUE(CheckImportId("a-1").ok());
  EXPECT_THAT(FieldsOf(CheckImportId("")), ElementsAre("import_id"));
  EXPECT_THAT(FieldsOf(CheckImportId(std::string(65, 'a'))), ElementsAre("import_id"));
}

}  // namespace
}  // namespace voc::rpc
