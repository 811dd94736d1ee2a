#include "storage/base/time.h"

#include <limits>

namespace voc::base {

TimeNs FromTimestamp(const google::protobuf::Timestamp& timestamp) {
  constexpr int64_t kMaxSeconds = std::numeric_limits<TimeNs>::max() / kNsPerSecond - 1;
  if (timestamp.seconds() > kMaxSeconds) return std::numeric_limits<TimeNs>::max();
  if (timestamp.seconds() < -kMaxSeconds) return std::numeric_limits<TimeNs>::min();
  return timestamp.seconds() * kNsPerSecond + timestamp.nanos();
}

void SetTimestamp(TimeNs time, google::protobuf::Timestamp& timestamp) {
  int64_t seconds = time / kNsPerSecond;
  int64_t nanos = time % kNsPerSecond;
  if (nanos < 0) {
    nanos += kNsPerSecond;
    --seconds;
  }
  timestamp.set_seconds(seconds);
  timestamp.set_nanos(static_cast<int32_t>(nanos));
}

google::protobuf::Timestamp ToTimestamp(TimeNs time) {
  google::protobuf::Timestamp timestamp;
  SetTimestamp(time, timestamp);
  return timestamp;
}

}  // namespace voc::base
