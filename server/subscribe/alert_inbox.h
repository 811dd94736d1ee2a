#ifndef VOC_SERVER_SUBSCRIBE_ALERT_INBOX_H_
#define VOC_SERVER_SUBSCRIBE_ALERT_INBOX_H_

#include <atomic>
#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "server/subscribe/alert_matcher.h"
#include "server/subscribe/alert_message.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/encoded_message.h"

namespace voc::subscribe {

// Alerts put aside for one subscriber who is busy taking others: what one large
// commit raises fits, so that only who is really slow falls back to the log.
inline constexpr size_t kMaxInboxAlerts = 2048;
inline constexpr size_t kMaxInboxBytes = 1024 * 1024;
// In all inboxes together, bytes that several hold counted for each of them.
inline constexpr size_t kMaxAllInboxesBytes = 64 * 1024 * 1024;

// What the router puts aside for one live subscriber. It never grows beyond its
// limits: it then loses everything and says so, and the subscriber goes back to
// reading the log from where it stands. Thread-safe.
class AlertInbox {
 public:
  struct Item {
    Position after;  // where a subscriber stands that has taken it
    EncodedMessage message;
  };

  // `wake` is called, with no lock of the inbox held, when there is something to take after there
  // was nothing, or when all was lost. `total_bytes` counts what all inboxes hold and outlives
  // them.
  AlertInbox(std::shared_ptr<const AlertMatcher> matcher, AlertForm form,
             std::atomic<size_t>* total_bytes, std::function<void()> wake);
  ~AlertInbox();

  const AlertMatcher& matcher() const { return *matcher_; }
  // Of its messages.
  AlertForm form() const { return form_; }

  // False if it does not fit: then everything is lost.
  bool Push(Item item);

  // Loses everything, as what comes next cannot be given.
  void Overflow();

  struct Taken {
    std::vector<Item> items;
    bool lost = false;  // and no items
    bool rest = false;  // there are more
  };
  // The oldest items, beginning with the first after `position` (those before it are dropped), at
  // most `max_items`, and no more after `max_bytes` are reached.
  Taken Take(Position position, size_t max_items, size_t max_bytes);

 private:
  void Clear() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const std::shared_ptr<const AlertMatcher> matcher_;
  const AlertForm form_;
  std::atomic<size_t>* const total_bytes_;
  const std::function<void()> wake_;
  absl::Mutex mutex_;
  std::deque<Item> items_ ABSL_GUARDED_BY(mutex_);
  size_t bytes_ ABSL_GUARDED_BY(mutex_) = 0;
  bool lost_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ALERT_INBOX_H_
