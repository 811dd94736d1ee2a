#include "server/ingest/undecided.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/normalize.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

using ::testing::StartsWith;

// As Prepare leaves what was decoded from `sent`.
v1::Feedback PreparedFrom(const std::string& sent) {
  v1::Feedback feedback;
  EXPECT_TRUE(feedback.ParseFromString(sent));
  Normalize(feedback);
  if (feedback.language().empty()) feedback.set_language("sv");
  feedback.mutable_sentiment()->set_score(-0.25);
  feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  feedback.add_themes("speed");
  feedback.add_themes("");
  feedback.set_themes_version(0x80000001);
  feedback.set_import_id("spring");
  return feedback;
}

// What is encoded of what `sent` is decoded to; expects it to say the same.
std::string Encoded(const std::string& sent) {
  const v1::Feedback feedback = PreparedFrom(sent);
  google::protobuf::Arena arena;
  const std::string encoded(EncodeUndecided(feedback, sent, arena));
  v1::Feedback read;
  EXPECT_TRUE(read.ParseFromString(encoded));
  EXPECT_EQ(read.DebugString(), feedback.DebugString());
  return encoded;
}

v1::Feedback Response() {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("1");
  feedback.set_question_id("q");
  feedback.set_client_revision(300);
  feedback.mutable_response()->set_metric(v1::METRIC_NPS);
  feedback.mutable_response()->set_score(0);
  feedback.mutable_response()->set_comment("slow");
  feedback.mutable_response()->set_finished(true);
  feedback.set_respondent_id("r");
  feedback.set_account_id("a");
  feedback.mutable_collected_at()->set_seconds(-5);
  feedback.mutable_collected_at()->set_nanos(7);
  feedback.set_channel("web");
  feedback.set_journey_stage(v1::JOURNEY_STAGE_ADOPT);
  feedback.set_touchpoint("checkout");
  (*feedback.mutable_properties())["plan"] = "pro";
  (*feedback.mutable_properties())["seats"] = "12";
  return feedback;
}

TEST(EncodeUndecided, TakesTheBytesThatWereSent) {
  const std::string sent = Response().SerializeAsString();
  EXPECT_THAT(Encoded(sent), StartsWith(sent));
  v1::Feedback least;
  least.set_source_id("app");
  least.set_submission_id("1");
  least.mutable_response()->set_metric(v1::METRIC_CES);
  EXPECT_THAT(Encoded(least.SerializeAsString()), StartsWith(least.SerializeAsString()));
  v1::Feedback given = Response();
  given.mutable_response()->set_scale_points(11);
  given.set_language("en-GB");
  EXPECT_THAT(Encoded(given.SerializeAsString()), StartsWith(given.SerializeAsString()));
}

TEST(EncodeUndecided, SaysTheSameWhateverWasSent) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  for (int i = 0; i < 500; ++i) {
    v1::Feedback feedback = random.Next();
    if (random.Below(3) == 0) random.FillOutputs(feedback);
    Encoded(feedback.SerializeAsString());
    // In pieces, of which the later ones replace some of the first.
    Encoded(feedback.SerializeAsString() + random.Next().SerializeAsString());
  }
}

TEST(EncodeUndecided, TakesNoBytesThatHoldMore) {
  const std::string sent = Response().SerializeAsString();
  const auto with = [&sent](const std::string& more) { return sent + more; };
  const std::vector<std::string> more = {
      std::string("\x22\x03"
                  "app"),                                     // source_id once more
      std::string("\x8a\x01\x00", 3),                         // a property without key and value
      std::string("\x8a\x01\x08\x0a\x01k\x12\x01v\x18\x01"),  // one with a third field
      std::string("\x8a\x01\x0b\x0a\x04plan\x12\x03max"),     // one once more
      std::string("\xf8\x3f\x01"),                            // field 1023, which nobody knows
      std::string("\x0a\x01x"),                    // feedback_id, which is the server's to say
      std::string("\xca\x01\x00", 3),              // field 25 as bytes
      std::string("\x42\x02\x10\x05"),             // another score
      std::string("\x4a\x03\x22\x01t"),            // a mention instead
      std::string("\xb5\x01\x01\x00\x00\x00", 6),  // themes_version
  };
  for (const std::string& bytes : more) {
    v1::Feedback feedback;
    if (!feedback.ParseFromString(with(bytes))) continue;
    const std::string encoded = Encoded(with(bytes));
    EXPECT_EQ(encoded.find(bytes, sent.size()), std::string::npos) << testing::PrintToString(bytes);
  }
}

TEST(EncodeUndecided, NotWhereNormalisingChangedSomething) {
  for (const auto& change : std::vector<void (*)(v1::Feedback&)>{
           [](v1::Feedback& feedback) { feedback.set_channel("Web"); },
           [](v1::Feedback& feedback) { feedback.set_touchpoint("CHECKOUT"); },
           [](v1::Feedback& feedback) { feedback.set_language("EN-gb"); },
           [](v1::Feedback& feedback) { (*feedback.mutable_properties())["none"] = ""; },
           [](v1::Feedback& feedback) { feedback.set_sequence(4); },
           [](v1::Feedback& feedback) { feedback.set_identity(v1::IDENTITY_VERIFIED); }}) {
    v1::Feedback feedback = Response();
    change(feedback);
    const std::string sent = feedback.SerializeAsString();
    EXPECT_THAT(Encoded(sent), testing::Not(StartsWith(sent)));
  }
}

TEST(EncodeUndecided, NotWhereItIsWithoutTheBytes) {
  const v1::Feedback feedback = PreparedFrom(Response().SerializeAsString());
  google::protobuf::Arena arena;
  v1::Feedback read;
  const std::string_view encoded = EncodeUndecided(feedback, "", arena);
  ASSERT_TRUE(read.ParseFromArray(encoded.data(), static_cast<int>(encoded.size())));
  EXPECT_EQ(read.DebugString(), feedback.DebugString());
}

}  // namespace
}  // namespace voc::ingest
