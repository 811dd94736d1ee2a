#include "server/subscribe/hub.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "storage/base/time.h"
#include "tests/unit/server/subscribe/event_feed.h"

namespace voc::subscribe {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Property;

// A group of events first..last, each with a comment of `bytes`.
std::shared_ptr<const views::CommittedGroup> Group(store::Sequence first, store::Sequence last,
                                                   size_t bytes = 0) {
  auto group = std::make_shared<views::CommittedGroup>();
  for (store::Sequence sequence = first; sequence <= last; ++sequence) {
    auto event = std::make_shared<storage::v1::FeedbackEvent>();
    event->mutable_feedback()->mutable_response()->set_comment(std::string(bytes, 'x'));
    group->push_back({.sequence = sequence, .event = event, .before = nullptr});
  }
  return group;
}

void Commit(Hub& hub, const std::shared_ptr<const views::CommittedGroup>& group) {
  hub.OnCommit(group, std::make_shared<const views::CommittedFacts>(group->size()));
}

auto Sequence(store::Sequence sequence) {
  return Property("sequence", &AlertingEvent::sequence, sequence);
}

std::vector<store::Sequence> FirstsAfter(const Hub& hub, store::Sequence after,
                                         size_t max_events = 1000) {
  std::vector<store::Sequence> firsts;
  const auto groups = hub.After(after, max_events);
  EXPECT_TRUE(groups.has_value());
  for (const auto& group : *groups) firsts.push_back(group->first());
  return firsts;
}

TEST(HubTest, GivesTheGroupsAfterAPosition) {
  Hub hub(10);
  EXPECT_EQ(hub.newest(), 10u);
  Commit(hub, Group(11, 13));
  Commit(hub, Group(14, 14));
  Commit(hub, Group(15, 19));
  EXPECT_EQ(hub.newest(), 19u);
  EXPECT_THAT(FirstsAfter(hub, 10), ElementsAre(11, 14, 15));
  EXPECT_THAT(FirstsAfter(hub, 12), ElementsAre(11, 14, 15));
  EXPECT_THAT(FirstsAfter(hub, 13), ElementsAre(14, 15));
  EXPECT_THAT(FirstsAfter(hub, 18), ElementsAre(15));
  EXPECT_THAT(FirstsAfter(hub, 19), IsEmpty());
  EXPECT_THAT(FirstsAfter(hub, 25), IsEmpty());
  EXPECT_THAT(FirstsAfter(hub, 10, 1), ElementsAre(11));
  EXPECT_THAT(FirstsAfter(hub, 10, 4), ElementsAre(11, 14));
}

TEST(HubTest, WhatLiesBeforeTheRingIsTheLogsToGive) {
  Hub hub(10);
  EXPECT_FALSE(hub.After(5, 100).has_value());
  Commit(hub, Group(11, 13));
  EXPECT_FALSE(hub.After(9, 100).has_value());
}

TEST(HubTest, ForgetsTheOldestBeyondItsLimitOfEvents) {
  Hub hub(0, {.events = 10, .bytes = 1 << 30});
  Commit(hub, Group(1, 4));
  Commit(hub, Group(5, 10));
  EXPECT_TRUE(hub.After(0, 100).has_value());
  Commit(hub, Group(11, 11));
  EXPECT_FALSE(hub.After(0, 100).has_value());
  EXPECT_THAT(FirstsAfter(hub, 4), ElementsAre(5, 11));
  Commit(hub, Group(12, 40));  // larger than the ring
  EXPECT_EQ(hub.newest(), 40u);
  EXPECT_FALSE(hub.After(39, 100).has_value());
  EXPECT_THAT(FirstsAfter(hub, 40), IsEmpty());
}

TEST(HubTest, ForgetsTheOldestBeyondItsLimitOfBytes) {
  Hub hub(0, {.events = 1000, .bytes = 100'000});
  Commit(hub, Group(1, 1, 60'000));
  Commit(hub, Group(2, 2, 60'000));
  EXPECT_FALSE(hub.After(0, 100).has_value());
  EXPECT_THAT(FirstsAfter(hub, 1), ElementsAre(2));
}

TEST(HubTest, TellsOfEveryCommitOnceItCanBeRead) {
  Hub hub(0);
  std::vector<store::Sequence> heard;
  hub.set_on_commit([&] { heard.push_back(hub.newest()); });
  Commit(hub, Group(1, 3));
  Commit(hub, Group(4, 4));
  EXPECT_THAT(heard, ElementsAre(3, 4));
}

TEST(HubTest, TellsWhichEventsMadeAlerts) {
  EventFeed feed;
  feed.CommitGroup({Nps("1", 10), Nps("2", 0), Nps("3", 9), BadReview("4")});
  feed.CommitGroup({Nps("1", 9), Nps("2", 10)});  // the second dismisses
  const auto groups = feed.hub.After(0, 100);
  ASSERT_EQ(groups->size(), 2u);
  EXPECT_THAT((*groups)[0]->alerting(), ElementsAre(Sequence(2), Sequence(4)));
  EXPECT_THAT((*groups)[1]->alerting(), ElementsAre(Sequence(6)));
}

TEST(HubTest, FactsAreThoseOfTheEventsBeforeAndAfter) {
  EventFeed feed;
  feed.Commit(Nps("1", 3, "acme"));
  feed.Commit(Nps("1", 9, "globex"));
  const auto groups = feed.hub.After(0, 100);
  ASSERT_EQ(groups->size(), 2u);
  const std::vector<EventFacts>& created = (*groups)[0]->Facts(feed.dictionaries);
  ASSERT_EQ(created.size(), 1u);
  EXPECT_EQ(created[0].after.score, 3);
  EXPECT_FALSE(created[0].before.has_value());
  const std::vector<EventFacts>& updated = (*groups)[1]->Facts(feed.dictionaries);
  EXPECT_EQ(updated[0].after.score, 9);
  ASSERT_TRUE(updated[0].before.has_value());
  EXPECT_EQ(updated[0].before->score, 3);
  EXPECT_EQ(updated[0].before->account, created[0].after.account);
  EXPECT_NE(updated[0].before->account, updated[0].after.account);
}

TEST(HubTest, NotesHaveNoFactsButTheirBytes) {
  EventFeed feed;
  auto group = std::make_shared<views::CommittedGroup>(*Group(11, 12));
  auto note = std::make_shared<storage::v1::FeedbackEvent>();
  note->mutable_note()->mutable_mark()->set_note(std::string(50'000, 'x'));
  group->insert(group->begin() + 1, {.sequence = 12, .event = note, .before = nullptr});
  group->back().sequence = 13;
  views::CommittedFacts given(3);
  given[0].event_sequence = 11;
  given[2].event_sequence = 13;
  const RecentGroup recent(group, std::make_shared<const views::CommittedFacts>(given));
  const std::vector<EventFacts>& facts = recent.Facts(feed.dictionaries);
  ASSERT_EQ(facts.size(), 2u);
  EXPECT_EQ(facts[0].after.event_sequence, 11u);
  EXPECT_EQ(facts[1].after.event_sequence, 13u);
  EXPECT_GT(recent.bytes(), 50'000u);
  EXPECT_THAT(recent.alerting(), IsEmpty());
}

}  // namespace
}  // namespace voc::subscribe
