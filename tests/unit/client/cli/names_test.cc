#include "client/cli/names.h"

#include "absl/status/status.h"
#include "gtest/gtest.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {
namespace {

TEST(NamesTest, WithoutPrefixInLowerCase) {
  EXPECT_EQ(NameOf(v1::METRIC_NPS), "nps");
  EXPECT_EQ(NameOf(v1::GRANULARITY_ISO_WEEK), "iso_week");
  EXPECT_EQ(NameOf(v1::ALERT_STATE_IN_PROGRESS), "in_progress");
  EXPECT_EQ(NameOf(v1::JOURNEY_STAGE_UNSPECIFIED), "");
  EXPECT_EQ(NameOf(static_cast<v1::Metric>(77)), "77");
}

TEST(NamesTest, ReadInAnyCase) {
  EXPECT_EQ(*ParseNameOption<v1::Metric>("--metric", "NpS"), v1::METRIC_NPS);
  EXPECT_EQ(*ParseNameOption<v1::SentimentLabel>("x", "unlabelled"),
            v1::SENTIMENT_LABEL_UNLABELLED);
}

TEST(NamesTest, UnknownOnesNameTheOptionAndWhatIsAllowed) {
  EXPECT_EQ(ParseNameOption<v1::Metric>("--metric", "foo").status(),
            absl::InvalidArgumentError("--metric: nps, csat, ces, not \"foo\""));
  EXPECT_FALSE(ParseNameOption<v1::Metric>("--metric", "unspecified").ok());
  EXPECT_FALSE(ParseNameOption<v1::Metric>("--metric", "").ok());
}

}  // namespace
}  // namespace voc::cli
