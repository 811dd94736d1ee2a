#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(FormbricksShapeTest, AWebhookOrAResponse) {
  const auto shape = MakeShape("formbricks-json", {});
  const std::string response =
      R"({"id":"r","surveyId":"s","language":"default","data":{"nps":9,"why":"a b"}})";
  const std::string made =
      "{id:r,surveyId:s,answers:[{question:nps,metric:nps,scale_points:,score:9},"
      "{question:why,text:a b}]}";
  EXPECT_THAT(
      MakeEach(*shape, {response, R"({"event":"responseCreated","data":)" + response + "}"}),
      ElementsAre(made, made));
}

TEST(FormbricksShapeTest, SurveysAreKeptApart) {
  const auto shape = MakeShape("formbricks-json", {});
  const auto made = MakeEach(*shape, {R"({"surveyId":"s","data":{"nps":9,"why":"a b"}})",
                                      R"({"surveyId":"t","data":{"q1":9}})"});
  ASSERT_EQ(made.size(), 2u);
  EXPECT_THAT(made[1], HasSubstr("! none of the questions"));
}

TEST(FormbricksShapeTest, AFileWithoutAnyMetricIsRefused) {
  const auto shape = MakeShape("formbricks-json", {});
  shape->See(Parse(R"({"surveyId":"t","data":{}})"));
  EXPECT_EQ(shape->Refusal(), "") << "nothing was answered";
  shape->See(Parse(R"({"surveyId":"t","data":{"q1":9}})"));
  EXPECT_THAT(shape->Refusal(), HasSubstr("\"q1\""));
  shape->See(Parse(R"({"surveyId":"s","data":{"ces":9}})"));
  EXPECT_EQ(shape->Refusal(), "");
}

TEST(FormbricksShapeTest, NothingAnswered) {
  const auto shape = MakeShape("formbricks-json", {});
  EXPECT_THAT(MakeEach(*shape, {R"({"surveyId":"s","data":{}})", R"({"surveyId":"s"})"}),
              ElementsAre("{surveyId:s,answers:[]}", "{surveyId:s,answers:[]}"));
}

}  // namespace
}  // namespace voc::formats::json
