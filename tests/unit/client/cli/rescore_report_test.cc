#include "client/cli/rescore_report.h"

#include <string>

#include "client/cli/table.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::RescoreReport Parse(const std::string& text) {
  v1::RescoreReport report;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &report)) << text;
  return report;
}

constexpr char kReport[] = R"pb(
  model_version: 3
  themes_version: 171
  texts: 1000
  current: 100
  same: 200
  changed: 700
  sentiment { n_before: 900 n_after: 950 value_before: 12.5 value_after: -2 label_changes: 400 }
  sentiment_by_source {
    group: "app"
    n_before: 900
    n_after: 900
    value_before: 12.5
    value_after: 2.5
    label_changes: 300
  }
  sentiment_by_source { group: "web" n_before: 5 n_after: 5 value_before: 1 value_after: 1 }
  sentiment_by_language { group: "sv" n_after: 50 value_after: 10 label_changes: 100 }
  themes { theme: "price" before: 10 after: 12 added: 5 removed: 3 }
  themes { theme: "speed" before: 10 after: 10 }
  alerts { rule_id: "mention-negative" raised: 4 raised_backfill: 3 dismissed: 2 }
)pb";

TEST(RescoreReportTest, ShowsWhatMoves) {
  EXPECT_EQ(RenderText(RescoreReport(Parse(kReport)), 120),
            "rescore, model 3, themes 000000ab: what would move\n"
            "\n"
            "what       group             n before  n after  before  after   move  changes\n"
            "sentiment                         900      950    12.5   -2.0  -14.5  400 labels\n"
            "source     app                    900      900    12.5    2.5  -10.0  300 labels\n"
            "language   sv                       0       50           10.0         100 labels\n"
            "theme      price                   10       12                        +5 -3\n"
            "alerts     mention-negative                                           4 raised (3 "
            "backfill), "
            "2 dismissed\n"
            "\n"
            "1,000 texts: 100 heard by these versions, 200 sound the same to them, 700 sound "
            "otherwise\n");
}

TEST(RescoreReportTest, SaysWhatWasDone) {
  v1::RescoreReport report = Parse(kReport);
  EXPECT_THAT(RenderText(RescoreReport(report), 120), Not(HasSubstr("meanwhile")));
  report.set_applied(true);
  report.set_overtaken(2);
  report.set_groups_left_out(7);
  const std::string text = RenderText(RescoreReport(report), 120);
  EXPECT_THAT(text, HasSubstr(": what moved\n"));
  EXPECT_THAT(text, HasSubstr("700 recorded\n"));
  EXPECT_THAT(text, HasSubstr("2 changed meanwhile and were left alone\n"));
  EXPECT_THAT(text, HasSubstr("7 groups are not listed\n"));
}

}  // namespace
}  // namespace voc::cli
