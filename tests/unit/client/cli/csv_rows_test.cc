#include "client/cli/csv_rows.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// "LINE a|b" of rows, "LINE! reason" of bad ones.
std::vector<std::string> Read(std::string_view text, std::string_view layout = "") {
  const auto mapping =
      formats::ParseMapping(absl::StrCat("submission_id <- a\n", std::string(layout)));
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  const auto source = OpenBytes(text);
  CsvRows rows(*source, *mapping);
  std::vector<std::string> read;
  while (true) {
    const auto event = rows.Next();
    if (!event.ok() || *event == CsvRows::Event::kEnd) return read;
    if (*event == CsvRows::Event::kBad) {
      read.push_back(absl::StrCat(rows.line(), "! ", rows.violations().front().description));
      continue;
    }
    std::string line = absl::StrCat(rows.line(), " ");
    for (const std::string_view cell : rows.texts()) absl::StrAppend(&line, std::string(cell), "|");
    read.push_back(line);
  }
}

TEST(CsvRowsTest, PhysicalLinesWithQuotedLineEndsAndHeaderRows) {
  EXPECT_THAT(Read("\xEF\xBB\xBF"
                   "a,b\r\n\"x\r\ny\",z\r\n\r\n1,\"2\r\n2\"\r\n3,4\r\n",
                   "header-rows 2\n"),
              ElementsAre("5 1|2\r\n2|", "7 3|4|"));
}

TEST(CsvRowsTest, ABadRowCostsItself) {
  EXPECT_THAT(Read("a,b\n1\n2,\xE5\n\"3,4\n5,6\n"),
              ElementsAre("2! 1 cells where the header has 2", "3! column \"b\": is not UTF-8",
                          "4! column \"a\": the quote is never closed", "5 5|6|"));
}

TEST(CsvRowsTest, ABadHeaderCostsTheFile) {
  EXPECT_THAT(Read("b,c\n1,2\n"), ElementsAre("1! there is no column \"a\""));
  EXPECT_THAT(Read("\"a,b\n1,2\n"), ElementsAre("1! the quote is never closed"));
  EXPECT_THAT(Read("a,b\n", "header-rows 2\n"),
              ElementsAre("1! the file ends within its 2 header rows"));
  EXPECT_THAT(Read(""), IsEmpty());
  EXPECT_THAT(Read("a,b\n"), IsEmpty());
}

TEST(CsvRowsTest, AFooterIsTheLastRowAlone) {
  EXPECT_THAT(Read("a,b\n1,2\nPeriod x to y\n", "footer\n"), ElementsAre("2 1|2|"));
  EXPECT_THAT(Read("a,b\n1,2\n\n\"Period x\nto y\",\n", "footer\n"), ElementsAre("2 1|2|"));
  EXPECT_THAT(Read("a,b\nnote,\n1,2\n", "footer\n"),
              ElementsAre("2! only the first of 2 cells is filled", "3 1|2|"));
  EXPECT_THAT(Read("a,b\nPeriod\n"), ElementsAre("2! 1 cells where the header has 2"));
}

TEST(CsvRowsTest, SemicolonsAndTabs) {
  EXPECT_THAT(Read("a;b\n1,5;\"x;y\"\n", "delimiter \";\"\n"), ElementsAre("2 1,5|x;y|"));
  EXPECT_THAT(Read("a\tb\n1\t2,3\n", "delimiter \"\\t\"\n"), ElementsAre("2 1|2,3|"));
}

TEST(CsvRowsTest, GuardsAreTakenOff) {
  EXPECT_THAT(Read("a,b\n'=1+1,'+46\n'tis,'\n", "text-guard\n"),
              ElementsAre("2 =1+1|+46|", "3 'tis|'|"));
  EXPECT_THAT(Read("a,b\n'=1+1,2\n"), ElementsAre("2 '=1+1|2|"));
}

}  // namespace
}  // namespace voc::cli
