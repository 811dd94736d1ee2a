#include "server/views/number_order.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <vector>

namespace voc::views {
namespace {

std::vector<Numbered> Rows(const std::vector<uint64_t>& numbers) {
  std::vector<Numbered> rows;
  for (const uint64_t number : numbers) {
    rows.push_back({.number = number, .row = static_cast<uint32_t>(rows.size())});
  }
  return rows;
}

std::vector<uint32_t> Order(std::vector<Numbered> rows) {
  SortByNumber(rows);
  std::vector<uint32_t> order;
  for (const Numbered& row : rows) order.push_back(row.row);
  return order;
}

using Expected = std::vector<uint32_t>;

TEST(NumberOrderTest, NoneAndOne) {
  EXPECT_EQ(Order({}), Expected{});
  EXPECT_EQ(Order(Rows({7})), Expected{0});
}

TEST(NumberOrderTest, EqualNumbersStayInTheirOrder) {
  EXPECT_EQ(Order(Rows({5, 5, 5})), (Expected{0, 1, 2}));
  EXPECT_EQ(Order(Rows({5, 1, 5, 1})), (Expected{1, 3, 0, 2}));
}

TEST(NumberOrderTest, LooksAtEveryByte) {
  for (int bit = 0; bit < 64; ++bit) {
    EXPECT_EQ(Order(Rows({uint64_t{1} << bit, 0})), (Expected{1, 0})) << bit;
  }
  EXPECT_EQ(Order(Rows({UINT64_MAX, uint64_t{1} << 63, 255, 256, 0})), (Expected{4, 2, 3, 1, 0}));
}

TEST(NumberOrderTest, IsTheOrderOfAStableSort) {
  const auto seed = std::random_device()();
  SCOPED_TRACE(seed);
  std::mt19937_64 random(seed);
  for (const uint64_t below : {uint64_t{3}, uint64_t{1'000}, uint64_t{1} << 40, UINT64_MAX}) {
    std::vector<uint64_t> numbers(5'000);
    for (uint64_t& number : numbers) number = random() % below;
    std::vector<Numbered> rows = Rows(numbers);
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Numbered& a, const Numbered& b) { return a.number < b.number; });
    std::vector<uint32_t> expected;
    for (const Numbered& row : rows) expected.push_back(row.row);
    EXPECT_EQ(Order(Rows(numbers)), expected) << below;
  }
}

}  // namespace
}  // namespace voc::views
