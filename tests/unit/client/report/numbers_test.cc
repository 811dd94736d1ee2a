#include "client/report/numbers.h"

#include "gtest/gtest.h"

namespace voc::report {
namespace {

TEST(NumbersTest, AsEachLanguageWritesThem) {
  EXPECT_EQ(NumberText(Language::kEnglish, 1234567.891, 2), "1,234,567.89");
  EXPECT_EQ(NumberText(Language::kSwedish, 1234567.891, 2), "1\u00A0234\u00A0567,89");
  EXPECT_EQ(NumberText(Language::kDanish, 1234567.891, 2), "1.234.567,89");
  EXPECT_EQ(NumberText(Language::kNorwegian, -1234.5, 1), "-1\u00A0234,5");
  EXPECT_EQ(NumberText(Language::kEnglish, 999, 0), "999");
  EXPECT_EQ(CountText(Language::kDanish, 1000), "1.000");
  EXPECT_EQ(CountText(Language::kEnglish, -1000), "-1,000");
}

TEST(NumbersTest, NeverMinusZero) {
  EXPECT_EQ(NumberText(Language::kEnglish, -0.04, 1), "0.0");
  EXPECT_EQ(SignedText(Language::kEnglish, -0.4, 0), "0");
  EXPECT_EQ(SignedText(Language::kEnglish, 0.4, 0), "0");
  EXPECT_EQ(SignedText(Language::kSwedish, 0.45, 2), "+0,45");
}

TEST(NumbersTest, PTellsChanceFromNews) {
  EXPECT_EQ(PText(Language::kEnglish, 0.5435), "0.54");
  EXPECT_EQ(PText(Language::kEnglish, 0.0432), "0.043");
  EXPECT_EQ(PText(Language::kSwedish, 0.003), "0,003");
  EXPECT_EQ(PText(Language::kSwedish, 0.00001), "<0,001");
  EXPECT_EQ(PText(Language::kEnglish, 1), "1.00");
}

TEST(NumbersTest, IntervalsNeedBothEnds) {
  v1::TrendPoint point;
  point.set_ci_low(-3.4);
  EXPECT_EQ(IntervalText(Language::kEnglish, point, 0), "");
  point.set_ci_high(5.5);
  EXPECT_EQ(IntervalText(Language::kDanish, point, 1), "-3,4..5,5");
}

}  // namespace
}  // namespace voc::report
