#ifndef VOC_SERVER_SUBSCRIBE_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_SUBSCRIPTION_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/base/clock.h"

namespace voc::subscribe {

// A subscriber hears something at least this often; the contract says 15 s.
inline constexpr base::TimeNs kProgressInterval = 10 * base::kNsPerSecond;

// What one step may produce: all that is held for a subscriber who does not read.
inline constexpr size_t kMaxStepMessages = 128;
inline constexpr size_t kMaxStepBytes = 64 * 1024;  // exceeded by one message at most

// What a subscription has to say next.
template <typename Message>
struct Step {
  // To be sent in order; then the next step may be made. Empty: nothing now.
  std::vector<Message> messages;
  // If there is nothing: ask again after this time, or, if `on_commit`, as soon as
  // something was committed.
  base::TimeNs delay_ns = 0;
  bool on_commit = false;
  // Nothing follows: the call ends with OK.
  bool last = false;
};

// One subscriber's state, without thread or connection of its own: whoever
// carries the messages asks for the next step when the last one is sent. A step
// is made from where the subscriber is, so that a slow one costs nothing. One
// thread at a time.
template <typename Message>
class Subscription {
 public:
  virtual ~Subscription() = default;

  // May block on the disk. An error ends the subscription.
  virtual absl::StatusOr<Step<Message>> Next() = 0;

  // Covers every message produced so far.
  virtual std::string cursor() const = 0;
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_SUBSCRIPTION_H_
