#include "client/formats/fraction.h"

#include <gtest/gtest.h>

#include <optional>
#include <string_view>

namespace voc::formats {
namespace {

TEST(TakeNanos, TakesDigitsAndLeavesTheRest) {
  std::string_view text = "25Z";
  EXPECT_EQ(TakeNanos(text), 250'000'000);
  EXPECT_EQ(text, "Z");
}

TEST(TakeNanos, CutsWhatIsFinerThanANanosecond) {
  std::string_view text = "1234567899 PM";
  EXPECT_EQ(TakeNanos(text), 123'456'789);
  EXPECT_EQ(text, " PM");
}

TEST(TakeNanos, WithoutDigitsThereIsNone) {
  for (const std::string_view without : {"", "Z", "+01:00"}) {
    std::string_view text = without;
    EXPECT_EQ(TakeNanos(text), std::nullopt);
    EXPECT_EQ(text, without);
  }
}

}  // namespace
}  // namespace voc::formats
