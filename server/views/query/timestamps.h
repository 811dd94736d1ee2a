#ifndef VOC_SERVER_VIEWS_QUERY_TIMESTAMPS_H_
#define VOC_SERVER_VIEWS_QUERY_TIMESTAMPS_H_

#include "google/protobuf/timestamp.pb.h"
#include "storage/base/clock.h"

namespace voc::views {

// Whether seconds and nanos are within what google.protobuf.Timestamp allows:
// years 1 to 9999, nanos 0 to 999,999,999.
bool IsValid(const google::protobuf::Timestamp& timestamp);

// Sum and difference that stop at the first and the last TimeNs.
base::TimeNs SaturatingAdd(base::TimeNs a, base::TimeNs b);
base::TimeNs SaturatingSubtract(base::TimeNs a, base::TimeNs b);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TIMESTAMPS_H_
