#include "server/http/open_calls.h"

#include <gtest/gtest.h>

#include <vector>

namespace voc::http {
namespace {

TEST(OpenCallsTest, AnAddressHasItsPlacesAndGetsThemBack) {
  const auto calls = std::make_shared<OpenCalls>(2);
  std::vector<OpenCalls::Slot> slots;
  for (int i = 0; i < 2; ++i) slots.push_back(*calls->Take("a"));
  EXPECT_FALSE(calls->Take("a").has_value());
  EXPECT_TRUE(calls->Take("b").has_value());
  slots.pop_back();
  EXPECT_TRUE(calls->Take("a").has_value());  // and given back at once
  slots.push_back(*calls->Take("a"));
  EXPECT_FALSE(calls->Take("a").has_value());
  slots.front() = OpenCalls::Slot();
  EXPECT_TRUE(calls->Take("a").has_value());
}

}  // namespace
}  // namespace voc::http
