#include "client/cli/grouped_csv.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr std::string_view kMap =
    "group-by id\njson-column meta\nsubmission_id <- id\nproperty.* <- \"meta.*\"\n"
    "ignore \"rows[*\" field type number text\neach rows\nquestion_id <- field\n"
    "metric <- type values nps=nps otherwise none\nscore <- number\ncomment <- text\n";

// "LINE id/question score comment properties"
std::vector<std::string> Read(std::string_view text) {
  const auto mapping = formats::ParseMapping(kMap);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  const auto source = OpenBytes(text);
  const auto records = OpenGroupedCsv(*source, *mapping, {.source_id = "s"});
  std::vector<std::string> read;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    EXPECT_TRUE(event.ok()) << event.status();
    if (*event == RecordReader::Event::kEnd) return read;
    std::string line = absl::StrCat(records->line());
    if (*event == RecordReader::Event::kRejected) {
      absl::StrAppend(&line, "! ", records->violations().front().description);
    } else if (*event == RecordReader::Event::kLeftOut) {
      absl::StrAppend(&line, "- ", records->left_out().submission_id());
    } else {
      absl::StrAppend(&line, " ", feedback.submission_id(), "/", feedback.question_id(), " ",
                      feedback.response().score(), " ", feedback.response().comment());
      for (const auto& [key, value] : feedback.properties()) {
        absl::StrAppend(&line, " ", key, "=", value);
      }
    }
    read.push_back(line);
  }
}

TEST(GroupedCsvTest, RowsOfASubmissionMayBeApart) {
  EXPECT_THAT(Read("id,field,type,number,text,meta\n"
                   "a,why,text,,Bra,\"{\"\"plan\"\":\"\"gold\"\"}\"\n"
                   "b,n,nps,3,,\n"
                   "a,n,nps,9,,\n"
                   "c,why,text,,Alone,\n"),
              ElementsAre("2 a/n 9 Bra plan=gold", "3 b/n 3 ", "5- c"));
}

TEST(GroupedCsvTest, ABadRowCostsItsSubmission) {
  EXPECT_THAT(Read("id,field,type,number,text,meta\n"
                   "a,n,nps,9,,\n"
                   "b,n,nps,3,,\n"
                   "a,why,text,,\xE5,\n"
                   "b\n"
                   "c,n,nps,many,,\n"
                   "d,n,nps,1,,\n"),
              ElementsAre("4! column \"text\": is not UTF-8", "5! 1 cells where the header has 6",
                          "6! column \"rows[0].number\": \"many\" is not a number", "7 d/n 1 "));
}

TEST(GroupedCsvTest, ASubmissionHasOnlySoManyRows) {
  std::string text = "id,field,type,number,text,meta\nb,n,nps,3,,\n";
  for (size_t i = 0; i <= kMaxGroupRows; ++i) absl::StrAppend(&text, "a,q", i, ",nps,3,,\n");
  EXPECT_THAT(Read(text), ElementsAre("2 b/n 3 ", "1003! the submission has more than 1,000 rows"));
}

TEST(GroupedCsvTest, AJsonColumnMustHoldAnObject) {
  EXPECT_THAT(Read("id,field,type,number,text,meta\na,n,nps,9,,gold\n"),
              ElementsAre("2! column \"meta\": is no JSON object"));
}

TEST(GroupedCsvTest, EmptyFilesAndBadHeaders) {
  EXPECT_THAT(Read(""), IsEmpty());
  EXPECT_THAT(Read("x,y\n1,2\n"), ElementsAre("1! there is no column \"id\""));
}

}  // namespace
}  // namespace voc::cli
