#ifndef VOC_STORAGE_BASE_CLOCK_H_
#define VOC_STORAGE_BASE_CLOCK_H_

#include <cstdint>

namespace voc::base {

// Nanoseconds since 1970-01-01T00:00:00 UTC. Reaches from 1678 to 2261.
using TimeNs = int64_t;

inline constexpr TimeNs kNsPerSecond = 1'000'000'000;

// Where the time of day comes from. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual TimeNs Now() const = 0;
};

// The machine's own clock.
class SystemClock final : public Clock {
 public:
  TimeNs Now() const override;
};

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_CLOCK_H_
