#include "server/views/facts/fact.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

// Every column another value.
Fact Numbered(int base) {
  Fact fact;
#define VOC_COLUMN(type, name) fact.name = static_cast<type>(base++);
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  return fact;
}

TEST(FactBuffer, GivesBackEveryColumn) {
  FactBuffer buffer(2);
  buffer.Append(Numbered(1));
  EXPECT_FALSE(buffer.full());
  buffer.Append(Numbered(50));
  EXPECT_TRUE(buffer.full());
  EXPECT_EQ(buffer.size(), 2u);
  EXPECT_EQ(buffer.capacity(), 2u);
  for (size_t row = 0; row < 2; ++row) {
    const Fact expected = Numbered(row == 0 ? 1 : 50);
    const Fact actual = buffer.Row(row);
    const FactSpan span = buffer.Span(2);
#define VOC_COLUMN(type, name)           \
  EXPECT_EQ(actual.name, expected.name); \
  EXPECT_EQ(span.name[row], expected.name);
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  }
}

TEST(FactBuffer, HoldsOnlyTheColumnsAskedFor) {
  FactBuffer buffer(8, Bit(Column::score) | Bit(Column::account));
  EXPECT_NE(buffer.score, nullptr);
  EXPECT_NE(buffer.account, nullptr);
  EXPECT_EQ(buffer.collected_at, nullptr);
  buffer.score[0] = 9;
  buffer.set_size(1);
  const FactSpan span = buffer.Span(buffer.size());
  EXPECT_EQ(span.size, 1u);
  EXPECT_EQ(span.score[0], 9);
  EXPECT_EQ(span.collected_at, nullptr);
  EXPECT_EQ(span.live, nullptr);
}

TEST(FactBuffer, SpansReachAsFarAsTheyAreTold) {
  FactBuffer buffer(3);
  buffer.Append(Numbered(1));
  buffer.Append(Numbered(2));
  EXPECT_EQ(buffer.Span(1).size, 1u);
}

TEST(Columns, AreNumberedInOrderAndAllInTheSet) {
  EXPECT_EQ(static_cast<int>(Column::event_sequence), 0);
  EXPECT_EQ(static_cast<int>(Column::flags), 21);
  EXPECT_EQ(kAllColumns, (ColumnSet{1} << 22) - 1);
}

}  // namespace
}  // namespace voc::views
