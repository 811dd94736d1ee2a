#include "server/ingest/normalize.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "server/ingest/validate.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

using ::google::protobuf::util::MessageDifferencer;

TEST(Normalize, DefaultsOfScalePoints) {
  for (const auto& [metric, points] :
       {std::pair{v1::METRIC_NPS, 11}, {v1::METRIC_CSAT, 5}, {v1::METRIC_CES, 7}}) {
    v1::Feedback feedback;
    feedback.mutable_response()->set_metric(metric);
    Normalize(feedback);
    EXPECT_EQ(feedback.response().scale_points(), points);
  }
  v1::Feedback given;
  given.mutable_response()->set_metric(v1::METRIC_CSAT);
  given.mutable_response()->set_scale_points(10);
  Normalize(given);
  EXPECT_EQ(given.response().scale_points(), 10);
}

TEST(Normalize, DefaultOfRatingMaxWhereThereIsARating) {
  v1::Feedback feedback;
  feedback.mutable_mention()->set_rating(0);
  Normalize(feedback);
  EXPECT_EQ(feedback.mention().rating_max(), 5);

  feedback.mutable_mention()->clear_rating();
  feedback.mutable_mention()->set_rating_max(10);
  Normalize(feedback);
  EXPECT_EQ(feedback.mention().rating_max(), 0);
}

TEST(Normalize, NegativeZeroIsZero) {
  v1::Feedback feedback;
  feedback.mutable_mention()->set_rating(-0.0);
  Normalize(feedback);
  EXPECT_FALSE(std::signbit(feedback.mention().rating()));
}

TEST(Normalize, NamesAreLowerCase) {
  v1::Feedback feedback;
  feedback.set_channel("E-Mail");
  feedback.set_touchpoint("KÖP");
  feedback.mutable_mention()->set_platform("App_Store");
  Normalize(feedback);
  EXPECT_EQ(feedback.channel(), "e-mail");
  EXPECT_EQ(feedback.touchpoint(), "köp");
  EXPECT_EQ(feedback.mention().platform(), "app_store");
}

TEST(Normalize, LanguageHasTheRecommendedCase) {
  // After RFC 5646, 2.1.1.
  const std::pair<const char*, const char*> cases[] = {{"", ""},
                                                       {"SV", "sv"},
                                                       {"sv-se", "sv-SE"},
                                                       {"MN-cYRL-mn", "mn-Cyrl-MN"},
                                                       {"EN-CA-X-CA", "en-CA-x-ca"},
                                                       {"sgn-be-fr", "sgn-BE-FR"},
                                                       {"AZ-LATN-X-LATN", "az-Latn-x-latn"},
                                                       {"ES-419", "es-419"},
                                                       {"de-CH-1996", "de-CH-1996"},
                                                       {"I-Klingon", "i-klingon"}};
  for (const auto& [given, want] : cases) {
    v1::Feedback feedback;
    feedback.set_language(given);
    Normalize(feedback);
    EXPECT_EQ(feedback.language(), want);
  }
}

TEST(Normalize, EmptyPropertiesAreGone) {
  v1::Feedback feedback;
  (*feedback.mutable_properties())["plan"] = "Pro";
  (*feedback.mutable_properties())["city"] = "";
  (*feedback.mutable_properties())["age"] = "";
  Normalize(feedback);
  ASSERT_EQ(feedback.properties_size(), 1);
  EXPECT_EQ(feedback.properties().at("plan"), "Pro");
}

TEST(Normalize, TextsAndKeysKeepEveryCharacter) {
  const std::string text = " A\t\r\n\xC2\xA0Ö  ";
  v1::Feedback feedback;
  feedback.set_source_id(text);
  feedback.set_submission_id(text);
  feedback.set_question_id(text);
  feedback.set_respondent_id(text);
  feedback.set_account_id(text);
  feedback.mutable_response()->set_comment(text);
  (*feedback.mutable_properties())[text] = text;
  v1::Feedback before = feedback;
  Normalize(feedback);
  EXPECT_TRUE(MessageDifferencer::Equals(feedback, before));
}

TEST(Normalize, OutputOnlyFieldsAreGone) {
  RandomFeedback random(1);
  v1::Feedback feedback;
  random.FillOutputs(feedback);
  Normalize(feedback);
  EXPECT_EQ(feedback.ByteSizeLong(), 0u);
}

TEST(Normalize, UnknownFieldsAreGone) {
  const auto add = [](google::protobuf::Message& message) {
    message.GetReflection()->MutableUnknownFields(&message)->AddVarint(500, 1);
  };
  v1::Feedback response;
  response.mutable_response()->set_scale_points(5);
  v1::Feedback mention;
  mention.mutable_mention()->set_body("b");
  mention.mutable_collected_at()->set_seconds(1);
  const v1::Feedback plain_response = response;
  const v1::Feedback plain_mention = mention;
  add(response);
  add(*response.mutable_response());
  add(*mention.mutable_mention());
  add(*mention.mutable_collected_at());
  Normalize(response);
  Normalize(mention);
  EXPECT_EQ(response.SerializeAsString(), plain_response.SerializeAsString());
  EXPECT_EQ(mention.SerializeAsString(), plain_mention.SerializeAsString());
}

TEST(Normalize, TwiceIsOnceAndStaysValid) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 2000; ++i) {
    v1::Feedback feedback = random.Next();
    if (random.Coin()) random.FillOutputs(feedback);
    Normalize(feedback);
    ASSERT_TRUE(Validate(feedback).empty()) << feedback.DebugString();
    v1::Feedback again = feedback;
    Normalize(again);
    ASSERT_TRUE(MessageDifferencer::Equals(again, feedback)) << feedback.DebugString();
  }
}

}  // namespace
}  // namespace voc::ingest
