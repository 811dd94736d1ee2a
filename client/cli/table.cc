#include "client/cli/table.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/formula_guard.h"
#include "client/cli/text_width.h"
#include "client/report/svg.h"

namespace voc::cli {
namespace {

constexpr size_t kGap = 2;

size_t Total(const std::vector<size_t>& widths) {
  size_t total = 0;
  for (const size_t width : widths) total += width + kGap;
  return total == 0 ? 0 : total - kGap;
}

// The width of each column, whatever the terminal.
std::vector<size_t> WholeWidths(const Table& table) {
  std::vector<size_t> widths;
  for (size_t i = 0; i < table.columns.size(); ++i) {
    size_t width = DisplayWidth(table.columns[i].title);
    for (const Row& row : table.rows) width = std::max(width, DisplayWidth(OneLine(row.cells[i])));
    widths.push_back(width);
  }
  return widths;
}

// At most `limit` together, if elastic columns can give so much.
std::vector<size_t> ColumnWidths(const Table& table, size_t limit) {
  std::vector<size_t> widths = WholeWidths(table);
  const size_t total = Total(widths);
  size_t excess = total > limit ? total - limit : 0;
  // The last elastic column, the longest text by custom, gives way first.
  for (size_t i = table.columns.size(); i-- > 0 && excess > 0;) {
    const size_t least = table.columns[i].least;
    if (!table.columns[i].elastic || widths[i] <= least) continue;
    const size_t cut = std::min(excess, widths[i] - least);
    widths[i] -= cut;
    excess -= cut;
  }
  return widths;
}

// `table` without the spare columns that `limit` has no room for. Appends their titles
// to `left_out`, from left to right.
Table WithoutSpare(Table table, size_t limit, std::vector<std::string>* left_out) {
  for (size_t i = table.columns.size(); i-- > 0 && Total(ColumnWidths(table, limit)) > limit;) {
    if (!table.columns[i].spare) continue;
    left_out->insert(left_out->begin(), table.columns[i].title);
    const auto at = static_cast<std::ptrdiff_t>(i);
    table.columns.erase(table.columns.begin() + at);
    for (Row& row : table.rows) row.cells.erase(row.cells.begin() + at);
  }
  return table;
}

void AppendTextLine(const Table& table, const std::vector<size_t>& widths,
                    const std::vector<std::string>& cells, std::string& out) {
  std::string line;
  for (size_t i = 0; i < cells.size(); ++i) {
    std::string cell = OneLine(cells[i]);
    if (table.columns[i].elastic) cell = FitToWidth(cell, widths[i]);
    const size_t used = DisplayWidth(cell);
    const std::string padding(widths[i] > used ? widths[i] - used : 0, ' ');
    line += table.columns[i].right_aligned ? padding + cell : cell + padding;
    line.append(kGap, ' ');
  }
  line.erase(line.find_last_not_of(' ') + 1);
  out += line;
  out += '\n';
}

void AppendWrapped(const std::vector<std::string>& remarks, int width, std::string& out) {
  for (const std::string& remark : remarks) {
    for (const std::string& line : WrapToWidth(remark, static_cast<size_t>(std::max(width, 1)))) {
      out += line + "\n";
    }
  }
}

std::vector<std::string> Titles(const Table& table) {
  std::vector<std::string> titles;
  for (const Column& column : table.columns) titles.push_back(column.title);
  return titles;
}

// Whether "<" followed by `next` could begin a tag; "p <0.001" does not.
bool BeginsTag(char next) {
  return absl::ascii_isalpha(static_cast<unsigned char>(next)) || next == '/' || next == '!' ||
         next == '?';
}

std::string EscapeMarkdown(std::string_view text) {
  std::string escaped;
  const std::string line = OneLine(text);
  for (size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool tag = c == '<' && i + 1 < line.size() && BeginsTag(line[i + 1]);
    // Brackets make links and pictures, which a reader's mail program would fetch.
    if (tag || std::string_view("|\\`*_[]").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

void AppendMarkdownCell(std::string_view text, std::string& out) {
  out += ' ';
  out += EscapeMarkdown(text);
  out += " |";
}

void AppendMarkdownRemarks(const std::vector<std::string>& remarks, std::string& out) {
  for (const std::string& remark : remarks) {
    if (!out.ends_with("\n\n")) out += '\n';
    out += EscapeMarkdown(remark);
    out += '\n';
  }
}

void AppendHtmlTable(const Table& table, std::string& out) {
  if (!table.heading.empty()) out += "<h2>" + report::Escape(table.heading) + "</h2>\n";
  for (const std::string& remark : table.remarks) out += "<p>" + report::Escape(remark) + "</p>\n";
  if (table.columns.empty()) return;
  out += "<table>\n<tr>";
  for (const Column& column : table.columns) out += "<th>" + report::Escape(column.title) + "</th>";
  if (!table.note_title.empty()) out += "<th>" + report::Escape(table.note_title) + "</th>";
  out += "</tr>\n";
  for (const Row& row : table.rows) {
    out += "<tr>";
    for (size_t i = 0; i < row.cells.size(); ++i) {
      out += table.columns[i].right_aligned ? "<td class=\"number\">" : "<td>";
      out += report::Escape(row.cells[i]) + "</td>";
    }
    if (!table.note_title.empty()) out += "<td>" + report::Escape(row.note) + "</td>";
    out += "</tr>\n";
  }
  out += "</table>\n";
}

// A heading as it is, where it fits.
void AppendHeading(const std::string& heading, int width, std::string& out) {
  const std::string line = OneLine(heading);
  if (DisplayWidth(line) <= static_cast<size_t>(std::max(width, 1))) {
    out += line + "\n";
  } else {
    AppendWrapped({line}, width, out);
  }
}

}  // namespace

size_t TextWidth(const Table& table) { return Total(WholeWidths(table)); }

std::string RenderText(const Report& report, int width) {
  const size_t limit = static_cast<size_t>(std::max(width, 1));
  std::string out;
  if (!report.title.empty()) AppendHeading(report.title, width, out);
  for (const Table& whole : report.tables) {
    if (!out.empty()) out += '\n';
    if (!whole.heading.empty()) AppendHeading(whole.heading, width, out);
    if (whole.columns.empty()) {
      AppendWrapped(whole.remarks, width, out);
      continue;
    }
    std::vector<std::string> left_out;
    const Table table = WithoutSpare(whole, limit, &left_out);
    const std::vector<size_t> widths = ColumnWidths(table, limit);
    AppendTextLine(table, widths, Titles(table), out);
    for (const Row& row : table.rows) {
      AppendTextLine(table, widths, row.cells, out);
      if (!row.note.empty()) out += FitToWidth("  " + OneLine(row.note), limit) + "\n";
    }
    if (!left_out.empty()) {
      AppendWrapped({absl::StrCat("(a wider terminal, or --output md, also shows ",
                                  absl::StrJoin(left_out, ", "), ")")},
                    width, out);
    }
    AppendWrapped(table.remarks, width, out);
  }
  if (!report.remarks.empty()) out += '\n';
  AppendWrapped(report.remarks, width, out);
  return out;
}

void AppendCsvCell(std::string_view text, std::string& out) {
  const bool padded = !text.empty() && (text.front() == ' ' || text.back() == ' ');
  if (!padded && text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

std::string RenderCsvHeader(const Table& table) {
  std::string out;
  for (const Column& column : table.columns) {
    if (!out.empty()) out += ',';
    AppendCsvCell(column.title, out);
  }
  if (!table.note_title.empty()) {
    out += ',';
    AppendCsvCell(table.note_title, out);
  }
  return out + "\n";
}

std::string RenderCsvRows(const Table& table) {
  std::string out;
  for (const Row& row : table.rows) {
    for (size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) out += ',';
      AppendCsvCell(table.columns[i].free_text ? GuardFormula(row.cells[i]) : row.cells[i], out);
    }
    if (!table.note_title.empty()) {
      out += ',';
      AppendCsvCell(LooksLikeFormula(row.note) ? "'" + row.note : row.note, out);
    }
    out += '\n';
  }
  return out;
}

std::string RenderCsv(const Report& report) {
  std::string out;
  for (const Table& table : report.tables) {
    if (out.empty()) out = RenderCsvHeader(table);
    out += RenderCsvRows(table);
  }
  return out;
}

std::string RenderMarkdown(const Report& report) {
  std::string out;
  if (!report.title.empty()) {
    out += "# ";
    out += EscapeMarkdown(report.title);
    out += '\n';
  }
  for (const Table& table : report.tables) {
    if (!out.empty()) out += '\n';
    if (!table.heading.empty()) {
      out += "## ";
      out += EscapeMarkdown(table.heading);
      out += "\n\n";
    }
    if (table.columns.empty()) {
      AppendMarkdownRemarks(table.remarks, out);
      continue;
    }
    std::string rule = "|";
    out += '|';
    for (const Column& column : table.columns) {
      AppendMarkdownCell(column.title, out);
      rule += column.right_aligned ? " ---: |" : " --- |";
    }
    if (!table.note_title.empty()) {
      AppendMarkdownCell(table.note_title, out);
      rule += " --- |";
    }
    out += "\n" + rule + "\n";
    for (const Row& row : table.rows) {
      out += '|';
      for (const std::string& cell : row.cells) AppendMarkdownCell(cell, out);
      if (!table.note_title.empty()) AppendMarkdownCell(row.note, out);
      out += '\n';
    }
    AppendMarkdownRemarks(table.remarks, out);
  }
  AppendMarkdownRemarks(report.remarks, out);
  return out;
}

std::string RenderHtml(const Report& report) {
  std::string out =
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
      report::Escape(report.title) +
      "</title>\n<style>\n"
      "body { font: 15px/1.5 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; }\n"
      "table { border-collapse: collapse; }\n"
      "th, td { border-bottom: 1px solid #ccc; padding: .3em .8em; text-align: left; }\n"
      "td.number { text-align: right; font-variant-numeric: tabular-nums; }\n"
      "</style>\n</head>\n<body>\n";
  if (!report.title.empty()) out += "<h1>" + report::Escape(report.title) + "</h1>\n";
  for (const Table& table : report.tables) AppendHtmlTable(table, out);
  for (const std::string& remark : report.remarks) out += "<p>" + report::Escape(remark) + "</p>\n";
  return out + "</body>\n</html>\n";
}

}  // namespace voc::cli
