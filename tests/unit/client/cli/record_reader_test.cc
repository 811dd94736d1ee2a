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

std::vector<std::string> Read(std::string_view text, const std::string& format = kAutoFormat) {
  const auto source = OpenBytes(text);
  const auto records = OpenRecords(*source, {.name = format}, {});
  std::vector<std::string> events;
  while (true) {
    v1::Feedback feedback;
    const auto event = records->Next(&feedback);
    if (!event.ok()) {
      events.push_back(std::string(event.status().message()));
      return events;
    }
    if (*event == RecordReader::Event::kEnd) return events;
    if (*event == RecordReader::Event::kLeftOut) {
      events.push_back(absl::StrCat(records->line(), "- ", records->left_out().submission_id(),
                                    ": ", records->left_out().reason()));
      continue;
    }
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

TEST(RecordReaderTest, TellsFormatsByContent) {
  EXPECT_THAT(Read(kCsv), ElementsAre("2 a"));
  EXPECT_THAT(Read("\xEF\xBB\xBF" + std::string(kCsv)), ElementsAre("2 a"));
  EXPECT_THAT(Read("\n \r\n" + std::string(kJson)), ElementsAre("3 a"));
  EXPECT_THAT(Read(""), IsEmpty());
}

TEST(RecordReaderTest, ContentBeyondWhatIsPeeked) {
  std::string text(kCsv);
  std::vector<std::string> expected = {"2 a"};
  for (int i = 3; i < 2000; ++i) {
    absl::StrAppend(&text, i, ",nps,7\n");
    expected.push_back(absl::StrCat(i, " ", i));
  }
  EXPECT_EQ(Read(text), expected);
}

TEST(RecordReaderTest, ABadHeaderRefusesTheFile) {
  EXPECT_THAT(Read("submission_id,colour\na,b\n"), ElementsAre("1! colour: unknown column"));
  EXPECT_THAT(Read("\"submission_id\na,b\n"), ElementsAre("1! : the quote is never closed"));
  EXPECT_THAT(Read(""), IsEmpty());
}

TEST(RecordReaderTest, BrokenLinesNameTheField) {
  EXPECT_THAT(Read("submission_id,metric,score,comment\n1,nps,7,\"x\n2,nps,7,fine\n"),
              ElementsAre("2! response.comment: the quote is never closed", "3 2"));
}

constexpr std::string_view kReviews =
    "Package Name,Star Rating,Review Submit Millis Since Epoch,Review Text,Review Link\n"
    "com.example,5,1760000000000,Bra,https://play.google.com/x?reviewId=gp:1\n"
    "com.example,,1760000000001,,https://play.google.com/x?reviewId=gp:2\n"
    "com.example,many,1760000000002,,https://play.google.com/x?reviewId=gp:3\n";

TEST(RecordReaderTest, AVendorsFormatIsToldByItsColumns) {
  EXPECT_THAT(Read(kReviews),
              ElementsAre("2 gp:1", "3- gp:2: nothing was answered",
                          "4! mention.rating: column \"Star Rating\": \"many\" is not a number"));
}

TEST(RecordReaderTest, NoEntriesAreNoError) {
  for (const char* text : {"[]", "{\"data\":[]}", "{\"reviews\":[]}", "{\"aaData\":[]}",
                           "{\"results\":[],\"paging\":{}}",
                           "{\"satisfaction_ratings\":[],\"count\":0,\"next_page\":null}",
                           "{\"total_items\":0,\"page_count\":0,\"items\":[]}",
                           "{\"feed\":{\"title\":{\"label\":\"x\"},\"id\":{\"label\":\"y\"}}}",
                           "{\"data\":[]}\n{\"data\":[]}"}) {
    EXPECT_THAT(Read(text), IsEmpty()) << text;
    EXPECT_THAT(Read(absl::StrCat(text, "\n")), IsEmpty()) << text;
  }
}

TEST(RecordReaderTest, HalfACharacterDoesNotHideWhatAFileIs) {
  EXPECT_THAT(Read(R"([{"id":1,"score":9,"text":"\ud83d","end_user_id":1,"completed":true,
"created_at":"2025-01-01T00:00:00Z"}])"),
              ElementsAre("1 1"));
}

TEST(RecordReaderTest, Utf16IsRead) {
  std::string utf16 = "\xFF\xFE";
  for (const char c : kReviews) utf16 += std::string{c, '\0'};
  EXPECT_EQ(Read(utf16), Read(kReviews));
}

TEST(RecordReaderTest, UnknownColumnsAreNamed) {
  EXPECT_THAT(Read("colour,weight\nred,1\n"),
              ElementsAre("no known format has these columns: \"colour\", \"weight\"; `voc import "
                          "--explain FILE` shows what is seen, and --map says what to take"));
}

TEST(RecordReaderTest, AGivenFormatWins) {
  EXPECT_THAT(Read(kJson, kVocJsonlFormat), ElementsAre("1 a"));
}

}  // namespace
}  // namespace voc::cli
