#include "server/views/run_builder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "server/views/answer_page.h"
#include "server/views/id_page.h"

namespace voc::views {
namespace {

using ingest::FeedbackId;
using ::testing::ElementsAre;

constexpr store::Sequence kLastEvent = 5'000;

// Of a segment's events, of which none is dead.
BuiltRuns Built(const Segment& segment) { return BuildRuns(segment, Dictionaries(), {}, {}); }

std::string PageIn(const store::Run& run, const PageKey& key) {
  const std::string bytes = EncodePageKey(key);
  for (size_t i = 0; i < run.size(); ++i) {
    if (run.key(i) == bytes) return std::string(run.value(i));
  }
  return "";
}

// Scores of a key, as they follow each other.
std::vector<int> ScoresOf(BuiltRuns& built, const AnswerKey& key) {
  const std::string page =
      PageIn(built.runs[store::Table::kAnswers], AnswerPageKey(kLastEvent, key));
  const absl::StatusOr<std::string_view> answers = FindInAnswerPage(page, key);
  EXPECT_TRUE(answers.ok()) << answers.status();
  std::vector<int> scores;
  EXPECT_TRUE(ForEachAnswer(kLastEvent, answers.value_or(""), [&](const PastAnswer& answer) {
                scores.push_back(answer.score);
                return true;
              }).ok());
  return scores;
}

class RunBuilderTest : public ::testing::Test {
 protected:
  void Add(const FeedbackId& id, const Fact& fact) {
    Fact with_event = fact;
    with_event.event_sequence = ++event_;
    segment_.Add(id, {.sequence = event_, .event_sequence = event_, .revision = 1}, with_event, 0);
  }

  // As if its last event was kLastEvent.
  void Seal() { segment_.last_event = kLastEvent; }

  Segment segment_;
  store::Sequence event_ = 0;
};

TEST_F(RunBuilderTest, FindsEveryIdAlsoThoseThatShareTheirFirstEightBytes) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  std::vector<FeedbackId> ids;
  for (int i = 0; i < 2'000; ++i) {
    FeedbackId id;
    // Every other one has the first 8 bytes of the one before.
    if (i % 2 == 1) id = ids.back();
    for (size_t at = i % 2 * 8; at < id.bytes.size(); ++at) {
      id.bytes[at] = static_cast<uint8_t>(random());
    }
    ids.push_back(id);
    Add(id, {});
  }
  Seal();
  BuiltRuns built = Built(segment_);
  EXPECT_EQ(built.ids.size(), ids.size());
  for (size_t i = 0; i < ids.size(); ++i) {
    const std::string page = PageIn(built.runs[store::Table::kIds], IdPageKey(kLastEvent, ids[i]));
    const absl::StatusOr<std::optional<KnownFeedback>> known = FindInIdPage(page, ids[i]);
    ASSERT_TRUE(known.ok()) << known.status();
    ASSERT_TRUE(known->has_value());
    EXPECT_EQ((*known)->event_sequence, i + 1);
  }
}

TEST_F(RunBuilderTest, KeepsTheAnswersOfEachKeyNewestFirst) {
  const auto add = [&](Ordinal respondent, Kind kind, base::TimeNs at, uint8_t score) {
    FeedbackId id;
    id.bytes[0] = static_cast<uint8_t>(event_);
    Fact fact;
    fact.respondent = respondent;
    fact.source = 9;
    fact.kind = static_cast<uint8_t>(kind);
    fact.flags = kScored;
    fact.collected_at = at;
    fact.score = score;
    Add(id, fact);
  };
  add(3, Kind::kNps, 20, 1);
  add(4, Kind::kNps, 20, 2);
  add(3, Kind::kCsat, 40, 3);
  add(3, Kind::kNps, 30, 4);
  add(3, Kind::kNps, 10, 5);
  Seal();
  BuiltRuns built = Built(segment_);
  const auto key = [](Ordinal respondent, Kind kind) {
    return AnswerKey{.respondent = respondent, .source = 9, .kind = static_cast<uint8_t>(kind)};
  };
  EXPECT_THAT(ScoresOf(built, key(3, Kind::kNps)), ElementsAre(4, 1, 5));
  EXPECT_THAT(ScoresOf(built, key(3, Kind::kCsat)), ElementsAre(3));
  EXPECT_THAT(ScoresOf(built, key(4, Kind::kNps)), ElementsAre(2));
}

TEST_F(RunBuilderTest, PagesFollowEachOtherAndAreNotEmpty) {
  std::mt19937_64 random(7);
  for (int i = 0; i < 300; ++i) {
    FeedbackId id;
    for (uint8_t& byte : id.bytes) byte = static_cast<uint8_t>(random());
    Add(id, {});
  }
  Seal();
  BuiltRuns built = Built(segment_);
  const store::Run& pages = built.runs[store::Table::kIds];
  for (size_t i = 0; i < pages.size(); ++i) {
    EXPECT_FALSE(pages.value(i).empty());
    if (i > 0) {
      EXPECT_LT(pages.key(i - 1), pages.key(i));
    }
  }
  EXPECT_TRUE(built.runs[store::Table::kAnswers].empty());
}

}  // namespace
}  // namespace voc::views
