#include "client/cli/text_width.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

TEST(TextWidthTest, CountsColumns) {
  EXPECT_EQ(DisplayWidth("abc"), 3u);
  EXPECT_EQ(DisplayWidth("åäö"), 3u);
  EXPECT_EQ(DisplayWidth("日本"), 4u);
  EXPECT_EQ(DisplayWidth("e\xCC\x81"), 1u);  // e and a combining acute
  EXPECT_EQ(DisplayWidth("🙂"), 2u);
}

TEST(TextWidthTest, FitsWithAnEllipsis) {
  EXPECT_EQ(FitToWidth("abcdef", 6), "abcdef");
  EXPECT_EQ(FitToWidth("abcdef", 5), "abcd…");
  EXPECT_EQ(FitToWidth("日本語", 5), "日本…");
  EXPECT_EQ(FitToWidth("日本語", 4), "日…");
}

TEST(TextWidthTest, OneLineDropsWhatSteersATerminal) {
  EXPECT_EQ(OneLine("a\r\nb\tc"), "a b c");
  EXPECT_EQ(OneLine("\x1b[31mred"), "[31mred");
  EXPECT_EQ(OneLine("x\xE2\x80\xAEy"), "x y");  // right-to-left override
}

TEST(TextWidthTest, WrapsAtBlanks) {
  EXPECT_THAT(WrapToWidth("one two three", 7), ::testing::ElementsAre("one two", "three"));
  EXPECT_THAT(WrapToWidth("å ä  ö", 3), ::testing::ElementsAre("å ä", "ö"));
  EXPECT_THAT(WrapToWidth("incomprehensible word", 5),
              ::testing::ElementsAre("incomprehensible", "word"));
  EXPECT_THAT(WrapToWidth("", 5), ::testing::IsEmpty());
}

}  // namespace
}  // namespace voc::cli
