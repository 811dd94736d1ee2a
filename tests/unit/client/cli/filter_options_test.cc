#include "client/cli/filter_options.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "client/cli/time_zone.h"
#include "google/protobuf/text_format.h"
#include "google/protobuf/util/message_differencer.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

absl::TimeZone Stockholm() { return *LoadZone("Europe/Stockholm"); }

TEST(FilterOptionsTest, ReachesEveryField) {
  FilterOptions options;
  options.metrics = {"nps", "CSAT"};
  options.where = {
      "source=a",          "source=b",      "question=q",          "account=acme",
      "respondent=r",      "channel=email", "language=sv",         "journey_stage=renew",
      "journey_stage=",    "touchpoint=t",  "platform=g2",         "theme=price",
      "property.plan=pro", "property.x=",   "nps_group=detractor", "sentiment=negative",
      "metric=ces",        "account="};
  options.min_score = 0;
  options.max_score = 6;
  options.text = "slow";
  options.since = "2025-03-01";
  options.until = "2025-04-01T00:00:00Z";
  options.include_excluded = true;
  const auto filter = ToFilter(options, Stockholm());
  ASSERT_TRUE(filter.ok()) << filter.status();
  v1::Filter expected;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        metrics: METRIC_NPS
        metrics: METRIC_CSAT
        metrics: METRIC_CES
        source_ids: "a"
        source_ids: "b"
        question_ids: "q"
        account_ids: "acme"
        account_ids: ""
        respondent_ids: "r"
        channels: "email"
        languages: "sv"
        journey_stages: JOURNEY_STAGE_RENEW
        journey_stages: JOURNEY_STAGE_UNSPECIFIED
        touchpoints: "t"
        platforms: "g2"
        themes: "price"
        properties { key: "plan" value: "pro" }
        properties { key: "x" value: "" }
        nps_groups: NPS_GROUP_DETRACTOR
        min_score: 0
        max_score: 6
        sentiment_labels: SENTIMENT_LABEL_NEGATIVE
        interval {
          start_time { seconds: 1740783600 }
          end_time { seconds: 1743465600 }
        }
        include_excluded: true
        text_contains: "slow"
      )pb",
      &expected));
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(*filter, expected))
      << filter->DebugString();
  // So that a field added to the API is not forgotten here.
  for (int i = 0; i < v1::Filter::descriptor()->field_count(); ++i) {
    const auto* field = v1::Filter::descriptor()->field(i);
    const auto* reflection = filter->GetReflection();
    EXPECT_TRUE(field->is_repeated() ? reflection->FieldSize(*filter, field) > 0
                                     : reflection->HasField(*filter, field))
        << field->name();
  }
}

TEST(FilterOptionsTest, NothingGivenIsNoFilter) {
  EXPECT_EQ(ToFilter({}, Stockholm())->ByteSizeLong(), 0u);
}

TEST(FilterOptionsTest, ErrorsNameTheOption) {
  const auto message = [](const FilterOptions& options) {
    const auto filter = ToFilter(options, Stockholm());
    EXPECT_EQ(filter.status().code(), absl::StatusCode::kInvalidArgument);
    return std::string(filter.status().message());
  };
  EXPECT_TRUE(absl::StartsWith(message({.metrics = {"stars"}}), "--metric: nps, csat, ces"));
  EXPECT_TRUE(absl::StartsWith(message({.where = {"colour=red"}}), "--where: \"colour\""));
  EXPECT_TRUE(absl::StartsWith(message({.where = {"source"}}), "--where: DIMENSION=VALUE"));
  EXPECT_TRUE(absl::StartsWith(message({.where = {"nps_group=x"}}), "--where nps_group: promoter"));
  EXPECT_TRUE(absl::StartsWith(message({.where = {"property.=x"}}), "--where: \"property.\""));
  EXPECT_TRUE(absl::StartsWith(message({.where = {"property.a=x", "property.a=y"}}),
                               "--where property.a: a property has one value"));
  EXPECT_TRUE(absl::StartsWith(message({.since = "soon"}), "--since: "));
  EXPECT_TRUE(absl::StartsWith(message({.until = "later"}), "--until: "));
}

TEST(FilterOptionsTest, AreToldAsTheyWereGiven) {
  EXPECT_EQ(FilterText({}), "");
  EXPECT_EQ(FilterText({.since = "2025-01-01", .until = "2025-02-01"}), "");
  EXPECT_EQ(FilterText({.metrics = {"nps"},
                        .where = {"channel=web", "theme=price"},
                        .min_score = 0,
                        .max_score = 6,
                        .text = "slow",
                        .include_excluded = true}),
            "metric=nps, channel=web, theme=price, min-score=0, max-score=6, text=slow, "
            "include-excluded");
}

TEST(FilterOptionsTest, TextsAreUtf8) {
  EXPECT_EQ(ToFilter({.text = "\xFF"}, Stockholm()).status(),
            absl::InvalidArgumentError("text_contains: is not UTF-8"));
}

TEST(FilterOptionsTest, ValuesKeepEqualsSigns) {
  v1::Filter filter;
  ASSERT_TRUE(AddCondition("source=a=b", &filter).ok());
  EXPECT_EQ(filter.source_ids(0), "a=b");
}

}  // namespace
}  // namespace voc::cli
