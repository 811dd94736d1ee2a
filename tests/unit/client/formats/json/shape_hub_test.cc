#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

TEST(HubShapeTest, RowsOfASubmissionAreOneRecord) {
  const auto shape = MakeShape("hub-json", {});
  EXPECT_EQ(
      AnswersOf(
          *shape,
          {R"({"submission_id":"a","field_id":"t","field_type":"text","value_text":"Why"})",
           R"({"submission_id":"a","field_id":"n","field_type":"nps","value_number":0})",
           R"({"submission_id":"a","field_id":"b","field_type":"boolean","value_boolean":false})"}),
      "[{question:t,text:Why},{question:n,metric:nps,scale_points:,score:0},"
      "{question:b,other:false}]");
}

TEST(HubShapeTest, SubmissionsOfOneSourceBelongTogether) {
  const auto shape = MakeShape("hub-json", {});
  const auto group = [&](const char* row) { return shape->GroupOf(Parse(row)); };
  EXPECT_EQ(group(R"({"submission_id":"a","source_id":"s","field_id":"x"})"),
            group(R"({"submission_id":"a","source_id":"s","field_id":"y"})"));
  EXPECT_NE(group(R"({"submission_id":"a","source_id":"s"})"),
            group(R"({"submission_id":"a","source_id":"t"})"));
  EXPECT_EQ(group(R"({"field_id":"x"})"), "") << "without a key it stands alone";
}

}  // namespace
}  // namespace voc::formats::json
