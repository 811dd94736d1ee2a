#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;

TEST(G2ShapeTest, OneRatingAboveFiveTellsTheScaleOfAll) {
  const auto of_ten = MakeShape("g2-json", {});
  EXPECT_THAT(MakeEach(*of_ten, {R"({"attributes":{"star_rating":5}})",
                                 R"({"attributes":{"star_rating":5.5}})"}),
              ElementsAre("{attributes:{star_rating:5,rating_max:10}}",
                          "{attributes:{star_rating:5.5,rating_max:10}}"));
  const auto of_five = MakeShape("g2-json", {});
  EXPECT_THAT(MakeEach(*of_five, {R"({"attributes":{"star_rating":5}})",
                                  R"({"attributes":{"star_rating":"x"}})"}),
              ElementsAre("{attributes:{star_rating:5,rating_max:5}}",
                          "{attributes:{star_rating:x,rating_max:5}}"));
  const auto told = MakeShape("g2-json", {.scale = 10});
  EXPECT_THAT(MakeEach(*told, {R"({"attributes":{"star_rating":4}})"}),
              ElementsAre("{attributes:{star_rating:4,rating_max:10}}"));
}

TEST(GooglePlayShapeTest, TitleAndBody) {
  const auto shape = MakeShape("google-play-json", {});
  const auto of = [](const char* text) {
    return absl::StrCat(R"({"comments":[{"userComment":{"text":")", text,
                        R"("}},{"developerComment":{"text":"Thanks"}}]})");
  };
  EXPECT_THAT(
      MakeEach(*shape, {of("Nice\\tWorks\\tfine"), of("\\tNo title"), of("No tab"), of("")}),
      ElementsAre("{userComment:{title:Nice,body:Works\tfine}}",
                  "{userComment:{title:,body:No title}}", "{userComment:{title:,body:No tab}}",
                  "{userComment:{title:,body:}}"));
}

TEST(GooglePlayShapeTest, TimeInSeconds) {
  const auto shape = MakeShape("google-play-json", {});
  const auto of = [](const char* time) {
    return absl::StrCat(R"({"comments":[{"userComment":{"text":"x","lastModified":{)", time,
                        "}}}]}");
  };
  EXPECT_THAT(MakeEach(*shape, {of(R"("seconds":"17","nanos":250000000)"),
                                of(R"("seconds":"17","nanos":5)"), of(R"("seconds":"17")")}),
              ElementsAre("{userComment:{title:,body:x,lastModified:17.250000000}}",
                          "{userComment:{title:,body:x,lastModified:17.000000005}}",
                          "{userComment:{title:,body:x,lastModified:17}}"));
}

TEST(TrustpilotShapeTest, AnyReportIsAReport) {
  const auto shape = MakeShape("trustpilot-json", {});
  EXPECT_THAT(MakeEach(*shape, {R"({"reportData":null})", R"({"reportData":{}})",
                                R"({"reportData":{"a":1}})", "{}"}),
              ElementsAre("{reportData:null}", "{reportData:true}", "{reportData:true}", "{}"));
}

}  // namespace
}  // namespace voc::formats::json
