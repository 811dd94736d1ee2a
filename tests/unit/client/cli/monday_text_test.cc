#include "client/cli/monday_text.h"

#include <algorithm>
#include <string>

#include "client/cli/text_width.h"
#include "gmock/gmock.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_monday.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST(MondayTextTest, HoldsEveryPartWithinEightyColumns) {
  const std::string text = RenderText(MondayReport(report::SampleMonday()), 80);
  EXPECT_THAT(text, StartsWith("What customers say\n"));
  for (const char* part :
       {"W41 2025 (6 Oct 2025 – 12 Oct 2025), against", "down 23: news (p 0.003)",
        "What moved: source\n", "Why: what each theme does to NPS\n", "1 open alert.",
        "Who waits for us: Newest\n", "In their own words: To call\n",
        "“<b>slow</b> | bad” – acme, NPS 3, 11 Oct 2025", "To thank\nNo texts."}) {
    EXPECT_THAT(text, HasSubstr(part));
  }
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    EXPECT_LE(DisplayWidth(text.substr(at, end - at)), 80u) << text.substr(at, end - at);
    at = end + 1;
  }
}

TEST(MondayTextTest, LinesOfManyMonthsTakeTheRoomThatIsLeft) {
  report::Monday monday = report::SampleMonday();
  v1::TrendSeries& lately = *monday.metrics[0].lately.mutable_series(0);
  while (lately.points_size() < 72) *lately.add_points() = lately.points(lately.points_size() % 2);
  const std::string text = RenderText(MondayReport(monday), 80);
  size_t longest = 0;
  for (size_t at = 0; at < text.size();) {
    const size_t end = text.find('\n', at);
    longest = std::max(longest, DisplayWidth(text.substr(at, end - at)));
    at = end + 1;
  }
  EXPECT_EQ(longest, 80u);
}

TEST(MondayTextTest, SaysWhichFeedbackCounted) {
  report::Monday monday = report::SampleMonday();
  monday.view.only = "channel=web";
  EXPECT_THAT(RenderText(MondayReport(monday), 80), HasSubstr("5 Oct 2025\nchannel=web\n"));
}

TEST(MondayTextTest, QuotesAsItsLanguageDoes) {
  const auto quoted = [](report::Language language) {
    return RenderText(MondayReport(report::SampleMonday(language)), 80);
  };
  EXPECT_THAT(quoted(report::Language::kSwedish), HasSubstr("”<b>slow</b> | bad” –"));
  EXPECT_THAT(quoted(report::Language::kDanish), HasSubstr("»<b>slow</b> | bad« –"));
  EXPECT_THAT(quoted(report::Language::kNorwegian), HasSubstr("«<b>slow</b> | bad» –"));
}

TEST(MondayTextTest, MarkdownKeepsWhatCustomersWroteApart) {
  const std::string text = RenderMarkdown(MondayReport(report::SampleMonday()));
  EXPECT_THAT(text, StartsWith("# What customers say\n"));
  EXPECT_THAT(text, HasSubstr("| acme | NPS 3 | 2 days | \\<b>slow\\</b> \\| bad |"));
}

TEST(MondayTextTest, SpeaksTheLanguage) {
  const std::string text =
      RenderText(MondayReport(report::SampleMonday(report::Language::kSwedish)), 80);
  EXPECT_THAT(text, StartsWith("Vad kunderna säger\n"));
  EXPECT_THAT(text, HasSubstr("ned 23: nyhet (p 0,003)"));
  EXPECT_THAT(text, Not(HasSubstr("noise")));
}

TEST(MondayTextTest, AnEmptyWeekSaysSo) {
  report::Monday monday = report::SampleMonday();
  monday.metrics.clear();
  EXPECT_THAT(RenderText(MondayReport(monday), 80), HasSubstr("No answers in the period."));
}

TEST(MondayTextTest, JsonIsOneObjectOfTheMessages) {
  const std::string json = MondayJson(report::SampleMonday());
  google::protobuf::Struct object;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json, &object).ok()) << json;
  const auto& fields = object.fields();
  EXPECT_EQ(fields.at("interval").struct_value().fields().at("startTime").string_value(),
            "2025-10-06T00:00:00Z");
  const auto& metrics = fields.at("metrics").list_value();
  ASSERT_EQ(metrics.values_size(), 2);
  v1::QueryTrendResponse now;
  std::string part;
  ASSERT_TRUE(google::protobuf::util::MessageToJsonString(
                  metrics.values(0).struct_value().fields().at("now"), &part)
                  .ok());
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(part, &now).ok());
  EXPECT_EQ(now.series(0).points(0).n(), 100);
  EXPECT_EQ(fields.at("openAlerts").string_value(), "1");
  EXPECT_EQ(fields.at("newestAlerts").list_value().values_size(), 1);
}

}  // namespace
}  // namespace voc::cli
