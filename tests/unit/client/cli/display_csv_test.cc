#include "client/cli/display_csv.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Cells = std::vector<std::string_view>;

// The fields that are wrong.
std::vector<std::string> Fields(const Violations& violations) {
  std::vector<std::string> fields;
  for (const auto& violation : violations) fields.push_back(violation.field);
  return fields;
}

std::string Refusal(const Cells& header) {
  return std::string(DisplayCsvReader::Make(header, {}).status().message());
}

TEST(DisplayCsvTest, ReadsEveryColumn) {
  auto reader = DisplayCsvReader::Make(
      {"Source_ID", " display_id ", "metric", "kind", "question_id", "respondent_id", "account_id",
       "displayed_at", "channel", "journey_stage", "touchpoint", "language", "property.Plan Name"},
      {});
  ASSERT_TRUE(reader.ok()) << reader.status();
  v1::Display display;
  EXPECT_THAT(reader->Read({"app", "1", "CSAT", "invited", "q", "r", "'=a", "2025-05-01T10:00:00Z",
                            "email", "renew", "login", "sv", "Pro"},
                           &display),
              IsEmpty());
  EXPECT_EQ(display.source_id(), "app");
  EXPECT_EQ(display.display_id(), "1");
  EXPECT_EQ(display.metric(), v1::METRIC_CSAT);
  EXPECT_EQ(display.kind(), v1::DISPLAY_KIND_INVITED);
  EXPECT_EQ(display.question_id(), "q");
  EXPECT_EQ(display.respondent_id(), "r");
  EXPECT_EQ(display.account_id(), "=a");
  EXPECT_EQ(display.displayed_at().seconds(), 1746093600);
  EXPECT_EQ(display.channel(), "email");
  EXPECT_EQ(display.journey_stage(), v1::JOURNEY_STAGE_RENEW);
  EXPECT_EQ(display.touchpoint(), "login");
  EXPECT_EQ(display.language(), "sv");
  EXPECT_EQ(display.properties().at("Plan Name"), "Pro");
  EXPECT_FALSE(reader->saw_time_without_zone());
}

TEST(DisplayCsvTest, WhatIsLeftOpenComesFromTheOptions) {
  DisplayOptions options;
  options.defaults.set_source_id("spring");
  options.defaults.set_metric(v1::METRIC_NPS);
  ASSERT_TRUE(absl::LoadTimeZone("Europe/Oslo", &options.zone));
  auto reader = DisplayCsvReader::Make({"submission_id", "source_id", "displayed_at"}, options);
  ASSERT_TRUE(reader.ok()) << reader.status();
  v1::Display display;
  EXPECT_THAT(reader->Read({"1", "", "2025-05-01T10:00:00"}, &display), IsEmpty());
  EXPECT_EQ(display.source_id(), "spring");
  EXPECT_EQ(display.metric(), v1::METRIC_NPS);
  EXPECT_EQ(display.displayed_at().seconds(), 1746086400);
  EXPECT_TRUE(reader->saw_time_without_zone());
  v1::Display other;
  EXPECT_THAT(reader->Read({"2", "autumn", ""}, &other), IsEmpty());
  EXPECT_EQ(other.source_id(), "autumn");
  EXPECT_FALSE(other.has_displayed_at());
}

TEST(DisplayCsvTest, BadCellsAreNamed) {
  auto reader = DisplayCsvReader::Make(
      {"display_id", "metric", "kind", "journey_stage", "displayed_at", "channel"}, {});
  ASSERT_TRUE(reader.ok()) << reader.status();
  v1::Display display;
  EXPECT_THAT(
      Fields(reader->Read({"1", "joy", "sent", "limbo", "2025-02-30", "caf\xe9"}, &display)),
      ElementsAre("metric", "kind", "journey_stage", "displayed_at", "channel"));
  EXPECT_THAT(Fields(reader->Read({"1", "nps"}, &display)), ElementsAre(""));
  EXPECT_EQ(reader->NameOf(1), "metric");
  EXPECT_EQ(reader->NameOf(6), "");
}

TEST(DisplayCsvTest, HeadersThatCannotBeRead) {
  EXPECT_THAT(Refusal({"display_id", "score"}), HasSubstr("unknown column \"score\""));
  EXPECT_THAT(Refusal({"display_id", "property."}), HasSubstr("unknown column \"property.\""));
  EXPECT_THAT(Refusal({"display_id", "submission_id"}), HasSubstr("appears twice"));
  EXPECT_THAT(Refusal({"metric"}), HasSubstr("no column \"display_id\""));
  EXPECT_THAT(Refusal({"display_id", "caf\xe9"}), HasSubstr("not UTF-8"));
  EXPECT_THAT(Refusal(Cells(10'001, "metric")), HasSubstr("more than 10,000"));
}

}  // namespace
}  // namespace voc::cli
