#include "client/formats/catalog.h"

#include <set>
#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace voc::formats {
namespace {

TEST(CatalogTest, EveryFormatHasANameOfItsOwn) {
  std::set<std::string> names;
  for (const Format& format : Catalog()) {
    EXPECT_TRUE(names.insert(format.name).second) << format.name;
    EXPECT_FALSE(format.mapping.title.empty()) << format.name;
    EXPECT_EQ(FindFormat(format.name), &format);
  }
  EXPECT_EQ(FindFormat("voc-csv"), nullptr);
}

TEST(CatalogTest, ColumnsInAnyOrderAndCase) {
  const Format* format =
      FormatOfColumns({"review text", "STAR RATING", "PackageName", "Review Submit Date and Time"});
  ASSERT_NE(format, nullptr);
  EXPECT_EQ(format->name, "google-play-csv");
  EXPECT_EQ(FormatOfColumns({"STAR RATING", "PackageName"}), nullptr);
  EXPECT_EQ(FormatOfColumns({}), nullptr);
}

TEST(CatalogTest, ANeedlessMappingFitsNothing) { EXPECT_FALSE(Fits({}, {"a"})); }

}  // namespace
}  // namespace voc::formats
