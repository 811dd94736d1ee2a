#ifndef VOC_SERVER_SUBSCRIBE_ALERT_ROUTER_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_ROUTER_H_

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/flat_hash_map.h"
#include "absl/synchronization/mutex.h"
#include "server/subscribe/alert_inbox.h"
#include "server/subscribe/alerting_event.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/pump.h"
#include "storage/event_log.h"

namespace voc::subscribe {

// Brings every alert to the live subscribers whom it concerns, and to no other: who
// watches accounts is found by account, who watches sources by source, and only the
// rest is asked one by one. So a commit costs what it raises, and a subscriber to
// whom nothing happens costs nothing. Runs on a pump after every commit, not on the
// committer's thread. Thread-safe.
class AlertRouter final : public Runner {
 public:
  // Both outlive the router.
  AlertRouter(const Hub* hub, const CursorCodec* cursors);

  // Everything up to here was looked at: whoever joined before has been given what
  // concerns it.
  store::Sequence routed() const { return routed_.load(std::memory_order_acquire); }

  // An inbox for a subscriber; not joined yet. For `wake` see AlertInbox. The router outlives it.
  std::shared_ptr<AlertInbox> MakeInbox(std::shared_ptr<const AlertMatcher> matcher, AlertForm form,
                                        std::function<void()> wake);

  // From now on `inbox` is given what comes after the sequence returned, until it
  // overflows or leaves.
  store::Sequence Join(const std::shared_ptr<AlertInbox>& inbox);

  // Gives it nothing more. No effect on an inbox that is not joined.
  void Leave(const AlertInbox& inbox);

  // Looks at what was committed since the last time. One call at a time.
  Next Run() override;
  bool heavy() const override { return false; }

  // Bytes that subscribers have not taken yet, those that several share counted for each.
  size_t waiting_bytes() const { return waiting_bytes_.load(std::memory_order_relaxed); }

 private:
  struct Joined {
    std::shared_ptr<AlertInbox> inbox;
    store::Sequence offered = 0;  // the newest event it was offered
  };
  using JoinedList = std::vector<std::shared_ptr<Joined>>;
  using Index = absl::flat_hash_map<std::string, JoinedList>;

  void Route(const AlertingEvent& alerting) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void RouteTo(const JoinedList& list, const AlertingEvent& alerting)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Offer(const AlertingEvent& alerting, AlertInbox& inbox)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Remove(const AlertInbox& inbox) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void LoseAll() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const Hub* const hub_;
  const CursorCodec* const cursors_;
  std::atomic<size_t> waiting_bytes_{0};
  absl::Mutex mutex_;
  std::atomic<store::Sequence> routed_;  // written under the lock
  absl::flat_hash_map<const AlertInbox*, std::shared_ptr<Joined>> joined_ ABSL_GUARDED_BY(mutex_);
  Index by_account_ ABSL_GUARDED_BY(mutex_);
  Index by_source_ ABSL_GUARDED_BY(mutex_);
  JoinedList rest_ ABSL_GUARDED_BY(mutex_);
  std::vector<const AlertInbox*> overflowed_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_ROUTER_H_
