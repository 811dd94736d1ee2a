#include "client/cli/table.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Report Sample() {
  Table table;
  table.columns = {{.title = "who", .free_text = true},
                   {.title = "n", .right_aligned = true},
                   {.title = "text", .elastic = true, .free_text = true}};
  table.note_title = "id";
  table.rows = {{.cells = {"åsa", "7", "short"}, .note = "id1"},
                {.cells = {"bo", "1,234", "a long text\nthat goes on"}, .note = "id2"}};
  return {.title = "People", .tables = {table}, .remarks = {"done"}};
}

TEST(TableTest, TextIsAligned) {
  EXPECT_EQ(RenderText(Sample(), 80),
            "People\n"
            "\n"
            "who      n  text\n"
            "åsa      7  short\n"
            "  id1\n"
            "bo   1,234  a long text that goes on\n"
            "  id2\n"
            "\n"
            "done\n");
}

TEST(TableTest, SpareColumnsGiveWayWhereCutsAreNotEnough) {
  Table table;
  table.columns = {{.title = "name", .elastic = true, .least = 4},
                   {.title = "first", .spare = true},
                   {.title = "kept"},
                   {.title = "second", .spare = true}};
  table.rows = {{.cells = {"a name", "1", "2", "3"}, .note = "a note that is too long"}};
  const Report report{.tables = {table}};
  EXPECT_EQ(RenderText(report, 27),
            "name    first  kept  second\na name  1      2     3\n  a note that is too long\n");
  EXPECT_EQ(RenderText(report, 25),
            "name  first  kept  second\na n…  1      2     3\n  a note that is too long\n");
  EXPECT_EQ(RenderText(report, 18),
            "name   first  kept\na na…  1      2\n  a note that is …\n"
            "(a wider terminal,\nor --output md,\nalso shows second)\n");
  EXPECT_THAT(RenderText(report, 10), HasSubstr("name  kept\na n…  2\n"));
  // Whoever reads no terminal has them all.
  EXPECT_THAT(RenderMarkdown(report), HasSubstr("| name | first | kept | second |"));
}

TEST(TableTest, LongHeadingsAreBroken) {
  Report report = Sample();
  report.title = "Very many people of all kinds";
  report.tables[0].heading = "and more of them, every one";
  EXPECT_THAT(RenderText(report, 20), HasSubstr("Very many people of\nall kinds\n"));
  EXPECT_THAT(RenderText(report, 20), HasSubstr("and more of them,\nevery one\n"));
}

TEST(TableTest, ElasticColumnsGiveWay) {
  EXPECT_THAT(RenderText(Sample(), 24), HasSubstr("bo   1,234  a long text…\n"));
}

TEST(TableTest, CsvQuotesAndHasOneHeader) {
  Report report = Sample();
  report.tables.push_back(report.tables[0]);
  const std::string rows = "åsa,7,short,id1\nbo,\"1,234\",\"a long text\nthat goes on\",id2\n";
  EXPECT_EQ(RenderCsv(report), "who,n,text,id\n" + rows + rows);
}

TEST(TableTest, CsvGuardsWrittenTextsAgainstFormulas) {
  Table table;
  table.columns = {{.title = "delta"}, {.title = "text", .free_text = true}};
  table.rows = {{.cells = {"-1.5", "=HYPERLINK(1)"}}, {.cells = {"+2", "@x"}}};
  EXPECT_EQ(RenderCsvRows(table), "-1.5,'=HYPERLINK(1)\n+2,'@x\n");
}

TEST(TableTest, CellsAreQuotedWhereNeeded) {
  const auto cell = [](const char* text) {
    std::string out;
    AppendCsvCell(text, out);
    return out;
  };
  EXPECT_EQ(cell("plain"), "plain");
  EXPECT_EQ(cell(""), "");
  EXPECT_EQ(cell("a,b"), "\"a,b\"");
  EXPECT_EQ(cell("say \"hi\""), "\"say \"\"hi\"\"\"");
  EXPECT_EQ(cell("a\rb"), "\"a\rb\"");
  EXPECT_EQ(cell(" padded"), "\" padded\"");
}

TEST(TableTest, Markdown) {
  Report report = Sample();
  report.tables[0].rows[0].cells[2] = "a|b *c*";
  EXPECT_EQ(RenderMarkdown(report),
            "# People\n"
            "\n"
            "| who | n | text | id |\n"
            "| --- | ---: | --- | --- |\n"
            "| åsa | 7 | a\\|b \\*c\\* | id1 |\n"
            "| bo | 1,234 | a long text that goes on | id2 |\n"
            "\n"
            "done\n");
}

TEST(TableTest, MarkdownEscapesLinksAndPictures) {
  Report report;
  report.remarks = {"![i](http://x.example/i.png) [x](javascript:y)"};
  EXPECT_EQ(RenderMarkdown(report), "\n!\\[i\\](http://x.example/i.png) \\[x\\](javascript:y)\n");
}

TEST(TableTest, MarkdownEscapesTagsAndNotWhatIsLess) {
  Report report;
  report.remarks = {"p <0.001, <b>, </b>, <!--, <?x, a < b, <"};
  EXPECT_EQ(RenderMarkdown(report), "\np <0.001, \\<b>, \\</b>, \\<!--, \\<?x, a < b, <\n");
}

TEST(TableTest, TablesHaveRemarksOfTheirOwn) {
  Report report = Sample();
  report.tables[0].remarks = {"a remark of the table that is longer than its line"};
  report.tables.push_back({.heading = "only words", .remarks = {"said"}});
  EXPECT_THAT(RenderText(report, 30),
              HasSubstr("a remark of the table that is\nlonger than its line\n"));
  EXPECT_THAT(RenderText(report, 80), HasSubstr("\n\nonly words\nsaid\n\ndone\n"));
  EXPECT_THAT(RenderMarkdown(report), HasSubstr("\n\n## only words\n\nsaid\n\ndone\n"));
  EXPECT_THAT(RenderHtml(report), HasSubstr("<h2>only words</h2>\n<p>said</p>\n"));
}

TEST(TableTest, HtmlEscapes) {
  Report report = Sample();
  report.tables[0].rows[0].cells[2] = "<script>\"&";
  const std::string html = RenderHtml(report);
  EXPECT_THAT(html, HasSubstr("<td>&lt;script&gt;&quot;&amp;</td>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"number\">7</td>"));
  EXPECT_THAT(html, Not(HasSubstr("<script")));
}

}  // namespace
}  // namespace voc::cli
