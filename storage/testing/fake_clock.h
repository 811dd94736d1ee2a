#ifndef VOC_STORAGE_TESTING_FAKE_CLOCK_H_
#define VOC_STORAGE_TESTING_FAKE_CLOCK_H_

#include <atomic>

#include "storage/base/clock.h"

namespace voc::base {

// A clock that stands still until it is moved. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(TimeNs now) : now_(now) {}

  TimeNs Now() const override { return now_.load(); }
  void Set(TimeNs now) { now_ = now; }
  void Advance(TimeNs by) { now_ += by; }

 private:
  std::atomic<TimeNs> now_;
};

}  // namespace voc::base

#endif  // VOC_STORAGE_TESTING_FAKE_CLOCK_H_
