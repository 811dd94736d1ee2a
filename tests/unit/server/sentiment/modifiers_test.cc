#include "server/sentiment/modifiers.h"

#include <gtest/gtest.h>

#include <cstdint>

namespace voc::sentiment {
namespace {

TEST(Modifiers, MostWordsDoNothing) {
  const Modifiers modifiers;
  EXPECT_EQ(modifiers.Find(0), 0);
  EXPECT_EQ(modifiers.Find(0xFFFFFFFF), 0);
}

TEST(Modifiers, AWordMayDoSeveralThings) {
  Modifiers modifiers;
  modifiers.Add(7, kNegation);
  modifiers.Add(7, kStrong);
  modifiers.Add(8, kBut);
  modifiers.Add(9, 0);
  EXPECT_EQ(modifiers.Find(7), kNegation | kStrong);
  EXPECT_EQ(modifiers.Find(8), kBut);
  EXPECT_EQ(modifiers.Find(9), 0);
}

TEST(Modifiers, AnyHashMayBeAWord) {
  Modifiers modifiers;
  modifiers.Add(0, kWeak);
  // Neighbours at the end of the table go on at its beginning.
  for (uint32_t i = 0; i < 10; ++i) modifiers.Add(0xFFFFFFFF - i, kStrong);
  EXPECT_EQ(modifiers.Find(0), kWeak);
  for (uint32_t i = 0; i < 10; ++i) EXPECT_EQ(modifiers.Find(0xFFFFFFFF - i), kStrong);
  EXPECT_EQ(modifiers.Find(0xFFFFFFFF - 10), 0);
}

TEST(Modifiers, WhatIsTooManyIsLeftOut) {
  Modifiers modifiers;
  constexpr uint32_t kTooMany = Modifiers::kMaxWords + 100;
  for (uint32_t word = 1; word <= kTooMany; ++word) modifiers.Add(word, kWeak);
  for (uint32_t word = 1; word <= kTooMany; ++word) {
    EXPECT_EQ(modifiers.Find(word), word <= Modifiers::kMaxWords ? kWeak : 0) << word;
  }
  // Those that are there still take more.
  modifiers.Add(1, kBut);
  EXPECT_EQ(modifiers.Find(1), kWeak | kBut);
}

}  // namespace
}  // namespace voc::sentiment
