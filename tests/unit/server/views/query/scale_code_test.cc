#include "server/views/query/scale_code.h"

#include <gtest/gtest.h>

#include "server/metrics/csat.h"
#include "server/views/query/metric_answers.h"

namespace voc::views {
namespace {

// What a source may be told (top_box from 1 to one below its points) has a code, and only that.
TEST(ScaleCodeTest, EveryTopBoxThatIsNotItsScalesOwnHasACode) {
  for (const int points : {2, 3, 5, 7, 10}) {
    const int own = points - *metrics::CsatTopBoxFrom(points) + 1;
    for (int top = 0; top <= points; ++top) {
      const ScaleCode code = CodeOf({.points = points, .top = top});
      if (top == 0 || top == points || top == own) {
        EXPECT_EQ(code, 0) << points << " " << top;
        continue;
      }
      ASSERT_GE(code, kPlainScaleCodes) << points << " " << top;
      ASSERT_LT(code, kScaleCodes);
      EXPECT_EQ(ScalePoints(code), points);
      EXPECT_EQ(TopOf(code), top);
      EXPECT_FALSE(LowIsGood(code));
    }
  }
  EXPECT_EQ(ScaleName(CodeOf({.points = 5, .top = 1})), "5-top1");
}

TEST(ScaleCodeTest, PlainCodesHaveNoRule) {
  for (ScaleCode code = 0; code < kPlainScaleCodes; ++code) EXPECT_EQ(TopOf(code), 0);
  EXPECT_EQ(ScalePoints(7 << 1 | 1), 7);
  EXPECT_TRUE(LowIsGood(7 << 1 | 1));
}

}  // namespace
}  // namespace voc::views
