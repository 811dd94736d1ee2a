#include "client/cli/csv_header.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/csv_columns.h"
#include "client/cli/record_error.h"
#include "client/cli/utf8.h"
#include "client/cpp/strings.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"

namespace voc::cli {
namespace {

std::string Trimmed(std::string_view text) {
  return std::string(absl::StripAsciiWhitespace(client::ToAbsl(text)));
}

// What stands below a question whose column holds the answer itself.
bool IsAnswerMark(std::string_view text) {
  const std::string normal = formats::NormalName(text);
  return normal == "response" || normal == kOpenEndedMark;
}

// "A" or "B"
std::string ListNames(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    absl::StrAppend(&list, list.empty() ? "" : " or ", formats::Excerpt(name));
  }
  return list;
}

bool HasAny(const std::vector<std::string>& names, const std::vector<std::string>& wanted) {
  return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& column) {
    const std::string normal = formats::NormalName(column);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return formats::NormalName(name) == normal;
    });
  });
}

}  // namespace

Violations CsvHeader::Add(const std::vector<std::string_view>& cells) {
  if (cells.size() > kMaxCsvColumns) return {{"", "more than 10,000 columns"}};
  if (!rows_.empty() && cells.size() != rows_.front().size()) {
    return {{"", absl::StrCat("header row ", rows_.size() + 1, " has ", cells.size(),
                              " cells where the first has ", rows_.front().size())}};
  }
  for (const std::string_view cell : cells) {
    if (!IsUtf8(cell)) return {{"", "a column's name is not UTF-8"}};
  }
  rows_.emplace_back(cells.begin(), cells.end());
  return {};
}

std::vector<std::string> CsvHeader::names() const {
  std::vector<std::string> names;
  std::string left;
  for (size_t i = 0; i < rows_.front().size(); ++i) {
    std::string name = Trimmed(rows_[0][i]);
    if (layout_.joined_header && rows_.size() > 1) {
      if (!name.empty()) left = name;
      const std::string below = Trimmed(rows_[1][i]);
      name = below.empty() || IsAnswerMark(below) ? left : absl::StrCat(left, " - ", below);
    }
    names.push_back(std::move(name));
  }
  return names;
}

Violations CheckColumns(const formats::Mapping& mapping, const std::vector<std::string>& names) {
  Violations violations;
  for (const std::vector<std::string>& aliases : mapping.needs) {
    if (!HasAny(names, aliases)) {
      violations.push_back({"", absl::StrCat("there is no column ", ListNames(aliases))});
    }
  }
  bool has_key = false;
  std::string key_columns;
  for (const formats::Rule& rule : mapping.rules) {
    if (rule.field != formats::Field::kSubmissionId) continue;
    has_key |= HasAny(names, rule.columns);
    absl::StrAppend(&key_columns, key_columns.empty() ? "" : " or ", ListNames(rule.columns));
  }
  if (!has_key && violations.empty()) {
    violations.push_back({"submission_id", key_columns.empty()
                                               ? "the mapping does not say where it stands"
                                               : absl::StrCat("there is no column ", key_columns)});
  }
  return violations;
}

}  // namespace voc::cli
