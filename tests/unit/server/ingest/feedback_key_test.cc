#include "server/ingest/feedback_key.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <set>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace voc::ingest {
namespace {

TEST(FeedbackId, GoldenValuePinsTheDiskFormat) {
  // printf 'voc.feedback_id.1\x07\0\0\0default\x03\0\0\0app\x02\0\0\0r1\0\0\0\0' | sha256sum
  EXPECT_EQ(MakeFeedbackId("default", "app", "r1", "").ToHex(), "68fcda4ad0fb0ff21869090e07d08c6e");
}

TEST(FeedbackId, ComesFromTheKeyOfTheFeedback) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("r1");
  feedback.mutable_response();
  feedback.set_question_id("q");
  const FeedbackId id = FeedbackIdOf(feedback);
  EXPECT_EQ(id, MakeFeedbackId(kDefaultTenant, "app", "r1", "q"));
  feedback.set_account_id("acme");
  feedback.mutable_response()->set_score(3);
  EXPECT_EQ(FeedbackIdOf(feedback), id);
}

TEST(FeedbackId, PartsOfTheKeyDoNotRunTogether) {
  const std::set<FeedbackId> ids = {MakeFeedbackId("t", "ab", "c", ""),
                                    MakeFeedbackId("t", "a", "bc", ""),
                                    MakeFeedbackId("t", "a", "b", "c"),
                                    MakeFeedbackId("t", "a", "c", "b"),
                                    MakeFeedbackId("ta", "b", "c", ""),
                                    MakeFeedbackId("t", "A", "b", "c"),
                                    MakeFeedbackId("t", "a ", "b", "c"),
                                    MakeFeedbackId("t", "a", "b", std::string_view("c\0", 2))};
  EXPECT_EQ(ids.size(), 8u);
}

TEST(FeedbackId, HexRoundTrip) {
  const uint64_t seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937_64 random(seed);
  for (int i = 0; i < 1000; ++i) {
    FeedbackId id;
    for (uint8_t& byte : id.bytes) byte = static_cast<uint8_t>(random());
    const auto back = FeedbackId::FromHex(id.ToHex());
    ASSERT_TRUE(back.ok());
    ASSERT_EQ(*back, id);
  }
}

TEST(FeedbackId, OnlyThirtyTwoLowerCaseDigitsAreHex) {
  const std::string good = "0123456789abcdef0123456789abcdef";
  EXPECT_TRUE(FeedbackId::FromHex(good).ok());
  for (const std::string& bad :
       {std::string(), good.substr(1), good + "0", "A" + good.substr(1), "g" + good.substr(1),
        good.substr(1) + " ", good.substr(1) + std::string(1, '\0'), "/" + good.substr(1)}) {
    EXPECT_EQ(FeedbackId::FromHex(bad).status().code(), absl::StatusCode::kInvalidArgument) << bad;
  }
}

TEST(FeedbackId, OrderIsThatOfTheBytes) {
  FeedbackId low;
  FeedbackId high;
  low.bytes[15] = 255;
  high.bytes[0] = 1;
  EXPECT_LT(low, high);
  EXPECT_LT(low.ToHex(), high.ToHex());
}

TEST(FeedbackIdOf, ADisplayAndItsAnswerShareAKeyAndNoId) {
  v1::Feedback asked;
  asked.set_source_id("app");
  asked.set_submission_id("1");
  v1::Feedback answered = asked;
  answered.mutable_response()->set_metric(v1::METRIC_NPS);
  EXPECT_NE(FeedbackIdOf(asked), FeedbackIdOf(answered));
  EXPECT_EQ(FeedbackIdOf(answered), MakeFeedbackId(kDefaultTenant, "app", "1", ""));
}

}  // namespace
}  // namespace voc::ingest
