#include "client/cli/csv_header.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Reasons(const Violations& violations) {
  std::vector<std::string> reasons;
  for (const auto& violation : violations) reasons.push_back(violation.description);
  return reasons;
}

TEST(CsvHeaderTest, NamesAreTheFirstRow) {
  CsvHeader header({.header_rows = 3});
  EXPECT_TRUE(header.empty());
  EXPECT_THAT(header.Add({" a ", "b"}), IsEmpty());
  EXPECT_THAT(header.Add({"x", "y"}), IsEmpty());
  EXPECT_FALSE(header.complete());
  EXPECT_THAT(header.Add({"", ""}), IsEmpty());
  EXPECT_TRUE(header.complete());
  EXPECT_THAT(header.names(), ElementsAre("a", "b"));
  EXPECT_THAT(header.rows()[1], ElementsAre("x", "y"));
}

TEST(CsvHeaderTest, JoinedNamesGoOnFromTheLeft) {
  CsvHeader header({.header_rows = 2, .joined_header = true});
  header.Add({"ID", "How?", "Which?", "", "Why?"});
  header.Add({"", "Response", "Web", "App", "Open-Ended Response"});
  EXPECT_THAT(header.names(), ElementsAre("ID", "How?", "Which? - Web", "Which? - App", "Why?"));
}

TEST(CsvHeaderTest, BadRows) {
  CsvHeader header({.header_rows = 2});
  EXPECT_THAT(Reasons(header.Add({"a", "\xE5"})), ElementsAre("a column's name is not UTF-8"));
  header.Add({"a", "b"});
  EXPECT_THAT(Reasons(header.Add({"a"})),
              ElementsAre("header row 2 has 1 cells where the first has 2"));
  const std::vector<std::string_view> wide(10'001, "a");
  EXPECT_THAT(Reasons(CsvHeader({}).Add(wide)), ElementsAre("more than 10,000 columns"));
}

TEST(CsvHeaderTest, ColumnsThatAMappingNeeds) {
  const auto check = [](std::string_view map, const std::vector<std::string>& names) {
    const auto mapping = formats::ParseMapping(map);
    EXPECT_TRUE(mapping.ok()) << mapping.status();
    return Reasons(CheckColumns(*mapping, names));
  };
  EXPECT_THAT(check("needs A | \"B b\"\nsubmission_id <- id\n", {"ID", "BB"}), IsEmpty());
  EXPECT_THAT(check("needs A | B\nneeds C\nsubmission_id <- id\n", {"id"}),
              ElementsAre("there is no column \"A\" or \"B\"", "there is no column \"C\""));
  EXPECT_THAT(check("submission_id <- id\nsubmission_id <- hash a b\n", {"c"}),
              ElementsAre("there is no column \"id\" or \"a\" or \"b\""));
  EXPECT_THAT(check("metric = nps\n", {"c"}),
              ElementsAre("the mapping does not say where it stands"));
}

}  // namespace
}  // namespace voc::cli
