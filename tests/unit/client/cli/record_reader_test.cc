#include "client/cli/record_reader.h"

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

std::vector<std::string> Read(std::string_view name, std::string_view text,
                              ImportFormat format = ImportFormat::kAuto) {
  const auto source = OpenBytes(text);
  const auto records = OpenRecords(*source, name, format, {});
  std::vector<std::string> events;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    if (!event.ok() || *event == RecordReader::Event::kEnd) return events;
    if (*event == RecordReader::Event::kFeedback) {
      events.push_back(absl::StrCat(records->line(), " ", feedback.submission_id()));
      continue;
    }
    const auto& violation = records->violations().front();
    events.push_back(
        absl::StrCat(records->line(), "! ", violation.field, ": ", violation.description));
  }
}

constexpr std::string_view kCsv = "submission_id,metric,score\na,nps,7\n";
constexpr std::string_view kJson = "{\"submissionId\":\"a\"}\n";

TEST(RecordReaderTest, TellsFormatsByName) {
  EXPECT_THAT(Read("x.csv", kCsv), ElementsAre("2 a"));
  EXPECT_THAT(Read("x.csv.gz", kCsv), ElementsAre("2 a"));
  EXPECT_THAT(Read("x.JSONL", kJson), ElementsAre("1 a"));
  EXPECT_THAT(Read("x.ndjson.gz", kJson), ElementsAre("1 a"));
}

TEST(RecordReaderTest, TellsFormatsByContent) {
  EXPECT_THAT(Read("-", kCsv), ElementsAre("2 a"));
  EXPECT_THAT(Read("-", "\xEF\xBB\xBF" + std::string(kCsv)), ElementsAre("2 a"));
  EXPECT_THAT(Read("-", "\n \r\n" + std::string(kJson)), ElementsAre("3 a"));
  EXPECT_THAT(Read("-", ""), IsEmpty());
}

TEST(RecordReaderTest, ContentBeyondWhatIsPeeked) {
  std::string text(kCsv);
  std::vector<std::string> expected = {"2 a"};
  for (int i = 3; i < 2000; ++i) {
    absl::StrAppend(&text, i, ",nps,7\n");
    expected.push_back(absl::StrCat(i, " ", i));
  }
  EXPECT_EQ(Read("-", text), expected);
}

TEST(RecordReaderTest, ABadHeaderRefusesTheFile) {
  EXPECT_THAT(Read("x.csv", "submission_id,colour\na,b\n"),
              ElementsAre("1! colour: unknown column"));
  EXPECT_THAT(Read("x.csv", "\"submission_id\na,b\n"),
              ElementsAre("1! : the quote is never closed"));
  EXPECT_THAT(Read("x.csv", ""), IsEmpty());
}

TEST(RecordReaderTest, BrokenLinesNameTheField) {
  EXPECT_THAT(Read("x.csv", "submission_id,metric,score,comment\n1,nps,7,\"x\n2,nps,7,fine\n"),
              ElementsAre("2! response.comment: the quote is never closed", "3 2"));
}

TEST(RecordReaderTest, AGivenFormatWins) {
  EXPECT_THAT(Read("x.csv", kJson, ImportFormat::kVocJsonl), ElementsAre("1 a"));
}

}  // namespace
}  // namespace voc::cli
