#include "server/subscribe/hub.h"

#include <algorithm>
#include <utility>

namespace voc::subscribe {
namespace {

// What an event takes beyond its texts: the message's own fields and pointers.
constexpr size_t kEventOverheadBytes = 1024;

// Near enough for a limit, and cheap: only texts make an event large.
size_t ApproximateBytes(const storage::v1::FeedbackEvent& event) {
  if (event.has_note()) return kEventOverheadBytes + event.note().ByteSizeLong();
  const v1::Feedback& feedback = event.feedback();
  size_t bytes = kEventOverheadBytes + feedback.response().comment().size() +
                 feedback.mention().title().size() + feedback.mention().body().size() +
                 feedback.mention().url().size() + feedback.mention().author().size();
  for (const auto& [key, value] : feedback.properties()) bytes += key.size() + value.size();
  return bytes;
}

}  // namespace

RecentGroup::RecentGroup(std::shared_ptr<const views::CommittedGroup> events,
                         std::shared_ptr<const views::CommittedFacts> facts)
    : events_(std::move(events)), committed_facts_(std::move(facts)) {
  for (const views::CommittedEvent& committed : *events_) {
    // What is encoded says how long the texts are, without a look at the event.
    bytes_ += committed.undecided.empty() ? ApproximateBytes(*committed.event)
                                          : kEventOverheadBytes + committed.undecided.size();
    if (committed.before != nullptr) bytes_ += ApproximateBytes(*committed.before);
  }
}

const std::vector<EventFacts>& RecentGroup::Facts(const views::Dictionaries& dictionaries) const {
  absl::call_once(facts_once_, [this, &dictionaries] {
    facts_.reserve(events_->size());
    for (size_t i = 0; i < events_->size(); ++i) {
      const views::CommittedEvent& committed = (*events_)[i];
      if (committed.event->has_note()) continue;
      facts_.push_back(
          FactsOf((*committed_facts_)[i], *committed.event, committed.before.get(), dictionaries));
    }
  });
  return facts_;
}

const std::deque<AlertingEvent>& RecentGroup::alerting() const {
  absl::call_once(alerting_once_, [this] {
    for (size_t i = 0; i < events_->size(); ++i) {
      const views::CommittedEvent& committed = (*events_)[i];
      if (!MakesAlert(committed.sequence, *committed.event)) continue;
      alerting_.emplace_back(committed, (*committed_facts_)[i]);
    }
  });
  return alerting_;
}

Hub::Hub(store::Sequence newest, Limits limits) : limits_(limits), newest_(newest) {}

void Hub::OnCommit(const std::shared_ptr<const views::CommittedGroup>& group,
                   const std::shared_ptr<const views::CommittedFacts>& facts) {
  if (group->empty()) return;
  auto recent = std::make_shared<const RecentGroup>(group, facts);
  std::vector<std::shared_ptr<const RecentGroup>> dropped;  // freed after the lock
  {
    absl::MutexLock lock(&mutex_);
    newest_ = recent->last();
    events_ += group->size();
    bytes_ += recent->bytes();
    ring_.push_back(std::move(recent));
    while (!ring_.empty() && (events_ > limits_.events || bytes_ > limits_.bytes)) {
      events_ -= ring_.front()->events().size();
      bytes_ -= ring_.front()->bytes();
      dropped.push_back(std::move(ring_.front()));
      ring_.pop_front();
    }
  }
  if (on_commit_) on_commit_();
}

store::Sequence Hub::newest() const {
  absl::MutexLock lock(&mutex_);
  return newest_;
}

bool Hub::Remembers(store::Sequence after) const {
  absl::MutexLock lock(&mutex_);
  return RemembersLocked(after);
}

bool Hub::RemembersLocked(store::Sequence after) const {
  return after >= newest_ || (!ring_.empty() && after + 1 >= ring_.front()->first());
}

std::optional<std::vector<std::shared_ptr<const RecentGroup>>> Hub::After(store::Sequence after,
                                                                          size_t max_events) const {
  std::vector<std::shared_ptr<const RecentGroup>> groups;
  absl::MutexLock lock(&mutex_);
  if (!RemembersLocked(after)) return std::nullopt;
  auto it = std::upper_bound(
      ring_.begin(), ring_.end(), after,
      [](store::Sequence value, const auto& group) { return value < group->last(); });
  size_t events = 0;
  for (; it != ring_.end() && events < max_events; ++it) {
    events += (*it)->events().size();
    groups.push_back(*it);
  }
  return groups;
}

}  // namespace voc::subscribe
