#include "server/subscribe/alert_router.h"

#include <algorithm>
#include <utility>

#include "storage/base/clock.h"

namespace voc::subscribe {
namespace {

// Events looked at in one step; large commits exceed it.
constexpr size_t kMaxStepEvents = 4096;

// There is always something committed sooner, or else nothing to do.
constexpr base::TimeNs kIdleNs = 3600 * base::kNsPerSecond;

}  // namespace

AlertRouter::AlertRouter(const Hub* hub, const CursorCodec* cursors)
    : hub_(hub), cursors_(cursors), routed_(hub->newest()) {}

std::shared_ptr<AlertInbox> AlertRouter::MakeInbox(std::shared_ptr<const AlertMatcher> matcher,
                                                   AlertForm form, std::function<void()> wake) {
  return std::make_shared<AlertInbox>(std::move(matcher), form, &waiting_bytes_, std::move(wake));
}

store::Sequence AlertRouter::Join(const std::shared_ptr<AlertInbox>& inbox) {
  const auto joined = std::make_shared<Joined>(Joined{.inbox = inbox});
  absl::MutexLock lock(&mutex_);
  joined_[inbox.get()] = joined;
  const AlertMatcher& matcher = inbox->matcher();
  if (!matcher.accounts().empty()) {
    for (const std::string& account : matcher.accounts()) by_account_[account].push_back(joined);
  } else if (!matcher.sources().empty()) {
    for (const std::string& source : matcher.sources()) by_source_[source].push_back(joined);
  } else {
    rest_.push_back(joined);
  }
  return routed_.load(std::memory_order_relaxed);
}

void AlertRouter::Leave(const AlertInbox& inbox) {
  absl::MutexLock lock(&mutex_);
  Remove(inbox);
}

void AlertRouter::Remove(const AlertInbox& inbox) {
  const auto found = joined_.find(&inbox);
  if (found == joined_.end()) return;
  const std::shared_ptr<Joined> joined = std::move(found->second);
  joined_.erase(found);
  const auto erase = [&joined](JoinedList& list) {
    list.erase(std::remove(list.begin(), list.end(), joined), list.end());
  };
  const auto erase_from = [&erase](Index& index, const std::vector<std::string>& keys) {
    for (const std::string& key : keys) {
      const auto list = index.find(key);
      if (list == index.end()) continue;  // named twice
      erase(list->second);
      if (list->second.empty()) index.erase(list);
    }
  };
  const AlertMatcher& matcher = joined->inbox->matcher();
  if (!matcher.accounts().empty()) {
    erase_from(by_account_, matcher.accounts());
  } else if (!matcher.sources().empty()) {
    erase_from(by_source_, matcher.sources());
  } else {
    erase(rest_);
  }
}

Runner::Next AlertRouter::Run() {
  const auto groups = hub_->After(routed(), kMaxStepEvents);
  absl::MutexLock lock(&mutex_);
  if (!groups.has_value()) {
    LoseAll();
    return {.delay_ns = 0};
  }
  if (groups->empty()) return {.delay_ns = kIdleNs, .on_commit = true};
  for (const auto& group : *groups) {
    for (const AlertingEvent& alerting : group->alerting()) Route(alerting);
    routed_.store(group->last(), std::memory_order_release);
  }
  return {.delay_ns = 0};
}

void AlertRouter::LoseAll() {
  // More was committed than the hub remembers: everyone reads the log.
  for (const auto& [key, joined] : joined_) joined->inbox->Overflow();
  joined_.clear();
  by_account_.clear();
  by_source_.clear();
  rest_.clear();
  routed_.store(hub_->newest(), std::memory_order_release);
}

void AlertRouter::Route(const AlertingEvent& alerting) {
  for (const storage::v1::FeedbackEvent* event : {&alerting.event(), alerting.before()}) {
    if (event == nullptr) continue;
    const auto of_account = by_account_.find(event->feedback().account_id());
    if (of_account != by_account_.end()) RouteTo(of_account->second, alerting);
    const auto of_source = by_source_.find(event->feedback().source_id());
    if (of_source != by_source_.end()) RouteTo(of_source->second, alerting);
  }
  RouteTo(rest_, alerting);
  for (const AlertInbox* inbox : overflowed_) Remove(*inbox);
  overflowed_.clear();
}

void AlertRouter::RouteTo(const JoinedList& list, const AlertingEvent& alerting) {
  for (const std::shared_ptr<Joined>& joined : list) {
    // Found under several keys.
    if (joined->offered == alerting.sequence()) continue;
    joined->offered = alerting.sequence();
    Offer(alerting, *joined->inbox);
  }
}

void AlertRouter::Offer(const AlertingEvent& alerting, AlertInbox& inbox) {
  const storage::v1::FeedbackEvent& event = alerting.event();
  bool passes = false;
  for (int i = 0; i < event.alerts_size(); ++i) {
    const storage::v1::AlertMark& mark = event.alerts(i);
    if (mark.sequence() != alerting.sequence() || !inbox.matcher().Wants(event, mark)) continue;
    if (!passes && !inbox.matcher().Passes(alerting)) return;
    passes = true;
    if (inbox.Push({.after = alerting.After(i),
                    .message = alerting.Message(i, inbox.form(), *cursors_)})) {
      continue;
    }
    overflowed_.push_back(&inbox);
    return;
  }
}

}  // namespace voc::subscribe
