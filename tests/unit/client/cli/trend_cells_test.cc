#include "client/cli/trend_cells.h"

#include "gtest/gtest.h"

namespace voc::cli {
namespace {

v1::WatchTrendsResponse::Upsert Cell(const char* source, int64_t start, int64_t n) {
  v1::WatchTrendsResponse::Upsert upsert;
  if (*source != '\0') (*upsert.mutable_group())["source"] = source;
  upsert.mutable_point()->mutable_start_time()->set_seconds(start);
  upsert.mutable_point()->mutable_end_time()->set_seconds(start + 10);
  upsert.mutable_point()->set_n(n);
  return upsert;
}

TEST(TrendCellsTest, KeepsTheNewestOfEachCellInOrder) {
  TrendCells cells;
  cells.Put(Cell("b", 0, 1));
  cells.Put(Cell("a", 10, 2));
  cells.Put(Cell("a", 0, 3));
  cells.Put(Cell("a", 10, 0));
  const v1::QueryTrendResponse response = cells.ToResponse();
  ASSERT_EQ(response.series_size(), 2);
  EXPECT_EQ(response.series(0).group().at("source"), "a");
  ASSERT_EQ(response.series(0).points_size(), 2);
  EXPECT_EQ(response.series(0).points(0).n(), 3);
  EXPECT_EQ(response.series(0).points(1).n(), 0);
  EXPECT_EQ(response.series(1).group().at("source"), "b");
  cells.Clear();
  EXPECT_EQ(cells.ToResponse().series_size(), 0);
}

}  // namespace
}  // namespace voc::cli
