#include "client/formats/given.h"

#include <string>

#include "client/formats/mapping.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

constexpr const char* kMap =
    "# A survey.\nsubmission_id <- id\ncollected_at <- Date time\nquestion q\n  metric = nps\n"
    "  score <- Q number\n";

TEST(GivenTest, NothingChangesNothing) {
  EXPECT_EQ(WithGiven(kMap, {}), kMap);
  EXPECT_EQ(WithGiven("", {}), "");
}

TEST(GivenTest, StandsAboveTheQuestions) {
  const std::string map = WithGiven(kMap, {.source_id = "spring survey", .zone = "Europe/Oslo"});
  EXPECT_EQ(
      map,
      "# A survey.\nsource_id = \"spring survey\"\nzone \"Europe/Oslo\"\nsubmission_id <- id\n"
      "collected_at <- Date time\nquestion q\n  metric = nps\n  score <- Q number\n");
  EXPECT_TRUE(ParseMapping(map).ok());
}

TEST(GivenTest, ASourceReplacesTheConstantAndNotTheColumn) {
  EXPECT_EQ(WithGiven("source_id <- Survey\nsource_id = vendor\nsubmission_id <- id\n",
                      {.source_id = "mine"}),
            "source_id <- Survey\nsource_id = \"mine\"\nsubmission_id <- id\n");
  EXPECT_EQ(WithGiven("source_id <- Survey\nsubmission_id <- id\n", {.source_id = "mine"}),
            "source_id <- Survey\nsource_id = \"mine\"\nsubmission_id <- id\n");
}

TEST(GivenTest, TheZoneOfTheFileStays) {
  constexpr const char* kZoned = "submission_id <- id\nzone America/Denver\n";
  EXPECT_EQ(WithGiven(kZoned, {.zone = "Europe/Oslo"}), kZoned);
}

TEST(GivenTest, ADraftWithoutAKeyHasThemToo) {
  EXPECT_EQ(WithGiven("# submission_id <- \"...\"\n", {.source_id = "mine"}),
            "source_id = \"mine\"\n# submission_id <- \"...\"\n");
}

}  // namespace
}  // namespace voc::formats
