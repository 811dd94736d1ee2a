#include <string>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Answer(const std::string& type, const std::string& value, const std::string& field,
                   const std::string& field_type) {
  return absl::StrCat(R"({"type":")", type, R"(",")", type, R"(":)", value, R"(,"field":{"id":"i)",
                      field, R"(","ref":")", field, R"(","type":")", field_type, R"("}})");
}

std::string Response(const std::string& answers, const std::string& fields = "") {
  return absl::StrCat(R"({"form_response":{"token":"t","definition":{"fields":[)", fields,
                      R"(]},"answers":[)", answers, "]}}");
}

std::string Read(const std::string& answers, const std::string& fields = "") {
  const auto shape = MakeShape("typeform-json", {});
  return AnswersOf(*shape, {Response(answers, fields)});
}

TEST(TypeformShapeTest, TheTypeOfAFieldIsItsMetric) {
  EXPECT_EQ(Read(absl::StrCat(Answer("number", "9", "a", "nps"), ",",
                              Answer("number", "0", "b", "opinion_scale"), ",",
                              Answer("number", "4", "c", "rating"))),
            "[{question:a,metric:nps,scale_points:,score:9},"
            "{question:b,metric:nps,scale_points:,score:0},"
            "{question:c,metric:csat,scale_points:5,score:4}]");
}

TEST(TypeformShapeTest, StepsComeFromTheDefinition) {
  const std::string fields =
      R"({"id":"ia","ref":"a","type":"nps"},{"id":"ib","ref":"b","type":"opinion_scale","properties":{"steps":5}},)"
      R"({"id":"ic","ref":"c","type":"rating","properties":{"steps":7}},)"
      R"({"id":"id","ref":"d","type":"rating","properties":{"steps":4}},)"
      R"({"id":"ie","ref":"e","type":"opinion_scale","properties":{"steps":11,"start_at_one":true}})";
  EXPECT_EQ(Read(absl::StrCat(Answer("number", "4", "b", "opinion_scale"), ",",
                              Answer("number", "4", "c", "rating"), ",",
                              Answer("number", "4", "d", "rating"), ",",
                              Answer("number", "11", "e", "opinion_scale")),
                 fields),
            "[{question:b,other:4},{question:c,metric:csat,scale_points:7,score:4},"
            "{question:d,other:4},{question:e,other:11},"
            "{question:a,metric:nps,scale_points:,score:}]")
      << "a scale that no metric has is a property; what was not answered was asked";
}

TEST(TypeformShapeTest, TextsAndTheRest) {
  EXPECT_EQ(Read(absl::StrCat(Answer("number", "9", "a", "nps"), ",",
                              Answer("text", "\"Ann\"", "n", "short_text"), ",",
                              Answer("text", "\"Because\"", "w", "long_text"), ",",
                              Answer("choice", R"({"label":"Admin"})", "r", "multiple_choice"), ",",
                              Answer("choice", R"({"other":"Poet"})", "o", "multiple_choice"), ",",
                              Answer("choices", R"({"labels":["X","Y"]})", "m", "multiple_choice"),
                              ",", Answer("boolean", "true", "y", "yes_no"))),
            "[{question:a,metric:nps,scale_points:,score:9},{question:n,other:Ann},"
            "{question:w,text:Because},{question:r,other:Admin},{question:o,other:Poet},"
            "{question:m,other:X, Y},{question:y,other:true}]");
}

TEST(TypeformShapeTest, AnEmailIsNoAnswer) {
  const auto shape = MakeShape("typeform-json", {});
  EXPECT_THAT(MakeEach(*shape, {Response(Answer("email", "\"a@b.example\"", "e", "email")),
                                R"({"token":"u","answers":null})"}),
              ElementsAre("{token:t,email:a@b.example,answers:[]}", "{token:u,answers:[]}"));
}

TEST(TypeformShapeTest, NoMetricAnywhere) {
  EXPECT_THAT(Read(Answer("text", "\"x\"", "w", "long_text")), HasSubstr("\"w\""));
}

}  // namespace
}  // namespace voc::formats::json
