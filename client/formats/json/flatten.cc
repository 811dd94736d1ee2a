#include "client/formats/json/flatten.h"

#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/formats/json/value.h"
#include "client/formats/mapping.h"

namespace voc::formats::json {
namespace {

constexpr char kSeparator[] = ", ";

class Flattener {
 public:
  explicit Flattener(const std::set<std::string>& one_by_one) : one_by_one_(one_by_one) {}

  // `path` names the value in the row, `list_path` without the numbers of elements.
  void Add(const Value& value, const std::string& path, const std::string& list_path) {
    if (value.is_object() && !value.members.empty()) {
      for (const auto& [name, member] : value.members) {
        const std::string_view dot = path.empty() ? "" : ".";
        Add(member, absl::StrCat(path, std::string(dot), name),
            absl::StrCat(list_path, std::string(dot), name));
      }
    } else if (value.is_array() && one_by_one_.count(NormalName(list_path)) > 0) {
      for (size_t i = 0; i < value.items.size(); ++i) {
        Add(value.items[i], absl::StrCat(path, "[", i, "]"), list_path);
      }
    } else if (value.is_array() && !value.items.empty()) {
      for (const Value& item : value.items) {
        const bool deeper = !item.is_scalar();
        Add(item, deeper ? path + "[]" : path, deeper ? list_path + "[]" : list_path);
      }
    } else if (!path.empty()) {
      Append(path, value.text);
    }
  }

  Row Take() { return std::move(row_); }

 private:
  void Append(const std::string& name, const std::string& text) {
    const auto [at, is_new] = columns_.emplace(name, row_.names.size());
    if (is_new) {
      row_.names.push_back(name);
      row_.texts.push_back(text);
      return;
    }
    std::string& joined = row_.texts[at->second];
    if (!joined.empty() && !text.empty()) joined += kSeparator;
    joined += text;
  }

  const std::set<std::string>& one_by_one_;
  std::unordered_map<std::string, size_t> columns_;
  Row row_;
};

// "comments" of "comments[0].text"; empty where the column counts into no list.
std::string ListOf(std::string_view column) {
  const size_t open = column.find('[');
  const bool counts = open != std::string_view::npos && open + 1 < column.size() &&
                      absl::ascii_isdigit(static_cast<unsigned char>(column[open + 1]));
  return counts ? NormalName(column.substr(0, open)) : "";
}

void AddLists(const std::vector<Rule>& rules, std::set<std::string>* lists) {
  for (const Rule& rule : rules) {
    for (const std::string& column : rule.columns) {
      std::string list = ListOf(column);
      if (!list.empty()) lists->insert(std::move(list));
    }
  }
}

}  // namespace

std::set<std::string> ListsOf(const Mapping& mapping) {
  std::set<std::string> lists;
  AddLists(mapping.rules, &lists);
  for (const Section& section : mapping.sections) {
    if (!section.each.empty()) lists.insert(NormalName(section.each));
    AddLists(section.rules, &lists);
  }
  return lists;
}

Row Flatten(const Value& record, const std::set<std::string>& one_by_one) {
  Flattener flattener(one_by_one);
  flattener.Add(record, "", "");
  return flattener.Take();
}

}  // namespace voc::formats::json
