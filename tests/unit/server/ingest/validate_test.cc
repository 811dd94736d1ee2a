#include "server/ingest/validate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

v1::Feedback Response(v1::Metric metric = v1::METRIC_NPS, int score = 5) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("1");
  feedback.mutable_response()->set_metric(metric);
  feedback.mutable_response()->set_score(score);
  feedback.mutable_response()->set_finished(true);
  return feedback;
}

v1::Feedback MentionOf(double rating, double rating_max = 0) {
  v1::Feedback feedback;
  feedback.set_source_id("g2");
  feedback.set_submission_id("1");
  feedback.mutable_mention()->set_rating(rating);
  feedback.mutable_mention()->set_rating_max(rating_max);
  return feedback;
}

std::vector<std::string> BadFields(const v1::Feedback& feedback) {
  std::vector<std::string> fields;
  for (const Violation& violation : Validate(feedback)) fields.push_back(violation.field);
  return fields;
}

TEST(Validate, GoodFeedbackHasNoViolation) {
  EXPECT_THAT(BadFields(Response()), IsEmpty());
  EXPECT_THAT(BadFields(MentionOf(4)), IsEmpty());
}

TEST(Validate, AnEmptyFeedbackTellsEveryMissingField) {
  EXPECT_THAT(BadFields({}), ElementsAre("source_id", "submission_id", "kind"));
}

TEST(Validate, EveryBadFieldIsTold) {
  v1::Feedback feedback = Response(v1::METRIC_CSAT, 9);
  feedback.clear_source_id();
  feedback.mutable_response()->set_scale_points(5);
  feedback.mutable_response()->set_low_is_good(true);
  feedback.set_journey_stage(static_cast<v1::JourneyStage>(9));
  feedback.set_language("en_US");
  EXPECT_THAT(BadFields(feedback),
              ElementsAre("source_id", "response.score", "response.low_is_good", "journey_stage",
                          "language"));
}

TEST(Validate, DescriptionsSayWhatIsAllowed) {
  EXPECT_THAT(Validate(Response(v1::METRIC_NPS, 11)),
              ElementsAre(Violation{"response.score", "must be 0 to 10, is 11"}));
  EXPECT_THAT(Validate(MentionOf(3, 2)),
              ElementsAre(Violation{"mention.rating", "must be 0 to 2, the rating_max, is 3"}));
}

// A field with a limit on its bytes, the longest that passes and how to set it.
struct LimitedField {
  std::string path;
  size_t max_bytes;
  std::function<std::string*(v1::Feedback&)> field;
};

TEST(Validate, BytesAreLimited) {
  const std::vector<LimitedField> fields = {
      {"source_id", 255, [](auto& f) { return f.mutable_source_id(); }},
      {"submission_id", 255, [](auto& f) { return f.mutable_submission_id(); }},
      {"question_id", 255, [](auto& f) { return f.mutable_question_id(); }},
      {"respondent_id", 255, [](auto& f) { return f.mutable_respondent_id(); }},
      {"account_id", 255, [](auto& f) { return f.mutable_account_id(); }},
      {"channel", 255, [](auto& f) { return f.mutable_channel(); }},
      {"touchpoint", 255, [](auto& f) { return f.mutable_touchpoint(); }},
      {"mention.platform", 255, [](auto& f) { return f.mutable_mention()->mutable_platform(); }},
      {"response.comment", 32768, [](auto& f) { return f.mutable_response()->mutable_comment(); }},
      {"mention.title", 32768, [](auto& f) { return f.mutable_mention()->mutable_title(); }},
      {"mention.body", 32768, [](auto& f) { return f.mutable_mention()->mutable_body(); }},
      {"mention.url", 32768, [](auto& f) { return f.mutable_mention()->mutable_url(); }},
      {"mention.author", 32768, [](auto& f) { return f.mutable_mention()->mutable_author(); }},
      {"properties[plan]", 32768, [](auto& f) { return &(*f.mutable_properties())["plan"]; }},
  };
  for (const LimitedField& limited : fields) {
    SCOPED_TRACE(limited.path);
    v1::Feedback feedback =
        limited.path.starts_with("mention") ? MentionOf(3) : Response(v1::METRIC_NPS);
    limited.field(feedback)->assign(limited.max_bytes, 'x');
    EXPECT_THAT(BadFields(feedback), IsEmpty());
    limited.field(feedback)->push_back('x');
    EXPECT_THAT(BadFields(feedback), ElementsAre(limited.path));
  }
}

TEST(Validate, KeysAreOpaqueBytes) {
  v1::Feedback feedback = Response();
  feedback.set_source_id(" ");
  feedback.set_submission_id(std::string("\0\n", 2));
  EXPECT_THAT(BadFields(feedback), IsEmpty());
}

TEST(Validate, UnknownMetricIsRejected) {
  EXPECT_THAT(BadFields(Response(v1::METRIC_UNSPECIFIED)), ElementsAre("response.metric"));
  EXPECT_THAT(BadFields(Response(static_cast<v1::Metric>(99), -1)),
              ElementsAre("response.metric", "response.score"));
}

TEST(Validate, ScalesOfEachMetric) {
  const std::vector<std::pair<v1::Metric, std::vector<int>>> allowed = {
      {v1::METRIC_NPS, {0, 11}},
      {v1::METRIC_CSAT, {0, 2, 3, 5, 7, 10}},
      {v1::METRIC_CES, {0, 5, 7}},
  };
  for (const auto& [metric, points] : allowed) {
    for (int scale = -1; scale <= 12; ++scale) {
      v1::Feedback feedback = Response(metric, 1);
      feedback.mutable_response()->set_scale_points(scale);
      const bool good = std::find(points.begin(), points.end(), scale) != points.end();
      EXPECT_EQ(BadFields(feedback), good ? std::vector<std::string>{}
                                          : std::vector<std::string>{"response.scale_points"})
          << v1::Metric_Name(metric) << " of " << scale;
    }
  }
}

TEST(Validate, ScoresOfEachScale) {
  struct Scale {
    v1::Metric metric;
    int points;
    int min;
    int max;
  };
  for (const Scale& scale : {Scale{v1::METRIC_NPS, 0, 0, 10}, Scale{v1::METRIC_NPS, 11, 0, 10},
                             Scale{v1::METRIC_CSAT, 0, 1, 5}, Scale{v1::METRIC_CSAT, 2, 1, 2},
                             Scale{v1::METRIC_CSAT, 3, 1, 3}, Scale{v1::METRIC_CSAT, 7, 1, 7},
                             Scale{v1::METRIC_CSAT, 10, 1, 10}, Scale{v1::METRIC_CES, 0, 1, 7},
                             Scale{v1::METRIC_CES, 5, 1, 5}, Scale{v1::METRIC_CES, 7, 1, 7}}) {
    for (int score = -2; score <= 12; ++score) {
      v1::Feedback feedback = Response(scale.metric, score);
      feedback.mutable_response()->set_scale_points(scale.points);
      const bool good = score >= scale.min && score <= scale.max;
      EXPECT_EQ(Validate(feedback).empty(), good)
          << v1::Metric_Name(scale.metric) << " " << score << " of " << scale.points;
    }
  }
}

TEST(Validate, AScoreThatNoScaleHoldsIsToldBesideABadScale) {
  v1::Feedback feedback = Response(v1::METRIC_CES, 8);
  feedback.mutable_response()->set_scale_points(6);
  EXPECT_THAT(BadFields(feedback), ElementsAre("response.scale_points", "response.score"));
}

TEST(Validate, AMissingScoreNeedsACommentOrAnUnfinishedSurvey) {
  v1::Feedback feedback = Response();
  feedback.mutable_response()->clear_score();
  EXPECT_THAT(BadFields(feedback), ElementsAre("response.score"));
  feedback.mutable_response()->set_comment("fine");
  EXPECT_THAT(BadFields(feedback), IsEmpty());
  feedback.mutable_response()->clear_comment();
  feedback.mutable_response()->set_finished(false);
  EXPECT_THAT(BadFields(feedback), IsEmpty());
}

TEST(Validate, LowIsGoodOnlyWhereCes) {
  for (const v1::Metric metric : {v1::METRIC_NPS, v1::METRIC_CSAT, v1::METRIC_CES}) {
    v1::Feedback feedback = Response(metric);
    feedback.mutable_response()->set_low_is_good(true);
    EXPECT_EQ(Validate(feedback).empty(), metric == v1::METRIC_CES) << v1::Metric_Name(metric);
  }
}

TEST(Validate, AMentionMayHaveNeitherTextNorRating) {
  v1::Feedback feedback = MentionOf(3);
  feedback.mutable_mention()->clear_rating();
  EXPECT_THAT(BadFields(feedback), IsEmpty());
}

TEST(Validate, MentionTypesAreKnown) {
  v1::Feedback feedback = MentionOf(3);
  feedback.mutable_mention()->set_mention_type(static_cast<v1::MentionType>(3));
  EXPECT_THAT(BadFields(feedback), ElementsAre("mention.mention_type"));
}

TEST(Validate, RatingsLieOnTheirScale) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_THAT(BadFields(MentionOf(0)), IsEmpty());
  EXPECT_THAT(BadFields(MentionOf(5)), IsEmpty());
  EXPECT_THAT(BadFields(MentionOf(5.01)), ElementsAre("mention.rating"));
  EXPECT_THAT(BadFields(MentionOf(-0.01)), ElementsAre("mention.rating"));
  EXPECT_THAT(BadFields(MentionOf(kNan)), ElementsAre("mention.rating"));
  EXPECT_THAT(BadFields(MentionOf(kInfinity)), ElementsAre("mention.rating"));
  EXPECT_THAT(BadFields(MentionOf(1000, 1000)), IsEmpty());
  EXPECT_THAT(BadFields(MentionOf(1, 1000.5)), ElementsAre("mention.rating_max"));
  EXPECT_THAT(BadFields(MentionOf(1, -5)), ElementsAre("mention.rating_max"));
  EXPECT_THAT(BadFields(MentionOf(1, kNan)), ElementsAre("mention.rating_max"));
  EXPECT_THAT(BadFields(MentionOf(kNan, kNan)),
              ElementsAre("mention.rating", "mention.rating_max"));
}

TEST(Validate, CollectedAtFitsNanosecondsOf64Bits) {
  v1::Feedback feedback = Response();
  auto* time = feedback.mutable_collected_at();
  const auto bad = [&](int64_t seconds, int32_t nanos) {
    time->set_seconds(seconds);
    time->set_nanos(nanos);
    return !Validate(feedback).empty();
  };
  EXPECT_FALSE(bad(kMinCollectedAtSeconds, 0));
  EXPECT_TRUE(bad(kMinCollectedAtSeconds - 1, 999'999'999));
  EXPECT_FALSE(bad(kEndCollectedAtSeconds - 1, 999'999'999));
  EXPECT_TRUE(bad(kEndCollectedAtSeconds, 0));
  EXPECT_TRUE(bad(0, -1));
  EXPECT_TRUE(bad(0, 1'000'000'000));
  EXPECT_TRUE(bad(std::numeric_limits<int64_t>::min(), 0));
  EXPECT_TRUE(bad(std::numeric_limits<int64_t>::max(), 0));
}

TEST(Validate, LanguageHasTheShapeOfATag) {
  for (const char* good :
       {"", "en", "sv-SE", "zh-Hant-HK", "x-whatever", "de-1996", "es-419", "en-GB-oxendict"}) {
    v1::Feedback feedback = Response();
    feedback.set_language(good);
    EXPECT_THAT(BadFields(feedback), IsEmpty()) << good;
  }
  for (const char* bad : {"-", "en-", "-en", "en--GB", "en_GB", "swedish language", "abcdefghi",
                          "12", "svensk\xC3\xA4", "en-aaaaaaaa-aaaaaaaa-aaaaaaaa-aaaaaaaa"}) {
    v1::Feedback feedback = Response();
    feedback.set_language(bad);
    EXPECT_THAT(BadFields(feedback), ElementsAre("language")) << bad;
  }
}

TEST(Validate, AtMost64PropertiesWithAValue) {
  v1::Feedback feedback = Response();
  for (int i = 0; i < 64; ++i)
    (*feedback.mutable_properties())[absl::StrCat("p", i)] = absl::StrCat(i);
  (*feedback.mutable_properties())["empty is no property"] = "";
  EXPECT_THAT(BadFields(feedback), IsEmpty());
  (*feedback.mutable_properties())["one more"] = "v";
  EXPECT_THAT(BadFields(feedback), ElementsAre("properties"));
}

TEST(Validate, PropertyKeysHave1To255Bytes) {
  v1::Feedback feedback = Response();
  (*feedback.mutable_properties())[std::string(255, 'k')] = "v";
  EXPECT_THAT(BadFields(feedback), IsEmpty());
  (*feedback.mutable_properties())[""] = "v";
  EXPECT_THAT(BadFields(feedback), ElementsAre("properties[]"));
  feedback.mutable_properties()->clear();
  // 253 bytes, then a character of 3: the path is cut before it.
  (*feedback.mutable_properties())[std::string(253, 'k') + "漢"] = "v";
  EXPECT_THAT(BadFields(feedback), ElementsAre("properties[" + std::string(253, 'k') + "]"));
}

TEST(Validate, ViolationsAreCapped) {
  v1::Feedback feedback = Response();
  for (int i = 0; i < 100; ++i) {
    (*feedback.mutable_properties())[absl::StrCat(i, std::string(255, 'k'))] = absl::StrCat(i);
  }
  EXPECT_THAT(BadFields(feedback), SizeIs(kMaxViolations));
}

TEST(Validate, OutputOnlyFieldsAreIgnored) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 500; ++i) {
    v1::Feedback feedback = random.Next();
    random.FillOutputs(feedback);
    EXPECT_THAT(BadFields(feedback), IsEmpty()) << feedback.DebugString();
  }
}

TEST(ValidateDisplay, NamesEveryBadField) {
  v1::Display display;
  display.set_source_id("app");
  display.set_display_id("1");
  display.set_metric(v1::METRIC_NPS);
  EXPECT_TRUE(ValidateDisplay(display).empty());
  display.clear_display_id();
  display.set_metric(v1::METRIC_UNSPECIFIED);
  display.set_kind(static_cast<v1::DisplayKind>(9));
  display.mutable_displayed_at()->set_nanos(-1);
  display.set_language("?");
  (*display.mutable_properties())[""] = "x";
  std::vector<std::string> fields;
  for (const Violation& violation : ValidateDisplay(display)) fields.push_back(violation.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"display_id", "metric", "kind", "displayed_at",
                                              "properties[]", "language"}));
}

}  // namespace
}  // namespace voc::ingest
