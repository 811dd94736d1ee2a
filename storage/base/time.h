#ifndef VOC_STORAGE_BASE_TIME_H_
#define VOC_STORAGE_BASE_TIME_H_

#include <google/protobuf/timestamp.pb.h>

#include "absl/time/time.h"
#include "storage/base/clock.h"

namespace voc::base {

// A timestamp as nanoseconds, held to the ends of what TimeNs can say.
TimeNs FromTimestamp(const google::protobuf::Timestamp& timestamp);

void SetTimestamp(TimeNs time, google::protobuf::Timestamp& timestamp);
google::protobuf::Timestamp ToTimestamp(TimeNs time);

inline absl::Time ToAbslTime(TimeNs time) { return absl::FromUnixNanos(time); }
inline TimeNs FromAbslTime(absl::Time time) { return absl::ToUnixNanos(time); }

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_TIME_H_
