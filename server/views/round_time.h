#ifndef VOC_SERVER_VIEWS_ROUND_TIME_H_
#define VOC_SERVER_VIEWS_ROUND_TIME_H_

#include <array>
#include <cstdint>

#include "storage/base/clock.h"

namespace voc::views {

// A time as a whole number of the largest unit that divides it. Few clocks tell
// nanoseconds, so it is a small number as a rule. Part of the disk format.
struct RoundTime {
  int64_t units = 0;
  uint8_t power = 0;  // of a thousand ns: 0 to kMaxTimePower
};

inline constexpr uint8_t kMaxTimePower = 3;
inline constexpr std::array<int64_t, kMaxTimePower + 1> kTimeUnits = {1, 1'000, 1'000'000,
                                                                      1'000'000'000};

inline RoundTime Round(base::TimeNs time) {
  uint8_t power = kMaxTimePower;
  while (time % kTimeUnits[power] != 0) --power;
  return {.units = time / kTimeUnits[power], .power = power};
}

// Requires a power of at most kMaxTimePower. Bytes that are damaged may say any time: one
// that does not fit wraps round.
inline base::TimeNs TimeOf(const RoundTime& time) {
  return static_cast<base::TimeNs>(static_cast<uint64_t>(time.units) *
                                   static_cast<uint64_t>(kTimeUnits[time.power]));
}

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_ROUND_TIME_H_
