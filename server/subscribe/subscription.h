#ifndef VOC_SERVER_SUBSCRIBE_SUBSCRIPTION_H_
#define VOC_SERVER_SUBSCRIBE_SUBSCRIPTION_H_

#include <cstddef>
#include <functional>
#include <string>
#include <utility>
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
  // If there is nothing: ask again after this time, or once the subscription wakes.
  base::TimeNs delay_ns = 0;
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

  // Whether the next step may take long.
  virtual bool heavy() const { return false; }

  // `wake` is to be called, by any thread, when there is something to say before the
  // time that the last step named. Set once, before the first step.
  void set_wake(std::function<void()> wake) { wake_ = std::move(wake); }

 protected:
  const std::function<void()>& wake() const { return wake_; }

 private:
  std::function<void()> wake_;
};

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_SUBSCRIPTION_H_
