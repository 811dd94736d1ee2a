#include "client/report/page.h"

#include <string>

#include "client/report/style.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(PageTest, LoadsAndRunsNothing) {
  const std::string page = PageHtml(Language::kNorwegian, "T & t", "<h1>h</h1>", "<p>m</p>", "f");
  EXPECT_THAT(page, HasSubstr("<html lang=\"nb\">"));
  EXPECT_THAT(page, HasSubstr("<title>T &amp; t</title>"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'; style-src 'sha256-"));
  EXPECT_THAT(page, HasSubstr("<main>\n<p>m</p></main>"));
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("http:")));
  EXPECT_THAT(page, Not(HasSubstr("https:")));
  EXPECT_THAT(page, Not(HasSubstr("style=")));
  EXPECT_THAT(std::string(kStyle), Not(HasSubstr("url(")));
}

TEST(PageTest, TablesNameTheirRowsAndColumns) {
  const std::string html =
      TableHtml({.caption = "<c>",
                 .head = {{.text = "period"}, {.text = "n", .number = true}},
                 .rows = {{{.text = "<b>", .foreign = true},
                           {.text = "3", .number = true, .css_class = "news"}}}},
                Language::kEnglish);
  EXPECT_THAT(html, HasSubstr("<caption>&lt;c&gt;</caption>"));
  EXPECT_THAT(html, HasSubstr("aria-label=\"Table: &lt;c&gt;\""));
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" class=\"number\">n</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\" dir=\"auto\">&lt;b&gt;</th>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"news number\">3</td>"));
}

TEST(PageTest, PartsEscapeTheirText) {
  EXPECT_EQ(Heading(2, "a<b"), "<h2>a&lt;b</h2>\n");
  EXPECT_EQ(Paragraph("", "a&b"), "<p>a&amp;b</p>\n");
  EXPECT_EQ(Paragraph("note", "x"), "<p class=\"note\">x</p>\n");
  EXPECT_EQ(Figure("", "", "nothing"), "");
  EXPECT_THAT(Figure("<svg/>", "", "<c>"), HasSubstr("<figcaption>&lt;c&gt;</figcaption>"));
  EXPECT_THAT(Details("<s>", "<p></p>"), HasSubstr("<summary>&lt;s&gt;</summary>\n<p></p>"));
}

}  // namespace
}  // namespace voc::report
