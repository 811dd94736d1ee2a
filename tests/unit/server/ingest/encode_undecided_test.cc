#include "server/ingest/encode_undecided.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/ingest/normalize.h"
#include "tests/unit/server/ingest/random_feedback.h"

namespace voc::ingest {
namespace {

// As it is when it is encoded: what was heard in it and what brought it are there.
v1::Feedback Undecided(RandomFeedback& random) {
  v1::Feedback feedback = random.Next();
  Normalize(feedback);
  if (random.Coin()) {
    feedback.mutable_sentiment()->set_score(random.Coin() ? -0.0 : 0.25);
    feedback.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_POSITIVE);
    feedback.mutable_sentiment()->set_model_version(3);
    feedback.set_themes_version(random.Coin() ? 0xfedcba98 : 0);
  }
  for (int i = random.Below(3); i > 0; --i) feedback.add_themes(absl::StrCat("theme-", i));
  if (random.Coin()) feedback.set_import_id("0123456789abcdef");
  feedback.set_identity(static_cast<v1::Identity>(random.Below(2)));
  if (feedback.has_response() && random.Coin()) {
    feedback.mutable_response()->set_score(0);
    feedback.mutable_response()->set_comment(std::string(300, 'x') + "å");
  }
  return feedback;
}

TEST(EncodeUndecided, GivesTheBytesOfProtobuf) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  RandomFeedback random(seed);
  int exact = 0;
  for (int i = 0; i < 1000; ++i) {
    const v1::Feedback feedback = Undecided(random);
    google::protobuf::Arena arena;
    const std::string encoded(EncodeUndecided(feedback, arena));
    const std::string expected = feedback.SerializeAsString();
    ASSERT_EQ(encoded.size(), expected.size());
    // Properties come in any order.
    if (feedback.properties().size() < 2) {
      ++exact;
      ASSERT_EQ(encoded, expected) << feedback.DebugString();
    }
    v1::Feedback read;
    ASSERT_TRUE(read.ParseFromString(encoded));
    ASSERT_EQ(read.DebugString(), feedback.DebugString());
  }
  EXPECT_GT(exact, 0);
}

TEST(EncodeUndecided, LeavesNothingOutThatItDoesNotExpect) {
  RandomFeedback random(1);
  v1::Feedback feedback = Undecided(random);
  random.FillOutputs(feedback);
  feedback.add_themes("");
  google::protobuf::Arena arena;
  v1::Feedback read;
  ASSERT_TRUE(read.ParseFromString(std::string(EncodeUndecided(feedback, arena))));
  EXPECT_EQ(read.DebugString(), feedback.DebugString());
}

}  // namespace
}  // namespace voc::ingest
