#include "server/views/answer_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "tests/unit/server/views/damaged_bytes.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;

constexpr store::Sequence kRun = 900;

// As AppendAnswer makes them, newest first.
std::string AnswersAt(std::initializer_list<base::TimeNs> times) {
  std::string bytes;
  for (const base::TimeNs time : times) {
    AppendAnswer(kRun, {.collected_at = time, .event_sequence = 800, .score = 7}, bytes);
  }
  return bytes;
}

store::Run PagesOf(const std::vector<AnswerKey>& keys, std::string_view answers) {
  store::Run run;
  AnswerPages pages(kRun, &run);
  for (const AnswerKey& key : keys) pages.Add(key, answers);
  pages.Finish();
  return run;
}

std::string PageOfKeys(const std::vector<AnswerKey>& keys, std::string_view answers) {
  const store::Run run = PagesOf(keys, answers);
  EXPECT_EQ(run.size(), 1u);
  return std::string(run.value(0));
}

// Keys of the page that `first` belongs in, in their order; `first` may be any of them.
std::vector<AnswerKey> KeysBeside(const AnswerKey& first, size_t count) {
  std::vector<AnswerKey> keys = {first};
  for (Ordinal respondent = 1; keys.size() < count; ++respondent) {
    const AnswerKey key = {.respondent = respondent, .source = 1, .kind = 2};
    const bool beside = PageOf(MarkAnswerKey(key)) == PageOf(MarkAnswerKey(first));
    if (beside && key != first) keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end(), ComesBefore);
  return keys;
}

std::string Found(std::string_view page, const AnswerKey& key) {
  const absl::StatusOr<std::string_view> answers = FindInAnswerPage(page, key);
  EXPECT_TRUE(answers.ok()) << answers.status();
  return std::string(answers.value_or("damaged"));
}

bool IsDamage(std::string_view page, const AnswerKey& key) {
  return absl::IsDataLoss(FindInAnswerPage(page, key).status());
}

constexpr AnswerKey kKey = {.respondent = 3, .source = 9, .kind = 2};

TEST(AnswerPageTest, FindsWhatWasAddedAndNothingElse) {
  const std::vector<AnswerKey> keys = KeysBeside(kKey, 5);
  const std::string first = AnswersAt({5}), last = AnswersAt({7, 6});
  store::Run run;
  AnswerPages pages(kRun, &run);
  pages.Add(keys[1], first);
  pages.Add(keys[3], last);
  pages.Finish();
  ASSERT_EQ(run.size(), 1u);
  EXPECT_EQ(run.key(0), EncodePageKey(AnswerPageKey(kRun, kKey)));
  EXPECT_EQ(Found(run.value(0), keys[1]), first);
  EXPECT_EQ(Found(run.value(0), keys[3]), last);
  for (const size_t absent : {0, 2, 4}) EXPECT_EQ(Found(run.value(0), keys[absent]), "");
}

TEST(AnswerPageTest, KindsOfOneRespondentAreKeysOfTheirOwn) {
  std::vector<AnswerKey> keys;
  for (uint8_t kind = 1; kind <= kAskedKind; ++kind) {
    keys.push_back({.respondent = 3, .source = 9, .kind = kind});
  }
  std::sort(keys.begin(), keys.end(), ComesBefore);
  store::Run run;
  AnswerPages pages(kRun, &run);
  for (const AnswerKey& key : keys) pages.Add(key, AnswersAt({key.kind}));
  pages.Finish();
  for (const AnswerKey& key : keys) {
    const std::string page_key = EncodePageKey(AnswerPageKey(kRun, key));
    std::string page;
    for (size_t i = 0; i < run.size(); ++i) {
      if (run.key(i) == page_key) page = run.value(i);
    }
    EXPECT_EQ(Found(page, key), AnswersAt({key.kind}));
  }
}

TEST(AnswerPageTest, TellsKeysApartThatShareTheirMark) {
  // What MarkAnswerKey mixes is the same of both.
  const AnswerKey a = {.respondent = 2, .source = 0, .kind = 0};
  const auto mixed = (uint64_t{a.respondent} << 32 | a.source) - 0x9E3779B97F4A7C15;
  const AnswerKey b = {.respondent = static_cast<Ordinal>(mixed >> 32),
                       .source = static_cast<Ordinal>(mixed),
                       .kind = 1};
  ASSERT_EQ(MarkAnswerKey(a), MarkAnswerKey(b));
  ASSERT_TRUE(ComesBefore(a, b));
  const std::string page = PageOfKeys({a, b}, AnswersAt({1}));
  EXPECT_EQ(Found(page, a), AnswersAt({1}));
  EXPECT_EQ(Found(page, b), AnswersAt({1}));
  EXPECT_EQ(Found(PageOfKeys({b}, AnswersAt({1})), a), "");
  EXPECT_EQ(Found(PageOfKeys({a}, AnswersAt({1})), b), "");
}

TEST(AnswerPageTest, KeepsAsManyAnswersAsSomebodyGave) {
  std::string many;
  for (int i = 0; i < 10'000; ++i) many += AnswersAt({1'000 - i});
  const std::string page = PageOfKeys({kKey}, many);
  EXPECT_EQ(Found(page, kKey), many);
}

TEST(AnswerPageTest, IsWalkedInTheOrderOfItsKeys) {
  const std::vector<AnswerKey> keys = KeysBeside(kKey, 3);
  const std::string bytes = PageOfKeys(keys, AnswersAt({1}));
  AnswerPage page(PageOf(MarkAnswerKey(kKey)), bytes);
  std::vector<AnswerKey> walked;
  while (page.Next()) {
    walked.push_back(page.key());
    EXPECT_EQ(page.mark(), MarkAnswerKey(page.key()));
    EXPECT_EQ(page.answers(), AnswersAt({1}));
  }
  EXPECT_TRUE(page.status().ok()) << page.status();
  EXPECT_THAT(walked, ElementsAre(keys[0], keys[1], keys[2]));
  EXPECT_FALSE(page.Next());
}

TEST(AnswerPageTest, ACutIsDamageToWhoReadsThatFar) {
  const std::vector<AnswerKey> keys = KeysBeside(kKey, 2);
  const std::string page = PageOfKeys(keys, AnswersAt({2, 1}));
  const size_t first = PageOfKeys({keys[0]}, AnswersAt({2, 1})).size();
  for (size_t size = 0; size < page.size(); ++size) {
    const std::string_view cut = std::string_view(page).substr(0, size);
    EXPECT_EQ(IsDamage(cut, keys[0]), size < first) << size;
    // Where an entry ends, a page may end.
    EXPECT_EQ(IsDamage(cut, keys[1]), size != first) << size;
  }
}

TEST(AnswerPageTest, KeysOutOfOrderOrTwiceAreDamage) {
  const std::vector<AnswerKey> keys = KeysBeside(kKey, 2);
  for (const AnswerKey& second : keys) {
    const std::string bytes = PageOfKeys({keys[1], second}, AnswersAt({1}));
    AnswerPage page(PageOf(MarkAnswerKey(kKey)), bytes);
    EXPECT_TRUE(page.Next());
    EXPECT_FALSE(page.Next());
    EXPECT_TRUE(absl::IsDataLoss(page.status())) << page.status();
    EXPECT_FALSE(page.Next());
  }
}

TEST(AnswerPageTest, KeysOfAnotherPageAndKeysWithoutAnswersAreDamage) {
  const std::string bytes = PageOfKeys({kKey}, AnswersAt({1}));
  AnswerPage other(PageOf(MarkAnswerKey(kKey)) ^ 1, bytes);
  EXPECT_FALSE(other.Next());
  EXPECT_TRUE(absl::IsDataLoss(other.status())) << other.status();
  EXPECT_TRUE(IsDamage(PageOfKeys({kKey}, ""), kKey));
}

TEST(AnswerPageTest, GarbageIsReadToAnEnd) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  const std::vector<AnswerKey> keys = KeysBeside(kKey, 3);
  const std::string page = PageOfKeys(keys, AnswersAt({2, 1}));
  for (int i = 0; i < 20'000; ++i) {
    const std::string garbage = DamagedBytes(page, random);
    const absl::Status status = FindInAnswerPage(garbage, keys[random() % keys.size()]).status();
    EXPECT_TRUE(status.ok() || absl::IsDataLoss(status)) << status;
  }
}

}  // namespace
}  // namespace voc::views
