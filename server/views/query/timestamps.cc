#include "server/views/query/timestamps.h"

#include <cstdint>
#include <limits>

namespace voc::views {
namespace {

constexpr base::TimeNs kFirst = std::numeric_limits<base::TimeNs>::min();
constexpr base::TimeNs kLast = std::numeric_limits<base::TimeNs>::max();
constexpr int64_t kFirstSecond = -62'135'596'800;  // 0001-01-01T00:00:00Z
constexpr int64_t kLastSecond = 253'402'300'799;   // 9999-12-31T23:59:59Z

}  // namespace

bool IsValid(const google::protobuf::Timestamp& timestamp) {
  return timestamp.seconds() >= kFirstSecond && timestamp.seconds() <= kLastSecond &&
         timestamp.nanos() >= 0 && timestamp.nanos() < base::kNsPerSecond;
}

base::TimeNs SaturatingAdd(base::TimeNs a, base::TimeNs b) {
  base::TimeNs sum = 0;
  if (__builtin_add_overflow(a, b, &sum)) return b < 0 ? kFirst : kLast;
  return sum;
}

base::TimeNs SaturatingSubtract(base::TimeNs a, base::TimeNs b) {
  base::TimeNs difference = 0;
  if (__builtin_sub_overflow(a, b, &difference)) return b < 0 ? kLast : kFirst;
  return difference;
}

}  // namespace voc::views
