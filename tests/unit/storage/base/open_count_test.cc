#include "storage/base/open_count.h"

#include <gtest/gtest.h>

#include <thread>

namespace voc::base {
namespace {

TEST(OpenCountTest, IsNoneUntilSomethingIsOpen) {
  OpenCount count;
  EXPECT_EQ(count.open(), 0u);
  EXPECT_TRUE(count.AwaitNone(absl::ZeroDuration()));
  count.Add();
  count.Add();
  EXPECT_EQ(count.open(), 2u);
  EXPECT_FALSE(count.AwaitNone(absl::Milliseconds(1)));
}

TEST(OpenCountTest, WaitsForTheLast) {
  OpenCount count;
  count.Add();
  count.Add();
  std::thread other([&] {
    count.Remove();
    count.Remove();
  });
  EXPECT_TRUE(count.AwaitNone(absl::Seconds(30)));
  EXPECT_EQ(count.open(), 0u);
  other.join();
}

}  // namespace
}  // namespace voc::base
