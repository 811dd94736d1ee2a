#include "client/formats/json/rows.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/formats/catalog.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats::json {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// "LINE FIRST-TEXT" of each row, or "LINE! FIELD: ERROR".
std::vector<std::string> Read(const std::string& text, const Mapping& mapping = {}) {
  RowReader reader(text, mapping, {});
  std::vector<std::string> rows;
  while (const auto row = reader.Next()) {
    rows.push_back(
        row->error.empty()
            ? absl::StrCat(row->line, " ", row->row.texts.empty() ? "" : row->row.texts[0])
            : absl::StrCat(row->line, "! ", row->error));
    if (!row->problem.empty()) {
      absl::StrAppend(&rows.back(), row->is_of_file ? " file: " : " record: ", row->problem);
    }
  }
  return rows;
}

TEST(RowReaderTest, RowsOfAFile) {
  EXPECT_THAT(Read("[{\"id\":1},\n{\"id\":2}]"), ElementsAre("1 1", "2 2"));
  EXPECT_THAT(Read("{\"id\":1}\n{\"id\"}\n{\"id\":3}"),
              ElementsAre("1 1", "2! no JSON at }", "3 3"));
  EXPECT_THAT(Read("[]"), IsEmpty());
}

TEST(RowReaderTest, GroupsStandWhereTheirFirstRecordDoes) {
  const Format* const hub = FindFormat("hub-json");
  ASSERT_NE(hub, nullptr);
  const std::string a =
      R"({"submission_id":"a","field_id":"n","field_type":"nps","value_number":1})";
  const std::string b =
      R"({"submission_id":"b","field_id":"n","field_type":"nps","value_number":2})";
  const std::string text =
      R"({"submission_id":"a","field_id":"t","field_type":"text","value_text":"x"})";
  EXPECT_THAT(Read(absl::StrCat(a, "\n", b, "\nbroken}\n", text), hub->mapping),
              ElementsAre("1 a", "2 b", "3! no JSON at broken}"));
}

TEST(RowReaderTest, QuestionsWithoutAMetric) {
  const Format* const formbricks = FindFormat("formbricks-json");
  ASSERT_NE(formbricks, nullptr);
  const std::string unclear = R"({"id":"a","surveyId":"s","data":{"x":9}})";
  const std::string clear = R"({"id":"b","surveyId":"t","data":{"nps":9}})";
  EXPECT_THAT(Read(unclear + "\n" + clear, formbricks->mapping),
              ElementsAre(StartsWith("1 a record: none of the questions"), "2 b"));
  EXPECT_THAT(Read(unclear + "\n" + R"({"id":"b","surveyId":"t","data":{}})", formbricks->mapping),
              ElementsAre(StartsWith("1 a file: none of the questions"), "2 b"));
}

TEST(ColumnsOfJsonTest, NamesAndTexts) {
  const auto columns = ColumnsOfJson("[{\"a\":1,\"b\":{\"c\":\"x\"}},{\"a\":2},{\"cut");
  ASSERT_EQ(columns.size(), 2u);
  EXPECT_EQ(columns[0].name, "a");
  EXPECT_THAT(columns[0].samples, ElementsAre("1", "2"));
  EXPECT_EQ(columns[1].name, "b.c");
  EXPECT_THAT(columns[1].samples, ElementsAre("x"));
}

std::string KindOf(std::string_view head) {
  const FileKind kind = KindOfJson(head);
  return kind.format != nullptr ? kind.format->name : kind.has_records ? "?" : "none";
}

TEST(KindOfJsonTest, ByTheFirstRecordThatFits) {
  const std::string wootric = R"({"id":1,"score":9,"end_user":{"id":2},"completed":true})";
  EXPECT_EQ(KindOf(wootric), "wootric-json");
  EXPECT_EQ(KindOf("[{\"x\":1}," + wootric + ", {\"cut"), "wootric-json");
  EXPECT_EQ(KindOf("{broken}\n" + wootric), "wootric-json");
  EXPECT_EQ(KindOf("[{\"x\":1}]"), "?");
  EXPECT_EQ(KindOf("{\"reviews\":[]}"), "none");
}

TEST(KindOfJsonTest, SaysWhatIsBroken) {
  const FileKind kind = KindOfJson("[{\"x\":1},\n{\"y\":\xE5}]");
  EXPECT_THAT(kind.names, ElementsAre("x"));
  EXPECT_EQ(absl::StrCat(kind.error_line, " ", kind.error), "2 no JSON");
}

}  // namespace
}  // namespace voc::formats::json
