#include "server/alerts/title.h"

#include <gtest/gtest.h>

namespace voc::alerts {
namespace {

v1::Feedback Response(v1::Metric metric, int score, int points) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.mutable_response()->set_metric(metric);
  feedback.mutable_response()->set_score(score);
  feedback.mutable_response()->set_scale_points(points);
  return feedback;
}

TEST(Title, Responses) {
  v1::Feedback feedback = Response(v1::METRIC_NPS, 3, 11);
  EXPECT_EQ(Title(feedback), "NPS 3 (source app)");
  feedback.set_account_id("acme");
  EXPECT_EQ(Title(feedback), "NPS 3 from acme (source app)");
  EXPECT_EQ(Title(Response(v1::METRIC_CSAT, 2, 5)), "CSAT 2 of 5 (source app)");
  feedback = Response(v1::METRIC_CES, 6, 7);
  EXPECT_EQ(Title(feedback), "CES 6 of 7 (source app)");
  feedback.mutable_response()->set_low_is_good(true);
  feedback.set_account_id("acme");
  EXPECT_EQ(Title(feedback), "CES 6 of 7, low is good, from acme (source app)");
  feedback.mutable_response()->set_low_is_good(false);
  feedback.mutable_response()->clear_score();
  EXPECT_EQ(Title(feedback), "CES without score from acme (source app)");
}

TEST(Title, Mentions) {
  v1::Feedback feedback;
  feedback.set_source_id("reviews");
  feedback.mutable_mention();
  EXPECT_EQ(Title(feedback), "Mention (source reviews)");
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  feedback.mutable_mention()->set_platform("linkedin");
  EXPECT_EQ(Title(feedback), "Negative mention on linkedin (source reviews)");
  feedback.mutable_mention()->set_rating(1.5);
  feedback.mutable_mention()->set_rating_max(5);
  feedback.set_account_id("acme");
  EXPECT_EQ(Title(feedback), "Rating 1.5 of 5 on linkedin from acme (source reviews)");
}

TEST(Title, IsOneLineWithoutControlCharacters) {
  v1::Feedback feedback = Response(v1::METRIC_NPS, 3, 11);
  feedback.set_source_id("a\nb\x1b[2J\x7f");
  feedback.set_account_id("c\xC2\x9B\xE2\x80\xA8Ö");
  EXPECT_EQ(Title(feedback), "NPS 3 from c  Ö (source a b [2J )");
}

}  // namespace
}  // namespace voc::alerts
