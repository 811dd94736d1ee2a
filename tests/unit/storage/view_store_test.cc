#include "storage/view_store.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>
#include <utility>

namespace voc::store {
namespace {

TEST(RunTest, KeepsEntriesOfEverySize) {
  // Small ones fill many pieces of memory; between them lie some that have one of their own.
  constexpr size_t kEntries = 3000;
  const auto key = [](size_t i) { return "key " + std::to_string(i); };
  const auto value = [](size_t i) {
    return std::string(i % 1000 == 1 ? size_t{3} << 20 : i, static_cast<char>('a' + i % 26));
  };
  store::Run run;
  for (size_t i = 0; i < kEntries; ++i) run.Add(key(i), value(i));
  ASSERT_EQ(run.size(), kEntries);
  for (size_t i = 0; i < kEntries; ++i) {
    ASSERT_EQ(run.key(i), key(i));
    ASSERT_TRUE(run.value(i) == value(i)) << i;
  }
}

TEST(RunTest, SortsByKeyWithValuesAndRemovals) {
  store::Run run = {{"c", "3"}, {"a", ""}};
  run.Remove("b");
  run.Sort();
  ASSERT_EQ(run.size(), 3u);
  EXPECT_EQ(run.key(0), "a");
  EXPECT_FALSE(run.removed(0));
  EXPECT_EQ(run.value(0), "");
  EXPECT_EQ(run.key(1), "b");
  EXPECT_TRUE(run.removed(1));
  EXPECT_EQ(run.key(2), "c");
  EXPECT_EQ(run.value(2), "3");
}

TEST(RunTest, EntriesMoveWithTheRunAndOneEmptiedTakesOthers) {
  store::Run from = {{"a", "1"}};
  const store::Run to = std::move(from);
  from = {};
  from.Add("b", "2");
  EXPECT_EQ(to.key(0), "a");
  EXPECT_EQ(to.value(0), "1");
  ASSERT_EQ(from.size(), 1u);
  EXPECT_EQ(from.value(0), "2");
}

}  // namespace
}  // namespace voc::store
