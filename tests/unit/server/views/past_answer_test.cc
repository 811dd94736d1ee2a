#include "server/views/past_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

namespace voc::views {
namespace {

using ::testing::ElementsAre;

constexpr AnswerKey kKey = {.respondent = 3, .source = 9, .kind = 2};

PastAnswer At(base::TimeNs time, store::Sequence event) {
  return {.collected_at = time, .event_sequence = event, .score = 7};
}

TEST(PastAnswerTest, ComesBackFromItsEntry) {
  for (const base::TimeNs time : {base::TimeNs{-5}, base::TimeNs{0}, base::TimeNs{1} << 60}) {
    const PastAnswer answer = At(time, 77);
    const auto decoded = DecodeAnswer(AnswerEntryKey(kKey, answer), AnswerEntryValue(answer));
    ASSERT_TRUE(decoded.ok()) << decoded.status();
    EXPECT_EQ(decoded->first, kKey);
    EXPECT_EQ(decoded->second.collected_at, time);
    EXPECT_EQ(decoded->second.event_sequence, 77u);
    EXPECT_EQ(decoded->second.score, 7);
  }
}

TEST(PastAnswerTest, TheNewestComesFirstWithinAKey) {
  EXPECT_LT(AnswerEntryKey(kKey, At(5, 1)), AnswerEntryKey(kKey, At(4, 2)));
  EXPECT_LT(AnswerEntryKey(kKey, At(5, 2)), AnswerEntryKey(kKey, At(5, 1)));
  EXPECT_LT(AnswerEntryKey(kKey, At(1, 1)), AnswerEntryKey(kKey, At(-1, 1)));
}

TEST(PastAnswerTest, ASeekMeetsTheNewestThatIsNotLater) {
  const std::string seek = AnswerSeekKey(kKey, 4);
  EXPECT_LT(AnswerEntryKey(kKey, At(5, 1)), seek);
  EXPECT_GE(AnswerEntryKey(kKey, At(4, 100)), seek);
  EXPECT_GE(AnswerEntryKey(kKey, At(3, 1)), seek);
}

TEST(PastAnswerTest, OtherBytesAreDamage) {
  const PastAnswer answer = At(1, 1);
  EXPECT_TRUE(absl::IsDataLoss(DecodeAnswer("short", AnswerEntryValue(answer)).status()));
  EXPECT_TRUE(absl::IsDataLoss(DecodeAnswer(AnswerEntryKey(kKey, answer), "ab").status()));
}

TEST(PastAnswerTest, AFactIsAnAnswerIfSomebodyGaveAScoreThatCounts) {
  Fact fact;
  fact.respondent = 3;
  fact.source = 9;
  fact.kind = 2;
  fact.flags = kScored;
  EXPECT_EQ(AnswerKeyOf(fact), kKey);
  fact.flags = kScored | kExcluded;
  EXPECT_EQ(AnswerKeyOf(fact), std::nullopt);
  fact.flags = kScored;
  fact.respondent = 0;
  EXPECT_EQ(AnswerKeyOf(fact), std::nullopt);
}

TEST(PastAnswerTest, WhoWasAskedIsKeptUnderAKindOfItsOwn) {
  Fact fact;
  fact.respondent = 3;
  fact.source = 9;
  fact.kind = static_cast<uint8_t>(Kind::kDisplay);
  const AnswerKey asked = {.respondent = 3, .source = 9, .kind = kAskedKind};
  EXPECT_EQ(AnswerKeyOf(fact), asked);
  fact.kind = static_cast<uint8_t>(Kind::kNps);  // answered without a score
  EXPECT_EQ(AnswerKeyOf(fact), asked);
  fact.flags = kExcluded;
  EXPECT_EQ(AnswerKeyOf(fact), std::nullopt);
  // Nobody asked for what is said elsewhere.
  fact.flags = 0;
  fact.kind = static_cast<uint8_t>(Kind::kMention);
  EXPECT_EQ(AnswerKeyOf(fact), std::nullopt);
}

TEST(PastAnswerTest, WhetherItIsVerifiedIsKeptBesideTheScore) {
  for (const bool unverified : {false, true}) {
    PastAnswer answer = At(1, 1);
    answer.score = 10;
    answer.unverified = unverified;
    const auto decoded = DecodeAnswer(AnswerEntryKey(kKey, answer), AnswerEntryValue(answer));
    ASSERT_TRUE(decoded.ok());
    EXPECT_EQ(decoded->second.score, 10);
    EXPECT_EQ(decoded->second.unverified, unverified);
  }
}

TEST(TailAnswersTest, KeepsTheAnswersOfEachKey) {
  TailAnswers answers;
  answers.Add(kKey, At(1, 1));
  answers.Add({.respondent = 4, .source = 9, .kind = 2}, At(2, 2));
  answers.Add(kKey, At(3, 3));
  std::vector<store::Sequence> events;
  answers.ForEach(kKey, [&](const PastAnswer& answer) { events.push_back(answer.event_sequence); });
  EXPECT_THAT(events, ElementsAre(3, 1));
  answers.ForEach({.respondent = 5}, [](const PastAnswer&) { FAIL(); });
}

}  // namespace
}  // namespace voc::views
