#include "client/formats/json/file.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Find(std::string_view text, bool is_beginning = false) {
  std::vector<std::string> found;
  for (const Entry& entry : FindEntries(text, is_beginning)) {
    found.push_back(absl::StrCat(entry.span.line, entry.error.empty() ? " " : "! ",
                                 entry.error.empty()
                                     ? std::string(text.substr(entry.span.offset, entry.span.size))
                                     : entry.error));
  }
  return found;
}

constexpr char kBreaksOff[] = "the JSON breaks off: the text ends too early";

TEST(FileTest, ADocument) {
  EXPECT_THAT(Find("\xEF\xBB\xBF[\n{\"a\":1},\n{\"a\":2}]\n"),
              ElementsAre("2 {\"a\":1}", "3 {\"a\":2}"));
  EXPECT_THAT(Find("{\n\"a\": 1\n}\n"), ElementsAre("1 {\n\"a\": 1\n}"));
  EXPECT_THAT(Find("[]"), IsEmpty());
}

TEST(FileTest, ADocumentThatIsBrokenAnywhereHasNoRecords) {
  EXPECT_THAT(Find("[{\"a\":1},\n{\"a\":2"), ElementsAre(absl::StrCat("2! ", kBreaksOff)));
  EXPECT_THAT(Find("[{\"a\":1},\n{\"a\":2", true),
              ElementsAre("1 {\"a\":1}", absl::StrCat("2! ", kBreaksOff)));
}

TEST(FileTest, ALineThatIsBrokenCostsItself) {
  EXPECT_THAT(Find("{\"a\":1}\n\n{\"a\":}\r\n{\"results\":[{\"a\":2},{\"a\":3}]}\r\n  \n{\"a\""),
              ElementsAre("1 {\"a\":1}", "3! no JSON at }", "4 {\"a\":2}", "4 {\"a\":3}",
                          absl::StrCat("6! ", kBreaksOff)));
}

TEST(FileTest, TellsLinesFromADocument) {
  EXPECT_TRUE(IsJsonLines("{\"a\":1}\n{\"a\":2}\n"));
  EXPECT_TRUE(IsJsonLines("\n{\"a\":1} \r\n\r\n {\"a\":2}"));
  EXPECT_TRUE(IsJsonLines("{\"a\":\xE5}\n{\"a\":2}")) << "broken, and still a line";
  EXPECT_FALSE(IsJsonLines("{\"a\":1}\n")) << "one record, either way";
  EXPECT_FALSE(IsJsonLines("{\n{\"a\":2}\n"));
  EXPECT_FALSE(IsJsonLines("{\"results\":[\n{\"a\":2}\n]}"));
  EXPECT_FALSE(IsJsonLines("[{\"a\":1}\n,{\"a\":2}]"));
  EXPECT_FALSE(IsJsonLines(""));
}

}  // namespace
}  // namespace voc::formats::json
