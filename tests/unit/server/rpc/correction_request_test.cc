#include "server/rpc/correction_request.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/ingest/limits.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

v1::CorrectFeedbackRequest Good() {
  v1::CorrectFeedbackRequest request;
  request.set_feedback_id("00000000000000000000000000000000");
  request.set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  request.set_author("ann");
  return request;
}

std::vector<std::string> BadFields(const v1::CorrectFeedbackRequest& request) {
  std::vector<std::string> fields;
  const google::rpc::Status status = base::ToRpcStatus(CorrectionOf(request).status());
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

TEST(CorrectionRequestTest, LabelAloneThemesAloneOrBoth) {
  v1::CorrectFeedbackRequest request = Good();
  request.set_note("ironic");
  absl::StatusOr<v1::Correction> correction = CorrectionOf(request);
  ASSERT_TRUE(correction.ok()) << correction.status();
  EXPECT_EQ(correction->label(), v1::SENTIMENT_LABEL_NEGATIVE);
  EXPECT_FALSE(correction->has_themes());
  EXPECT_EQ(correction->author(), "ann");
  EXPECT_EQ(correction->note(), "ironic");
  for (const char* name : {"speed", "price", "speed"}) request.mutable_themes()->add_names(name);
  EXPECT_THAT(CorrectionOf(request)->themes().names(), ElementsAre("price", "speed"));
  request.clear_label();
  EXPECT_TRUE(CorrectionOf(request).ok());
}

TEST(CorrectionRequestTest, NoThemesAtAllDiffersFromNotSaid) {
  v1::CorrectFeedbackRequest request = Good();
  request.clear_label();
  EXPECT_THAT(BadFields(request), ElementsAre("label"));
  request.mutable_themes();
  ASSERT_TRUE(CorrectionOf(request).ok());
  EXPECT_TRUE(CorrectionOf(request)->has_themes());
  EXPECT_THAT(CorrectionOf(request)->themes().names(), IsEmpty());
}

TEST(CorrectionRequestTest, EveryBadFieldIsNamed) {
  EXPECT_THAT(BadFields({}), ElementsAre("feedback_id", "label", "author"));
  v1::CorrectFeedbackRequest request = Good();
  request.set_label(v1::SENTIMENT_LABEL_UNLABELLED);
  request.mutable_themes()->add_names("");
  request.mutable_themes()->add_names(std::string(ingest::kMaxThemeBytes + 1, 'x'));
  request.set_author(std::string(ingest::kMaxAuthorBytes + 1, 'x'));
  request.set_note(std::string(ingest::kMaxTextBytes + 1, 'x'));
  EXPECT_THAT(BadFields(request),
              ElementsAre("label", "themes.names[0]", "themes.names[1]", "author", "note"));
}

TEST(CorrectionRequestTest, LimitsAreKept) {
  v1::CorrectFeedbackRequest request = Good();
  request.set_author(std::string(ingest::kMaxAuthorBytes, 'x'));
  request.set_note(std::string(ingest::kMaxTextBytes, 'x'));
  for (int i = 0; i < ingest::kMaxCorrectedThemes; ++i) {
    request.mutable_themes()->add_names(absl::StrCat(i));
  }
  EXPECT_TRUE(CorrectionOf(request).ok());
  request.mutable_themes()->add_names("one more");
  EXPECT_THAT(BadFields(request), ElementsAre("themes.names"));
}

}  // namespace
}  // namespace voc::rpc
