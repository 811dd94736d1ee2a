#include "server/views/query/selection.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include "tests/unit/server/views/query/fake_facts.h"

namespace voc::views {
namespace {

class SelectionTest : public ::testing::Test {
 protected:
  CompiledFilter Filter() const { return CompiledFilter(filter_, dictionaries_); }

  Dictionaries dictionaries_;
  v1::Filter filter_;
};

std::vector<uint64_t> Events(const std::vector<Selected>& selected) {
  std::vector<uint64_t> events;
  for (const Selected& one : selected) events.push_back(one.event_sequence);
  return events;
}

TEST_F(SelectionTest, NewestFirstTiesBySequence) {
  FakeFacts facts;
  const auto add = [&](uint64_t event, base::TimeNs time, uint64_t sequence) {
    Fact fact;
    fact.event_sequence = event;
    fact.collected_at = time;
    fact.sequence = sequence;
    facts.Add(fact);
  };
  add(1, 50, 1);
  add(2, 70, 2);
  add(3, 50, 9);
  add(4, 60, 4);
  const auto all = SelectNewest(facts, Filter(), std::nullopt, 10);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(Events(*all), (std::vector<uint64_t>{2, 4, 3, 1}));
  const auto rest = SelectNewest(facts, Filter(), Position{50, 9}, 10);
  ASSERT_TRUE(rest.ok());
  EXPECT_EQ(Events(*rest), (std::vector<uint64_t>{1}));
}

TEST_F(SelectionTest, RefusesSillyLimits) {
  const FakeFacts facts;
  EXPECT_FALSE(SelectNewest(facts, Filter(), std::nullopt, 0).ok());
  EXPECT_FALSE(SelectNewest(facts, Filter(), std::nullopt, kMaxSelected + 1).ok());
  EXPECT_FALSE(SelectAlerts(facts, Filter(), false, std::nullopt, 0).ok());
}

// Pages of every size make up the whole list.
TEST_F(SelectionTest, PagesOfRandomFactsMakeUpTheList) {
  const uint32_t seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937_64 random(seed);
  for (int round = 0; round < 30; ++round) {
    FakeFacts facts(1 + random() % 50);
    std::vector<std::tuple<base::TimeNs, uint64_t, uint64_t>> expected;
    const uint64_t count = random() % 600;
    for (uint64_t event = 1; event <= count; ++event) {
      Fact fact;
      fact.event_sequence = event;
      fact.sequence = event * 7'919 % 1'009;
      fact.collected_at = static_cast<base::TimeNs>(random() % 40);
      if (random() % 4 == 0) fact.flags = kExcluded;
      const bool live = random() % 5 != 0;
      facts.Add(fact, live);
      if (live && fact.flags == 0 && fact.collected_at >= 5) {
        expected.emplace_back(fact.collected_at, fact.sequence, event);
      }
    }
    std::sort(expected.rbegin(), expected.rend());
    std::vector<uint64_t> events;
    for (const auto& one : expected) events.push_back(std::get<2>(one));
    filter_.mutable_interval()->mutable_start_time()->set_nanos(5);
    const CompiledFilter filter = Filter();
    const size_t limit = 1 + random() % 70;
    std::vector<uint64_t> seen;
    std::optional<Position> after;
    for (;;) {
      const auto page = SelectNewest(facts, filter, after, limit);
      ASSERT_TRUE(page.ok());
      ASSERT_LE(page->size(), limit);
      for (const uint64_t event : Events(*page)) seen.push_back(event);
      if (page->size() < limit) break;
      after = page->back().position;
    }
    ASSERT_EQ(seen, events);
  }
}

class AlertSelectionTest : public SelectionTest {
 protected:
  void Add(uint64_t event, uint64_t alert_sequence, int flags) {
    Fact fact;
    fact.event_sequence = event;
    fact.alert_sequence = alert_sequence;
    fact.flags = static_cast<uint8_t>(flags);
    facts_.Add(fact);
  }

  AlertSelection Select(bool only_open, std::optional<uint64_t> at_most, size_t limit) {
    const auto selection = SelectAlerts(facts_, Filter(), only_open, at_most, limit);
    EXPECT_TRUE(selection.ok());
    return selection.value_or(AlertSelection());
  }

  FakeFacts facts_;
};

TEST_F(AlertSelectionTest, ByAlertSequenceDescending) {
  Add(1, 10, kHasAlert | kOpenAlert);
  Add(2, 0, 0);
  Add(3, 30, kHasAlert);
  Add(4, 20, kHasAlert | kOpenAlert);
  EXPECT_EQ(Events(Select(false, std::nullopt, 10).next), (std::vector<uint64_t>{3, 4, 1}));
  EXPECT_EQ(Events(Select(false, std::nullopt, 2).next), (std::vector<uint64_t>{3, 4}));
  EXPECT_EQ(Events(Select(true, std::nullopt, 10).next), (std::vector<uint64_t>{4, 1}));
  const AlertSelection rest = Select(false, 20, 10);
  EXPECT_EQ(Events(rest.next), (std::vector<uint64_t>{4, 1}));
  EXPECT_EQ(rest.next.front().alert_sequence, 20u);
  EXPECT_TRUE(rest.also.empty());
}

TEST_F(AlertSelectionTest, FeedbackWithSeveralAlertsStaysACandidate) {
  Add(1, 40, kHasAlert | kManyAlerts);
  Add(2, 30, kHasAlert);
  Add(3, 20, kHasAlert | kManyAlerts);
  const AlertSelection rest = Select(false, 25, 10);
  EXPECT_EQ(Events(rest.next), (std::vector<uint64_t>{3}));
  EXPECT_EQ(Events(rest.also), (std::vector<uint64_t>{1}));
  EXPECT_TRUE(Select(false, std::nullopt, 10).also.empty());
}

TEST_F(AlertSelectionTest, FilterApplies) {
  Add(1, 40, kHasAlert | kExcluded);
  EXPECT_TRUE(Select(false, std::nullopt, 10).next.empty());
  const auto all = SelectAlerts(facts_, CompiledFilter(filter_, dictionaries_, Exclusions::kIgnore),
                                false, std::nullopt, 10);
  ASSERT_TRUE(all.ok());
  EXPECT_EQ(Events(all->next), (std::vector<uint64_t>{1}));
}

}  // namespace
}  // namespace voc::views
