#include "client/cli/csv_reader.h"

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/byte_source.h"
#include "client/cli/table.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

// Hands out a few bytes at a time, so that every state meets the end of what
// was read.
class Dripping final : public ByteSource {
 public:
  Dripping(std::string_view bytes, size_t step) : bytes_(bytes), step_(step) {}
  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    const size_t count = std::min({size, step_, bytes_.size()});
    std::copy_n(bytes_.data(), count, buffer);
    bytes_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bytes_;
  const size_t step_;
};

// "line: cell|cell" for records, "line! cell: reason" for broken lines.
std::vector<std::string> ReadIn(std::string_view text, size_t step) {
  Dripping source(text, step);
  CsvReader reader(source);
  std::vector<std::string> events;
  while (true) {
    const auto event = reader.Next();
    if (!event.ok()) {
      events.push_back(event.status().ToString());
      return events;
    }
    if (*event == CsvReader::Event::kEnd) return events;
    if (*event == CsvReader::Event::kBroken) {
      events.push_back(
          absl::StrCat(reader.line(), "! ", reader.broken_cell(), ": ", reader.reason()));
      continue;
    }
    std::vector<std::string> cells(reader.cells().begin(), reader.cells().end());
    events.push_back(absl::StrCat(reader.line(), ": ", absl::StrJoin(cells, "|")));
  }
}

std::vector<std::string> Read(std::string_view text) {
  const std::vector<std::string> whole = ReadIn(text, text.size() + 1);
  for (const size_t step : {1, 2, 3, 7}) EXPECT_EQ(ReadIn(text, step), whole) << step;
  return whole;
}

TEST(CsvReaderTest, ReadsRecords) {
  EXPECT_THAT(Read("a,b,c\n1,,3\n"), ElementsAre("1: a|b|c", "2: 1||3"));
  EXPECT_THAT(Read("a,b\n1,2"), ElementsAre("1: a|b", "2: 1|2"));
  EXPECT_THAT(Read("a,\n,b"), ElementsAre("1: a|", "2: |b"));
  EXPECT_THAT(Read(""), IsEmpty());
}

TEST(CsvReaderTest, LineEndsAndByteOrderMark) {
  EXPECT_THAT(Read("\xEF\xBB\xBF"
                   "a,b\r\n1,\"2\"\r\n"),
              ElementsAre("1: a|b", "2: 1|2"));
  EXPECT_THAT(Read("a\r\n1\r"), ElementsAre("1: a", "2: 1"));
  EXPECT_THAT(Read("a\r\n\"1\"\r"), ElementsAre("1: a", "2: 1"));
  EXPECT_THAT(Read("x\ry,2\n"), ElementsAre("1: x\ry|2"));
}

TEST(CsvReaderTest, BlankLinesAreSkippedAndCounted) {
  EXPECT_THAT(Read("\n\r\na\n\n\nb\n\r\n\r"), ElementsAre("3: a", "6: b"));
}

TEST(CsvReaderTest, QuotedCells) {
  EXPECT_THAT(Read("\"a,b\",\"say \"\"hi\"\"\"\n\"\",x\n"),
              ElementsAre("1: a,b|say \"hi\"", "2: |x"));
  EXPECT_THAT(Read("\"a\nb\r\nc\",2\nnext,3\n"), ElementsAre("1: a\nb\r\nc|2", "4: next|3"));
  EXPECT_THAT(Read("\"\"\"\"\n"), ElementsAre("1: \""));
  // Doubled quotes before line breaks: lines are counted as they stand in the file.
  EXPECT_THAT(Read("\"\"\"\"\"\n\",x\nb,y\n"), ElementsAre("1: \"\"\n|x", "3: b|y"));
  // A quote inside an unquoted cell is a character like any other.
  EXPECT_THAT(Read("5\" screen,x\n"), ElementsAre("1: 5\" screen|x"));
}

TEST(CsvReaderTest, UnclosedQuoteCostsItsLine) {
  EXPECT_THAT(Read("h,c\n1,\"oops\n2,fine\n3,also\n"),
              ElementsAre("1: h|c", "2! 1: the quote is never closed", "3: 2|fine", "4: 3|also"));
}

TEST(CsvReaderTest, UnclosedQuoteBeforeQuotedCells) {
  EXPECT_THAT(Read("1,\"oops\n2,\"fine\"\n3,\"a\nb\"\n"),
              ElementsAre("1! 1: a closing quote must be followed by a comma or the end of the "
                          "line",
                          "2: 2|fine", "3: 3|a\nb"));
}

TEST(CsvReaderTest, TextAfterAClosingQuote) {
  EXPECT_THAT(Read("1,\"a\"b\n2,c\n"), ElementsAre(StartsWith("1! 1: a closing"), "2: 2|c"));
  EXPECT_THAT(Read("1,\"a\"\rb\n2,c\n"), ElementsAre(StartsWith("1! 1: a closing"), "2: 2|c"));
}

TEST(CsvReaderTest, BrokenRecordOverSeveralLinesResumesOnItsSecond) {
  EXPECT_THAT(Read("1,\"a\nb\"x,y\n2,c\n"),
              ElementsAre(StartsWith("1! 1: a closing"), "2: b\"x|y", "3: 2|c"));
}

TEST(CsvReaderTest, TextLimit) {
  const std::string fits(kMaxTextBytes, 'x');
  const std::string longer = fits + "x";
  EXPECT_THAT(ReadIn("a," + fits + "\nb,\"" + fits + "\"\n", 5000),
              ElementsAre("1: a|" + fits, "2: b|" + fits));
  EXPECT_THAT(ReadIn("a," + longer + ",c\nb,\"" + longer + "\"\nc,d\n", 5000),
              ElementsAre("1! 1: longer than 32 KiB", "2! 1: longer than 32 KiB", "3: c|d"));
  // Doubled quotes count once.
  std::string quotes;
  for (size_t i = 0; i < kMaxTextBytes; ++i) quotes += "\"\"";
  EXPECT_THAT(ReadIn("\"" + quotes + "\"\n", 5000),
              ElementsAre("1: " + std::string(kMaxTextBytes, '"')));
}

TEST(CsvReaderTest, UnclosedQuoteAboveManyLines) {
  std::string text = "1,\"oops\n";
  for (int i = 2; i < 20'000; ++i) absl::StrAppend(&text, i, ",fine\n");
  const auto events = ReadIn(text, 1 << 20);
  ASSERT_EQ(events.size(), 19'999u);
  EXPECT_EQ(events[0], "1! 1: longer than 32 KiB");
  EXPECT_EQ(events[1], "2: 2|fine");
  EXPECT_EQ(events.back(), "19999: 19999|fine");
}

TEST(CsvReaderTest, RecordLimit) {
  const std::string cell = std::string(kMaxTextBytes, 'x') + ",";
  std::string text;
  while (text.size() <= 2 * kMaxRecordBytes) text += cell;
  const auto events = ReadIn(text + "\nb\n", 1 << 20);
  EXPECT_THAT(events, ElementsAre(testing::EndsWith("the record is longer than 8 MiB"), "2: b"));
}

TEST(CsvReaderTest, WhatIsWrittenReadsBack) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(absl::StrCat("seed ", seed));
  std::mt19937 random(seed);
  constexpr std::string_view kAlphabet = "ab,\"\n\r =\xC3\xA5";
  for (int round = 0; round < 200; ++round) {
    std::string text;
    std::vector<std::string> expected;
    int line = 1;
    for (int r = 0; r < 5; ++r) {
      std::vector<std::string> cells = {absl::StrCat(r)};
      for (int c = 0; c < 3; ++c) {
        std::string cell;
        for (size_t i = random() % 8; i > 0; --i) cell += kAlphabet[random() % kAlphabet.size()];
        cells.push_back(cell);
      }
      cells.push_back("end");
      std::string record;
      for (const std::string& cell : cells) {
        if (!record.empty()) record += ',';
        AppendCsvCell(cell, record);
      }
      record += r % 2 == 0 ? "\n" : "\r\n";
      expected.push_back(absl::StrCat(line, ": ", absl::StrJoin(cells, "|")));
      line += static_cast<int>(std::count(record.begin(), record.end(), '\n'));
      text += record;
    }
    EXPECT_EQ(ReadIn(text, 1 + random() % 9), expected) << text;
  }
}

}  // namespace
}  // namespace voc::cli
