#include "server/views/answer_runs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "server/views/answer_page.h"
#include "server/views/run_marks.h"
#include "storage/testing/temp_dir.h"
#include "tests/support/forwarding_view_store.h"
#include "tests/support/scratch_database.h"

namespace voc::views {
namespace {

constexpr base::TimeNs kDay = 86'400 * base::kNsPerSecond;
constexpr AnswerKey kKey = {.respondent = 3, .source = 9, .kind = 2};

bool Any(const PastAnswer&) { return true; }

// Counts what is read from a store.
class CountingStore final : public store::ForwardingViewStore {
 public:
  using ForwardingViewStore::ForwardingViewStore;

  absl::StatusOr<std::optional<std::string>> Get(store::Table table,
                                                 std::string_view key) const override {
    ++gets;
    return ForwardingViewStore::Get(table, key);
  }

  mutable int gets = 0;
};

class AnswerRunsTest : public ::testing::Test {
 protected:
  struct Given {
    AnswerKey key;
    PastAnswer answer;
  };

  // Installs a run of these answers, as the builder does.
  void Install(store::Sequence run, const std::vector<Given>& answers) {
    std::map<AnswerKey, std::vector<PastAnswer>, decltype(&ComesBefore)> entries(&ComesBefore);
    for (const Given& given : answers) entries[given.key].push_back(given.answer);
    store::RunSet runs;
    AnswerPages pages(run, &runs[store::Table::kAnswers]);
    std::vector<RunKey> keys;
    for (auto& [key, all] : entries) {
      std::sort(all.begin(), all.end(),
                [](const PastAnswer& a, const PastAnswer& b) { return b < a; });
      std::string value;
      for (const PastAnswer& answer : all) {
        AppendAnswer(run, answer, value);
        keys.push_back({.mark = MarkAnswerKey(key), .note = DayOf(answer.collected_at)});
      }
      pages.Add(key, value);
    }
    pages.Finish();
    ASSERT_TRUE(store_.Install(std::move(runs)).ok());
    runs_.AddRun(run, keys);
  }

  std::optional<PastAnswer> Newest(const AnswerKey& key, base::TimeNs not_after) {
    const absl::StatusOr<std::optional<PastAnswer>> newest = runs_.Newest(key, not_after, Any);
    EXPECT_TRUE(newest.ok()) << newest.status();
    return newest.value_or(std::nullopt);
  }

  base::TempDir dir_;
  std::unique_ptr<rocks::Database> database_ = rocks::ScratchDatabase(dir_.path());
  CountingStore store_{&database_->views()};
  AnswerRuns runs_{&store_};
};

TEST_F(AnswerRunsTest, FindsTheNewestThatIsNotAfter) {
  Install(10, {{kKey, {.collected_at = 5 * kDay, .event_sequence = 4, .score = 1}},
               {kKey, {.collected_at = 5 * kDay + 7, .event_sequence = 2, .score = 2}}});
  Install(20, {{kKey, {.collected_at = 3 * kDay, .event_sequence = 14, .score = 3}}});
  EXPECT_EQ(Newest(kKey, 9 * kDay)->score, 2);
  EXPECT_EQ(Newest(kKey, 5 * kDay + 6)->score, 1);
  EXPECT_EQ(Newest(kKey, 5 * kDay - 1)->score, 3);
  EXPECT_EQ(Newest(kKey, 3 * kDay - 1), std::nullopt);
  EXPECT_EQ(Newest({.respondent = 4, .source = 9, .kind = 2}, 9 * kDay), std::nullopt);
}

TEST_F(AnswerRunsTest, ReadsOnePageHoweverManyRunsHaveAnswersOfOtherDays) {
  constexpr int kRuns = 50;
  for (int i = 0; i < kRuns; ++i) {
    const auto event = static_cast<store::Sequence>(i + 1);
    Install(event, {{kKey, {.collected_at = (i * 7 % kRuns) * kDay, .event_sequence = event}}});
  }
  EXPECT_EQ(Newest(kKey, 20 * kDay + 5)->collected_at, 20 * kDay);
  EXPECT_EQ(store_.gets, 1);
}

TEST_F(AnswerRunsTest, GoesOnToOlderDaysWhereTheNewestDoesNotCount) {
  Install(10, {{kKey, {.collected_at = 1 * kDay, .event_sequence = 1}}});
  Install(20, {{kKey, {.collected_at = 2 * kDay, .event_sequence = 11}}});
  const auto left_out = [](const PastAnswer& answer) { return answer.event_sequence != 11; };
  const absl::StatusOr<std::optional<PastAnswer>> newest = runs_.Newest(kKey, 9 * kDay, left_out);
  ASSERT_TRUE(newest.ok()) << newest.status();
  ASSERT_TRUE(newest->has_value());
  EXPECT_EQ((*newest)->event_sequence, 1u);
}

TEST_F(AnswerRunsTest, FindsInAnyOrderOfTimesWhatLookingAtAllFinds) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  // From before 1970 to after the last day that is told apart.
  const auto time = [&] {
    const base::TimeNs day = random() % 4 == 0 ? (random() % 2 == 0 ? -1 : 70'000) : random() % 6;
    return day * kDay + static_cast<base::TimeNs>(random() % 5);
  };
  std::vector<Given> all;
  store::Sequence event = 0;
  for (int run = 0; run < 30; ++run) {
    std::vector<Given> given;
    for (int i = 0; i < 40; ++i) {
      const AnswerKey key = {.respondent = 1 + static_cast<Ordinal>(random() % 12), .kind = 1};
      given.push_back({key, {.collected_at = time(), .event_sequence = ++event}});
    }
    all.insert(all.end(), given.begin(), given.end());
    Install(event, given);
  }
  for (int i = 0; i < 500; ++i) {
    const AnswerKey key = {.respondent = 1 + static_cast<Ordinal>(random() % 12), .kind = 1};
    const base::TimeNs not_after = time();
    std::optional<PastAnswer> expected;
    for (const Given& given : all) {
      if (given.key != key || given.answer.collected_at > not_after) continue;
      if (!expected.has_value() || *expected < given.answer) expected = given.answer;
    }
    const std::optional<PastAnswer> found = Newest(key, not_after);
    ASSERT_EQ(found.has_value(), expected.has_value());
    if (found.has_value()) {
      EXPECT_EQ(found->event_sequence, expected->event_sequence);
    }
  }
}

TEST_F(AnswerRunsTest, ScansTheRunsUpToOne) {
  Install(10, {{kKey, {.collected_at = 2, .event_sequence = 1}}});
  Install(20, {{kKey, {.collected_at = 1, .event_sequence = 11}}});
  std::vector<store::Sequence> events;
  const auto visit = [&](const AnswerKey& key, const PastAnswer& answer) {
    EXPECT_EQ(key, kKey);
    events.push_back(answer.event_sequence);
  };
  ASSERT_TRUE(runs_.Scan(10, visit).ok());
  EXPECT_EQ(events, std::vector<store::Sequence>{1});
}

TEST_F(AnswerRunsTest, AnAnswerThatNoLookUpFindsIsDamage) {
  Install(10, {{kKey, {.collected_at = 2 * kDay, .event_sequence = 1}}});
  runs_.Clear();
  runs_.AddRun(10, std::vector<RunKey>{{.mark = MarkAnswerKey(kKey), .note = 3}});
  const auto visit = [](const AnswerKey&, const PastAnswer&) {};
  EXPECT_TRUE(absl::IsDataLoss(runs_.Scan(10, visit)));
}

}  // namespace
}  // namespace voc::views
