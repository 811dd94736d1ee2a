#include "storage/base/time.h"

#include <gtest/gtest.h>

#include <limits>

namespace voc::base {
namespace {

TEST(TimeTest, GoesThereAndBack) {
  for (const TimeNs time : {TimeNs{0}, TimeNs{1}, TimeNs{-1}, TimeNs{1'761'800'000'123'456'789},
                            TimeNs{-9'000'000'000'000'000'001}}) {
    EXPECT_EQ(FromTimestamp(ToTimestamp(time)), time);
  }
}

TEST(TimeTest, NanosAreNeverNegative) {
  const google::protobuf::Timestamp timestamp = ToTimestamp(-1);
  EXPECT_EQ(timestamp.seconds(), -1);
  EXPECT_EQ(timestamp.nanos(), 999'999'999);
}

TEST(TimeTest, HoldsWhatItCannotSayToItsEnds) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(253'402'300'799);  // year 9999
  EXPECT_EQ(FromTimestamp(timestamp), std::numeric_limits<TimeNs>::max());
  timestamp.set_seconds(-62'135'596'800);  // year 1
  EXPECT_EQ(FromTimestamp(timestamp), std::numeric_limits<TimeNs>::min());
}

}  // namespace
}  // namespace voc::base
