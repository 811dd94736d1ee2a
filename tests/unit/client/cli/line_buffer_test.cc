#include "client/cli/line_buffer.h"

#include <string>

#include "client/cli/byte_source.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(LineBufferTest, GrowsForWhatIsNotConsumed) {
  const std::string text(1'000'000, 'x');
  const auto source = OpenBytes(text);
  LineBuffer buffer(*source);
  while (!buffer.at_end()) ASSERT_TRUE(buffer.Fill().ok());
  EXPECT_EQ(buffer.view(), text);
}

TEST(LineBufferTest, CountsLines) {
  const auto source = OpenBytes("one\ntwo\nthree\nfour");
  LineBuffer buffer(*source);
  ASSERT_TRUE(buffer.Fill().ok());
  EXPECT_EQ(buffer.line(), 1);
  buffer.Consume(8, 2);
  EXPECT_EQ(buffer.line(), 3);
  EXPECT_EQ(buffer.view().substr(0, 5), "three");
  ASSERT_TRUE(buffer.SkipLine().ok());
  EXPECT_EQ(buffer.view(), "four");
  ASSERT_TRUE(buffer.SkipLine().ok());
  EXPECT_EQ(buffer.view(), "");
  EXPECT_TRUE(buffer.at_end());
}

TEST(LineBufferTest, SkipsALineLongerThanItself) {
  const std::string text = std::string(2'000'000, 'x') + "\nafter";
  const auto source = OpenBytes(text);
  LineBuffer buffer(*source);
  ASSERT_TRUE(buffer.SkipLine().ok());
  EXPECT_EQ(buffer.view().substr(0, 5), "after");
  EXPECT_EQ(buffer.line(), 2);
}

TEST(LineBufferTest, DropsAByteOrderMarkAtTheStartAlone) {
  const auto source = OpenBytes("\xEF\xBB\xBF\xEF\xBB\xBFx");
  LineBuffer buffer(*source);
  ASSERT_TRUE(buffer.Fill().ok());
  EXPECT_EQ(buffer.view(), "\xEF\xBB\xBFx");
}

TEST(LineBufferTest, PartOfAByteOrderMarkIsText) {
  const auto source = OpenBytes("\xEF\xBB");
  LineBuffer buffer(*source);
  ASSERT_TRUE(buffer.Fill().ok());
  EXPECT_EQ(buffer.view(), "\xEF\xBB");
}

}  // namespace
}  // namespace voc::cli
