#include "client/formats/json/parse.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/formats/json/dump.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// "LINE RECORD" of each record, "! LINE ERROR" at the end where there is one.
std::vector<std::string> Find(std::string_view text) {
  const Document document = FindRecords(text);
  std::vector<std::string> found;
  for (const Span& record : document.records) {
    found.push_back(
        absl::StrCat(record.line, " ", std::string(text.substr(record.offset, record.size))));
  }
  if (!document.error.empty()) {
    found.push_back(absl::StrCat("! ", document.error_line, " ", document.error));
  }
  return found;
}

TEST(ParseTest, RecordsInWhatVendorsWrapThemIn) {
  EXPECT_THAT(Find(R"({"id":1})"), ElementsAre(R"(1 {"id":1})"));
  EXPECT_THAT(Find("[{\"id\":1},\n\n {\"id\":{\"x\":2}}]"),
              ElementsAre(R"(1 {"id":1})", R"(3 {"id":{"x":2}})"));
  for (const std::string list :
       {"data", "results", "items", "reviews", "responses", "satisfaction_ratings", "aaData"}) {
    EXPECT_THAT(Find(absl::StrCat(R"({"count":2,")", list,
                                  "\":\n[{\"id\":1},\n{\"id\":[2]}],\"next\":{}}")),
                ElementsAre(R"(2 {"id":1})", R"(3 {"id":[2]})"))
        << list;
  }
  EXPECT_THAT(Find(R"({"feed":{"title":{"label":"x"},"entry":[{"id":1},{"id":2}]}})"),
              ElementsAre(R"(1 {"id":1})", R"(1 {"id":2})"));
  EXPECT_THAT(Find(R"({"feed":{"entry":{"id":1},"author":{"name":"x"}}})"),
              ElementsAre(R"(1 {"id":1})"));
  EXPECT_THAT(Find(R"([{"results":[{"id":1}]},{"results":[{"id":2}]}])"),
              ElementsAre(R"(1 {"id":1})", R"(1 {"id":2})"))
      << "pages in one array";
}

TEST(ParseTest, NoRecordsAreNoError) {
  EXPECT_THAT(Find("[]"), IsEmpty());
  EXPECT_THAT(Find(R"({"reviews":[]})"), IsEmpty());
  EXPECT_THAT(Find(R"({"feed":{"title":{"label":"x"}}})"), IsEmpty());
}

TEST(ParseTest, AListWithinARecordIsNoEnvelope) {
  EXPECT_THAT(Find(R"({"id":1,"data":{"results":[{"x":1}]}})"),
              ElementsAre(R"(1 {"id":1,"data":{"results":[{"x":1}]}})"));
  EXPECT_THAT(Find(R"([{"id":1,"tags":[{"name":"x"}]}])"),
              ElementsAre(R"(1 {"id":1,"tags":[{"name":"x"}]})"));
}

TEST(ParseTest, SaysWhatIsBrokenAndWhere) {
  EXPECT_THAT(Find("[{\"id\":1},\n{\"id\":"),
              ElementsAre(R"(1 {"id":1})", "! 2 the JSON breaks off: the text ends too early"));
  EXPECT_THAT(Find("[{\"id\":\"x\ny\"}]"), ElementsAre("! 2 no JSON")) << "a line break in a text";
  EXPECT_THAT(Find("[{\"id\":\"x"),
              ElementsAre("! 1 the JSON breaks off: the text ends too early"));
  EXPECT_THAT(Find("{\"a\":1}\n\n}"), ElementsAre("1 {\"a\":1}", "! 3 no JSON at }"));
  EXPECT_THAT(Find("{\"a\":\n\"\xE5\"}"), ElementsAre("! 2 is not UTF-8"));
  EXPECT_THAT(Find("{\"a\":\"\\ud83d\"}"), ElementsAre("! 1 no JSON at \"}")) << "half a character";
  EXPECT_THAT(Find(" \n"), ElementsAre("! 2 no JSON, but nothing at all"));
}

TEST(ParseTest, DepthIsLimited) {
  const auto nested = [](int levels) {
    return std::string(levels, '[') + std::string(levels, ']');
  };
  EXPECT_THAT(Find(nested(kMaxDepth)), IsEmpty());
  EXPECT_THAT(Find(nested(kMaxDepth + 1)), ElementsAre("! 1 more than 64 levels deep"));
  EXPECT_TRUE(ParseValue(nested(kMaxDepth)).ok());
  EXPECT_EQ(ParseValue(nested(kMaxDepth + 1)).status().message(), "more than 64 levels deep");
}

TEST(ParseTest, ARecordIsLimited) {
  std::string many = "[0";
  for (size_t i = 2; i < kMaxRecordValues; ++i) many += ",0";
  EXPECT_TRUE(ParseValue(many + "]").ok()) << "the list itself is one";
  EXPECT_EQ(ParseValue(many + ",0]").status().message(), "more than 20,000 values");
  const std::string big = "{\"a\":\"" + std::string(kMaxRecordBytes, 'x') + "\"}";
  EXPECT_THAT(Find(big), ElementsAre("! 1 a record is longer than 16 MiB"));
  EXPECT_EQ(ParseValue(big).status().message(), "a record is longer than 16 MiB");
}

TEST(ParseTest, ValuesAsTexts) {
  EXPECT_EQ(Dump(Parse(R"({"a":[1,-2,18446744073709551615,9.0,3.50,1e3,true,null,"x\ny\u00e5"]})")),
            "{a:[1,-2,18446744073709551615,9,3.50,1000,true,null,x\ny\xC3\xA5]}");
}

TEST(ParseTest, ANumberThatNothingHolds) {
  EXPECT_THAT(Find("[1e400]"), ElementsAre("! 1 a number is too large"));
}

TEST(ParseTest, WhatIsNoValue) {
  for (const std::string_view text : {"", "{", "{}{}", "nul", "{\"a\":01}", "'x'", "[1,]"}) {
    EXPECT_THAT(std::string(ParseValue(text).status().message()), HasSubstr("JSON")) << text;
  }
}

}  // namespace
}  // namespace voc::formats::json
