#include "client/cli/feedback_report.h"

#include <string>

#include "client/cli/table.h"
#include "client/cli/time_zone.h"
#include "gmock/gmock.h"
#include "google/protobuf/text_format.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

template <typename Message>
Message Parse(const std::string& text) {
  Message message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

Zone Stockholm() { return {*LoadZone("Europe/Stockholm"), "Europe/Stockholm"}; }

constexpr char kFeedback[] = R"pb(
  feedback_id: "f1"
  sequence: 8
  revision: 2
  source_id: "web"
  submission_id: "s1"
  response { metric: METRIC_NPS score: 3 scale_points: 11 comment: "slow\nexport" }
  account_id: "acme"
  collected_at { seconds: 1740819600 }
  language: "en"
  sentiment { score: -0.5 label: SENTIMENT_LABEL_NEGATIVE model_version: 2 }
  themes: "speed"
  themes_version: 703710
  properties { key: "plan" value: "pro" }
  exclusion { kind: EXCLUSION_KIND_TEST reason: "trial" }
)pb";

TEST(FeedbackReportTest, List) {
  v1::ListFeedbackResponse response;
  *response.add_feedback() = Parse<v1::Feedback>(kFeedback);
  const Report report = FeedbackListReport(response.feedback(), Stockholm());
  EXPECT_EQ(RenderText(report, 80),
            "feedback, newest first (times in Europe/Stockholm)\n"
            "\n"
            "collected         source  score         account  sentiment  text\n"
            "2025-03-01 10:00  web     nps 3 (test)  acme     negative   slow export\n"
            "  f1\n");
  EXPECT_THAT(RenderText(report, 67), HasSubstr("acme     negative   slow ex…\n"));
  Zone exact = Stockholm();
  exact.exact = true;
  EXPECT_THAT(RenderCsv(FeedbackListReport(response.feedback(), exact)),
              HasSubstr("\n2025-03-01T09:00:00Z,web,"));
  EXPECT_THAT(RenderText(FeedbackListReport({}, Stockholm()), 80), HasSubstr("no feedback\n"));
}

TEST(FeedbackReportTest, OneFeedback) {
  const std::string text =
      RenderText(FeedbackReport(Parse<v1::Feedback>(kFeedback), Stockholm()), 80);
  EXPECT_THAT(text, HasSubstr("feedback (times in Europe/Stockholm)"));
  EXPECT_THAT(text, HasSubstr("collected_at     2025-03-01 10:00:00\n"));
  EXPECT_THAT(text, HasSubstr("property.plan    pro\n"));
  EXPECT_THAT(text, HasSubstr("sentiment_score  -0.500\n"));
  EXPECT_THAT(text, HasSubstr("model_version    2\n"));
  EXPECT_THAT(text, HasSubstr("themes_version   000abcde\n"));
  EXPECT_THAT(text, HasSubstr("excluded         test: trial\n"));
  EXPECT_THAT(text, Not(HasSubstr("channel")));
}

TEST(FeedbackReportTest, ACorrectionStandsBesideWhatWasHeard) {
  v1::Feedback feedback = Parse<v1::Feedback>(kFeedback);
  v1::Correction& correction = *feedback.mutable_correction();
  correction = Parse<v1::Correction>(R"pb(
    label: SENTIMENT_LABEL_POSITIVE
    author: "ann"
    note: "ironic"
    correct_time { seconds: 1740819600 }
    heard {
      sentiment { score: -0.5 label: SENTIMENT_LABEL_NEGATIVE }
      themes: "speed"
    }
  )pb");
  std::string text = RenderText(FeedbackReport(feedback, Stockholm()), 80);
  EXPECT_THAT(text, HasSubstr("corrected_by         ann\n"));
  EXPECT_THAT(text, HasSubstr("corrected_sentiment  positive, heard negative -0.500\n"));
  EXPECT_THAT(text, HasSubstr("correction_note      ironic\n"));
  EXPECT_THAT(text, HasSubstr("correct_time         2025-03-01 10:00:00\n"));
  EXPECT_THAT(text, Not(HasSubstr("corrected_themes")));
  correction.mutable_themes();
  text = RenderText(FeedbackReport(feedback, Stockholm()), 80);
  EXPECT_THAT(text, HasSubstr("corrected_themes     none, heard speed\n"));
}

TEST(FeedbackReportTest, Scores) {
  EXPECT_EQ(ScoreText(Parse<v1::Feedback>("response { metric: METRIC_NPS score: 9 }")), "nps 9");
  EXPECT_EQ(ScoreText(Parse<v1::Feedback>("response { metric: METRIC_NPS }")), "nps");
  EXPECT_EQ(
      ScoreText(Parse<v1::Feedback>("response { metric: METRIC_CSAT score: 4 scale_points: 5 }")),
      "csat 4/5");
  EXPECT_EQ(ScoreText(Parse<v1::Feedback>("mention { platform: 'g2' rating: 2 rating_max: 5 }")),
            "g2 2/5");
  EXPECT_EQ(ScoreText(Parse<v1::Feedback>("mention { mention_type: MENTION_TYPE_SOCIAL }")),
            "social");
}

constexpr char kAlert[] = R"pb(
  alert_id: "nps-detractor.f1"
  version: 2
  rule_id: "nps-detractor"
  severity: ALERT_SEVERITY_HIGH
  state: ALERT_STATE_DISMISSED
  account_id: "acme"
  title: "NPS 3 from acme"
  note: "excluded"
  previous_score: 9
  backfill: true
  update_time { seconds: 1740819600 }
)pb";

TEST(FeedbackReportTest, Alerts) {
  v1::Alert alert = Parse<v1::Alert>(kAlert);
  *alert.mutable_feedback() = Parse<v1::Feedback>(kFeedback);
  v1::ListAlertsResponse response;
  *response.add_alerts() = alert;
  const std::string list = RenderText(AlertListReport(response.alerts(), Stockholm()), 120);
  EXPECT_THAT(list, HasSubstr("2025-03-01 10:00  high      dismissed  acme     nps 3"));
  EXPECT_THAT(list, HasSubstr("\n  nps-detractor.f1\n"));
  const std::string one = RenderText(AlertReport(alert, Stockholm()), 80);
  EXPECT_THAT(one, HasSubstr("previous_score   9\n"));
  EXPECT_THAT(one, HasSubstr("note             excluded\n"));
  EXPECT_THAT(one, HasSubstr("backfill         true\n"));
  EXPECT_THAT(one, HasSubstr("comment          slow export\n"));
  EXPECT_THAT(RenderText(AlertListReport({}, Stockholm()), 80), HasSubstr("no alerts\n"));
}

}  // namespace
}  // namespace voc::cli
