#ifndef VOC_CLIENT_REPORT_PAGE_H_
#define VOC_CLIENT_REPORT_PAGE_H_

#include <string>
#include <string_view>
#include <vector>

#include "client/report/language.h"

namespace voc::report {

// A cell of a page's table.
struct HtmlCell {
  std::string text;
  // Numbers stand to the right.
  bool number = false;
  // A class of the style sheet, or empty: "news", "few", "quiet".
  const char* css_class = "";
  // Text that somebody wrote: kept apart from the direction of what is around it.
  bool foreign = false;
};

struct HtmlTable {
  // What a screen reader calls it.
  std::string caption;
  std::vector<HtmlCell> head;
  // The first cell of a row is its heading.
  std::vector<std::vector<HtmlCell>> rows;
};

// Lays out a table that scrolls by itself where the screen is narrow.
std::string TableHtml(const HtmlTable& table, Language language);

std::string Heading(int level, std::string_view text);
std::string Paragraph(std::string_view css_class, std::string_view text);

// A figure: a drawing for wide and one for narrow screens (or the same text twice),
// and a caption below; nothing if there is no drawing.
std::string Figure(std::string_view wide, std::string_view narrow, std::string_view caption);

// A table behind a summary that opens it.
std::string Details(std::string_view summary, std::string_view html);

// The whole file: it loads nothing and runs no script, and its own policy forbids
// both. `main` and `footer` are HTML.
std::string PageHtml(Language language, std::string_view title, std::string_view header,
                     std::string_view main, std::string_view footer);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_PAGE_H_
