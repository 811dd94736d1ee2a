#ifndef VOC_SERVER_SUBSCRIBE_HUB_H_
#define VOC_SERVER_SUBSCRIBE_HUB_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/call_once.h"
#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/subscribe/alerting_event.h"
#include "server/views/committed.h"
#include "server/views/facts/dictionary.h"
#include "storage/event_log.h"

namespace voc::subscribe {

// What the hub keeps in memory of the newest commits; whoever is further behind
// reads the log.
inline constexpr size_t kMaxRecentEvents = 8 * 1024;
inline constexpr size_t kMaxRecentBytes = 16 * 1024 * 1024;

// One commit, shared by all who read it. Immutable to them, thread-safe.
class RecentGroup {
 public:
  // `facts`: of the events, one each.
  RecentGroup(std::shared_ptr<const views::CommittedGroup> events,
              std::shared_ptr<const views::CommittedFacts> facts);

  const views::CommittedGroup& events() const { return *events_; }
  // The events that made a version of an alert: few, as a rule, so that nobody who
  // is after alerts need look at the others.
  const std::deque<AlertingEvent>& alerting() const;
  store::Sequence first() const { return events_->front().sequence; }
  store::Sequence last() const { return events_->back().sequence; }
  size_t bytes() const { return bytes_; }

  // One an event that is about a feedback, in order. Made by the first who asks, since
  // the committer must not wait for it and a thousand subscribers should not each
  // repeat it.
  const std::vector<EventFacts>& Facts(const views::Dictionaries& dictionaries) const;

 private:
  const std::shared_ptr<const views::CommittedGroup> events_;
  const std::shared_ptr<const views::CommittedFacts> committed_facts_;
  size_t bytes_ = 0;  // approximate
  mutable absl::once_flag alerting_once_;
  mutable std::deque<AlertingEvent> alerting_;
  mutable absl::once_flag facts_once_;
  mutable std::vector<EventFacts> facts_;
};

// Where subscribers find what was committed last: a bounded ring of commits that
// never makes the committer wait. Thread-safe.
class Hub final : public views::CommitListener {
 public:
  struct Limits {
    size_t events = kMaxRecentEvents;
    size_t bytes = kMaxRecentBytes;
  };

  // `newest`: up to where the views reflect the log now.
  explicit Hub(store::Sequence newest) : Hub(newest, Limits()) {}
  Hub(store::Sequence newest, Limits limits);

  void OnCommit(const std::shared_ptr<const views::CommittedGroup>& group,
                const std::shared_ptr<const views::CommittedFacts>& facts) override;

  // Up to here everything is committed, and reflected by the views.
  store::Sequence newest() const;

  // Whether After can give what was committed after `after`.
  bool Remembers(store::Sequence after) const;

  // The commits with events after `after`, oldest first, as many as hold
  // `max_events` (one at least); the first may begin before. Empty if there are
  // none; nullopt if some of them have left the ring, or `after` lies before it.
  std::optional<std::vector<std::shared_ptr<const RecentGroup>>> After(store::Sequence after,
                                                                       size_t max_events) const;

  // Called after every commit, on the committer's thread; must return at once.
  // Set once, before the first commit.
  void set_on_commit(std::function<void()> on_commit) { on_commit_ = std::move(on_commit); }

 private:
  bool RemembersLocked(store::Sequence after) const ABSL_SHARED_LOCKS_REQUIRED(mutex_);

  const Limits limits_;
  std::function<void()> on_commit_;
  mutable absl::Mutex mutex_;
  store::Sequence newest_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::shared_ptr<const RecentGroup>> ring_ ABSL_GUARDED_BY(mutex_);
  size_t events_ ABSL_GUARDED_BY(mutex_) = 0;
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_HUB_H_
