#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_TIMES_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_TIMES_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>

#include "absl/time/time.h"
#include "google/protobuf/timestamp.pb.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::views {

// "2025-03-30T01:00:00Z" or with an offset.
inline base::TimeNs At(std::string_view text) {
  absl::Time time;
  std::string error;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, base::ToAbsl(text), &time, &error)) << error;
  return base::FromAbslTime(time);
}

inline google::protobuf::Timestamp StampAt(std::string_view text) {
  return base::ToTimestamp(At(text));
}

// In UTC.
inline std::string Shown(base::TimeNs time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", base::ToAbslTime(time), absl::UTCTimeZone());
}

inline std::string Shown(const google::protobuf::Timestamp& time) {
  return Shown(base::FromTimestamp(time));
}

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_TIMES_H_
