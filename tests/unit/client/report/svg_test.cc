#include "client/report/svg.h"

#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(SvgTest, EscapesWhatOthersWrote) {
  EXPECT_EQ(Escape("<script>\"a\" & 'b'</script>"),
            "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
  EXPECT_EQ(Escape(std::string("a\0b\x1b\n", 5)), "a b  ");
  EXPECT_EQ(Escape("smörgås"), "smörgås");
}

TEST(SvgTest, SaysWhatItIs) {
  Svg svg("x", "wide", 10, 20, "A <title>", "a text");
  svg.Text("axis", 1.25, 2, "end", "a<b");
  const std::string out = std::move(svg).Finish();
  EXPECT_THAT(out, HasSubstr("role=\"img\" aria-labelledby=\"x-title x-text\""));
  EXPECT_THAT(out, HasSubstr("<title id=\"x-title\">A &lt;title&gt;</title>"));
  EXPECT_THAT(out, HasSubstr("<desc id=\"x-text\">a text</desc>"));
  EXPECT_THAT(out, HasSubstr(">a&lt;b</text>"));
  EXPECT_THAT(out, Not(HasSubstr("style=")));
}

TEST(SvgTest, ScalesRunEitherWay) {
  const Scale y{-100, 100, 200, 0};
  EXPECT_DOUBLE_EQ(y(-100), 200);
  EXPECT_DOUBLE_EQ(y(0), 100);
  EXPECT_DOUBLE_EQ(y(50), 50);
  EXPECT_DOUBLE_EQ((Scale{3, 3, 0, 10})(3), 5);
}

TEST(SvgTest, TicksAreRoundAndCover) {
  EXPECT_THAT(Ticks(-59, 54, 6), ElementsAre(-60, -40, -20, 0, 20, 40, 60));
  EXPECT_THAT(Ticks(0, 100, 4), ElementsAre(0, 50, 100));
  EXPECT_THAT(Ticks(7, 7, 2), ElementsAre(6, 7, 8));
  for (const double low : {-3.7, 0.0, 0.001, 4.2, 1e6}) {
    for (const double width : {0.01, 0.9, 17.0, 1e5}) {
      const std::vector<double> ticks = Ticks(low, low + width, 5);
      EXPECT_LE(ticks.front(), low + width * 1e-6);
      EXPECT_GE(ticks.back(), low + width * (1 - 1e-6));
      EXPECT_LE(ticks.size(), 7u);
    }
  }
}

}  // namespace
}  // namespace voc::report
