#include "client/cli/mapped_csv.h"

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

std::vector<std::string> Read(std::string_view map, std::string_view text) {
  const auto mapping = formats::ParseMapping(map);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  const auto source = OpenBytes(text);
  const auto records = OpenMappedCsv(*source, *mapping, {.source_id = "s"});
  std::vector<std::string> read;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    EXPECT_TRUE(event.ok()) << event.status();
    if (*event == RecordReader::Event::kEnd) return read;
    read.push_back(
        absl::StrCat(records->line(),
                     *event == RecordReader::Event::kFeedback
                         ? absl::StrCat(" ", feedback.submission_id(), "/", feedback.question_id())
                     : *event == RecordReader::Event::kLeftOut
                         ? absl::StrCat("- ", records->left_out().reason())
                         : absl::StrCat("! ", records->violations().front().description)));
  }
}

TEST(MappedCsvTest, RecordsOfEveryKind) {
  EXPECT_THAT(
      Read("submission_id <- id\nskip when state is test\nquestion a\nmetric = nps\nscore <- a\n"
           "question b\nmetric = csat\nscore <- b\n",
           "id,state,a,b\n1,,9,5\n2,test,9,5\n3,,x,5\n4,,,\n5,\n6,,\"1\n0\",\n7,,,1\n"),
      ElementsAre("2 1/a", "2 1/b", "3- state is test", "3- state is test",
                  "4! column \"a\": \"x\" is not a number", "5- nothing was answered",
                  "5- nothing was answered", "6! 2 cells where the header has 4",
                  "7! column \"a\": \"1\n0\" is not a number", "9 7/b"));
}

TEST(MappedCsvTest, RowsThatAreGrouped) {
  EXPECT_THAT(Read("group-by id\nsubmission_id <- id\neach rows\nquestion_id <- q\nmetric = "
                   "nps\nscore <- n\n",
                   "id,q,n\n1,a,1\n1,b,2\n"),
              ElementsAre("2 1/a", "2 1/b"));
}

TEST(MappedCsvTest, AMissingColumnRefusesTheFile) {
  EXPECT_THAT(Read("submission_id <- id\nmetric = nps\nscore <- s\n", "key,s\n1,9\n"),
              ElementsAre("1! there is no column \"id\""));
  EXPECT_THAT(Read("submission_id <- id\n", ""), IsEmpty());
}

}  // namespace
}  // namespace voc::cli
