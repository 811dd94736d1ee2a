#include "server/views/facts/string_table.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"

namespace voc::views {
namespace {

std::optional<uint32_t> Find(const StringTable& table, std::string_view text) {
  return table.Find(text, StringTable::Hash(text));
}
uint32_t Add(StringTable& table, std::string_view text) {
  return table.Add(text, StringTable::Hash(text));
}

TEST(StringTableTest, TheEmptyStringIsAlwaysThere) {
  const StringTable table;
  EXPECT_EQ(table.size(), 1u);
  EXPECT_EQ(Find(table, ""), 0u);
  EXPECT_EQ(Find(table, {}), 0u);
  EXPECT_EQ(table.Text(0), "");
}

TEST(StringTableTest, NumbersStringsInTheOrderOfAdding) {
  StringTable table;
  EXPECT_EQ(Add(table, "b"), 1u);
  EXPECT_EQ(Add(table, "a"), 2u);
  EXPECT_EQ(Find(table, "b"), 1u);
  EXPECT_EQ(Find(table, "a"), 2u);
  EXPECT_EQ(Find(table, "c"), std::nullopt);
  EXPECT_EQ(table.Text(1), "b");
}

TEST(StringTableTest, FindsManyOfAllLengths) {
  constexpr uint32_t kStrings = 20'000;
  StringTable table;
  std::vector<std::string> texts = {""};
  std::vector<const char*> places = {nullptr};
  for (uint32_t i = 1; i <= kStrings; ++i) {
    // One in a hundred is longer than the strings that lie together.
    texts.push_back(absl::StrCat(i, std::string(i % 100 == 0 ? 5'000 : i % 40, 'x')));
    ASSERT_EQ(Add(table, texts[i]), i);
    places.push_back(table.Text(i).data());
  }
  for (uint32_t i = 1; i <= kStrings; ++i) {
    ASSERT_EQ(Find(table, texts[i]), i);
    ASSERT_EQ(table.Text(i), texts[i]);
    ASSERT_EQ(table.Text(i).data(), places[i]) << "moved";
    ASSERT_EQ(Find(table, absl::StrCat(texts[i], "y")), std::nullopt);
  }
}

// Strings are told apart by what they are, not by their hash. Few, so that the table does
// not grow and hash them itself.
TEST(StringTableTest, StringsOfOneHashAreApart) {
  StringTable table;
  constexpr uint64_t kHash = 0x123456789abcdef0;
  for (uint32_t i = 1; i <= 8; ++i) ASSERT_EQ(table.Add(absl::StrCat(i), kHash), i);
  for (uint32_t i = 1; i <= 8; ++i) EXPECT_EQ(table.Find(absl::StrCat(i), kHash), i);
  EXPECT_EQ(table.Find("9", kHash), std::nullopt);
}

TEST(StringTableTest, FetchingAheadChangesNothing) {
  StringTable table;
  table.PrefetchPlace(1);
  table.PrefetchText(1);
  Add(table, "a");
  table.PrefetchText(StringTable::Hash("a"));
  EXPECT_EQ(Find(table, "a"), 1u);
  EXPECT_EQ(table.size(), 2u);
}

}  // namespace
}  // namespace voc::views
