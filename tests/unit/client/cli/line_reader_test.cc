#include "client/cli/line_reader.h"

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

std::vector<std::string> Read(std::string_view text, size_t max_bytes) {
  const auto source = OpenBytes(text);
  LineReader reader(*source, max_bytes);
  std::vector<std::string> events;
  while (true) {
    const auto event = reader.Next();
    if (!event.ok() || *event == LineReader::Event::kEnd) return events;
    events.push_back(*event == LineReader::Event::kTooLong
                         ? absl::StrCat(reader.number(), "!")
                         : absl::StrCat(reader.number(), ":", std::string(reader.line())));
  }
}

TEST(LineReaderTest, ReadsLines) {
  EXPECT_THAT(Read("a\r\n\nb", 10), ElementsAre("1:a", "2:", "3:b"));
  EXPECT_THAT(Read("\xEF\xBB\xBFx\n", 10), ElementsAre("1:x"));
  EXPECT_THAT(Read("", 10), IsEmpty());
}

TEST(LineReaderTest, SkipsLongLines) {
  EXPECT_THAT(Read("abc\nabcd\nx\n", 3), ElementsAre("1:abc", "2!", "3:x"));
  EXPECT_THAT(Read("abc\r\nabcd", 3), ElementsAre("1:abc", "2!"));
  // Far longer than what is read at once.
  const std::string huge(3'000'000, 'x');
  EXPECT_THAT(Read("a\n" + huge + "\nb\n", 1000), ElementsAre("1:a", "2!", "3:b"));
  EXPECT_THAT(Read("a\n" + huge + "\nb\n", 3'000'000), ElementsAre("1:a", "2:" + huge, "3:b"));
}

}  // namespace
}  // namespace voc::cli
