#include "server/views/past_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace voc::views {
namespace {

using ::testing::ElementsAre;

constexpr AnswerKey kKey = {.respondent = 3, .source = 9, .kind = 2};

PastAnswer At(base::TimeNs time, store::Sequence event) {
  return {.collected_at = time, .event_sequence = event, .score = 7};
}

std::vector<PastAnswer> Decode(store::Sequence run, std::string_view bytes) {
  std::vector<PastAnswer> answers;
  EXPECT_TRUE(ForEachAnswer(run, bytes, [&](const PastAnswer& answer) {
                answers.push_back(answer);
                return true;
              }).ok());
  return answers;
}

TEST(PastAnswerTest, ComeBackFromAnEntryInTheirOrder) {
  std::string bytes;
  for (const PastAnswer& answer : {At(base::TimeNs{1} << 60, 100), At(0, 77), At(-5, 1)}) {
    AppendAnswer(100, answer, bytes);
  }
  const std::vector<PastAnswer> decoded = Decode(100, bytes);
  ASSERT_EQ(decoded.size(), 3u);
  EXPECT_EQ(decoded[0].collected_at, base::TimeNs{1} << 60);
  EXPECT_EQ(decoded[0].event_sequence, 100u);
  EXPECT_EQ(decoded[1].collected_at, 0);
  EXPECT_EQ(decoded[1].event_sequence, 77u);
  EXPECT_EQ(decoded[2].collected_at, -5);
  EXPECT_EQ(decoded[2].event_sequence, 1u);
  EXPECT_EQ(decoded[2].score, 7);
}

TEST(PastAnswerTest, TimesOfAnyUnitComeBack) {
  constexpr base::TimeNs kMost = std::numeric_limits<base::TimeNs>::max();
  for (const base::TimeNs time : {base::TimeNs{1}, base::TimeNs{1'000}, base::TimeNs{-7'000'000},
                                  base::TimeNs{1'700'000'000'123'000'000}, base::TimeNs{-1}, kMost,
                                  -kMost, std::numeric_limits<base::TimeNs>::min()}) {
    std::string bytes;
    AppendAnswer(1, At(time, 1), bytes);
    const std::vector<PastAnswer> decoded = Decode(1, bytes);
    ASSERT_EQ(decoded.size(), 1u);
    EXPECT_EQ(decoded[0].collected_at, time);
  }
}

TEST(PastAnswerTest, VisitsNoFurtherThanAsked) {
  std::string bytes;
  AppendAnswer(9, At(2, 9), bytes);
  AppendAnswer(9, At(1, 8), bytes);
  int visits = 0;
  ASSERT_TRUE(ForEachAnswer(9, bytes, [&](const PastAnswer&) { return ++visits > 1; }).ok());
  EXPECT_EQ(visits, 1);
}

TEST(PastAnswerTest, OtherBytesAreDamage) {
  const auto visit = [](const PastAnswer&) { return true; };
  EXPECT_TRUE(absl::IsDataLoss(ForEachAnswer(1, "", visit)));
  // The event lies further behind the run than there are any.
  EXPECT_TRUE(absl::IsDataLoss(ForEachAnswer(1, "\x01\x02\x03", visit)));
  // A score above ten.
  EXPECT_TRUE(absl::IsDataLoss(ForEachAnswer(9, "\x0b\x02\x03", visit)));
  // Cut short.
  EXPECT_TRUE(absl::IsDataLoss(ForEachAnswer(1, std::string_view("\x01\x02", 2), visit)));
}

TEST(PastAnswerTest, MarksOfNeighboursLieFarApart) {
  std::set<uint32_t> eighths;  // of all numbers
  for (Ordinal respondent = 1; respondent <= 100; ++respondent) {
    eighths.insert(MarkAnswerKey({.respondent = respondent, .source = 1, .kind = 1}) >> 29);
  }
  EXPECT_EQ(eighths.size(), 8u);
  EXPECT_NE(MarkAnswerKey({.respondent = 1, .source = 1, .kind = 1}),
            MarkAnswerKey({.respondent = 1, .source = 1, .kind = 2}));
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
    std::string bytes;
    AppendAnswer(1, answer, bytes);
    const std::vector<PastAnswer> decoded = Decode(1, bytes);
    ASSERT_EQ(decoded.size(), 1u);
    EXPECT_EQ(decoded[0].score, 10);
    EXPECT_EQ(decoded[0].unverified, unverified);
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
