#ifndef VOC_STORAGE_BASE_STEADY_CLOCK_H_
#define VOC_STORAGE_BASE_STEADY_CLOCK_H_

#include <chrono>

#include "storage/base/clock.h"

namespace voc::base {

// Nanoseconds since an arbitrary moment, never going back: for intervals, which
// must not stretch when somebody sets the time of day.
class SteadyClock final : public Clock {
 public:
  TimeNs Now() const override {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::steady_clock::now().time_since_epoch())
        .count();
  }
};

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_STEADY_CLOCK_H_
