#ifndef VOC_CLIENT_CLI_TABLE_H_
#define VOC_CLIENT_CLI_TABLE_H_

#include <string>
#include <string_view>
#include <vector>

namespace voc::cli {

// One column of a table.
struct Column {
  std::string title;
  bool right_aligned = false;
  // Cut with an ellipsis where the table would be wider than the terminal, though never
  // below `least` columns of it.
  bool elastic = false;
  size_t least = 8;
  // Left out of text, the last such first, where cuts do not make the table narrow
  // enough.
  bool spare = false;
  // Holds text that somebody wrote, so CSV guards it against spreadsheets that
  // run formulas.
  bool free_text = false;
};

struct Row {
  std::vector<std::string> cells;
  // Stands indented below the row in text, in a column of its own elsewhere.
  std::string note;
};

struct Table {
  // Above the table; may be empty.
  std::string heading;
  // Without columns only heading and remarks are shown.
  std::vector<Column> columns;
  // The title of the notes' column; empty where rows have none.
  std::string note_title;
  std::vector<Row> rows;
  // Below the table; left out of CSV.
  std::vector<std::string> remarks;
};

// What a command shows: a title, tables, and remarks below them.
struct Report {
  std::string title;
  std::vector<Table> tables;
  std::vector<std::string> remarks;
};

// How wide the columns of `table` are as text, whatever the terminal.
size_t TextWidth(const Table& table);

// Aligned columns, at most `width` wide where elastic and spare columns can give way;
// headings and remarks are broken into lines of that width, notes cut.
std::string RenderText(const Report& report, int width);
// The rows of all tables under the header of the first, as RFC 4180.
std::string RenderCsv(const Report& report);
std::string RenderCsvHeader(const Table& table);
std::string RenderCsvRows(const Table& table);
std::string RenderMarkdown(const Report& report);
// A whole page.
std::string RenderHtml(const Report& report);

// Appends one cell, quoted where RFC 4180 needs it.
void AppendCsvCell(std::string_view text, std::string& out);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TABLE_H_
