#include "client/cli/grouped_csv.h"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/csv_rows.h"
#include "client/cli/json_members.h"
#include "client/cli/mapped_records.h"
#include "client/cli/record_reader.h"
#include "client/cpp/strings.h"
#include "client/formats/mapping.h"
#include "client/formats/values.h"

namespace voc::cli {
namespace {

class GroupedCsv final : public MappedRecords {
 public:
  GroupedCsv(ByteSource& source, const formats::Mapping& mapping, const RecordOptions& options)
      : MappedRecords(mapping, options), rows_(source, mapper_.mapping()) {}

 private:
  struct Group {
    int64_t line = 0;
    // Of every row, its texts.
    std::vector<std::vector<std::string>> rows;
    // Of the first row that cannot be read.
    int64_t bad_line = 0;
    Violations violations;
  };

  absl::StatusOr<bool> ReadRecord() override {
    if (!read_) {
      read_ = true;
      absl::Status status = ReadAll();
      if (!status.ok()) return status;
    }
    if (groups_.empty()) return false;
    Group group = std::move(groups_.front());
    groups_.pop_front();
    if (!group.violations.empty()) {
      Refuse(group.bad_line, std::move(group.violations));
    } else {
      MapGroup(group);
    }
    return true;
  }

  absl::Status ReadAll() {
    while (true) {
      const auto event = rows_.Next();
      if (!event.ok()) return event.status();
      if (*event == CsvRows::Event::kEnd) return absl::OkStatus();
      Group& group = GroupOfRow();
      if (*event == CsvRows::Event::kBad) {
        if (!group.violations.empty()) continue;
        group.bad_line = rows_.line();
        group.violations = rows_.violations();
        continue;
      }
      if (group.rows.size() == kMaxGroupRows) {
        group.bad_line = rows_.line();
        group.violations = {{"", "the submission has more than 1,000 rows"}};
      }
      if (!group.violations.empty()) continue;
      std::vector<std::string>& row = group.rows.emplace_back();
      for (const std::string_view text : rows_.texts()) {
        row.emplace_back(text);
        bytes_ += text.size() + sizeof(std::string);
      }
      if (bytes_ > kMaxGroupedBytes) {
        groups_.clear();
        return absl::ResourceExhaustedError(
            "a file of which a row is one answer must not hold more than 256 MiB; split it "
            "between submissions");
      }
    }
  }

  // The group that the row belongs to, one of its own where that cannot be told.
  Group& GroupOfRow() {
    if (!key_column_.has_value()) key_column_ = ColumnOf(mapper_.mapping().csv.group_by);
    std::string key;
    if (key_column_.has_value() && *key_column_ < rows_.texts().size()) {
      key = std::string(absl::StripAsciiWhitespace(client::ToAbsl(rows_.texts()[*key_column_])));
    }
    if (!key.empty()) {
      const auto [it, is_new] = index_.emplace(std::move(key), groups_.size());
      if (!is_new) return groups_[it->second];
    }
    Group& group = groups_.emplace_back();
    group.line = rows_.line();
    return group;
  }

  std::optional<size_t> ColumnOf(std::string_view wanted) const {
    const std::string normal = formats::NormalName(wanted);
    for (size_t i = 0; i < rows_.names().size(); ++i) {
      if (formats::NormalName(rows_.names()[i]) == normal) return i;
    }
    return std::nullopt;
  }

  void MapGroup(const Group& group) {
    std::vector<std::string> names = rows_.names();
    std::vector<std::string> texts = group.rows.front();
    for (size_t row = 0; row < group.rows.size(); ++row) {
      for (size_t i = 0; i < rows_.names().size(); ++i) {
        names.push_back(absl::StrCat("rows[", row, "].", rows_.names()[i]));
        texts.push_back(group.rows[row][i]);
      }
    }
    const std::string& json_name = mapper_.mapping().csv.json_column;
    if (const auto json = ColumnOf(json_name); !json_name.empty() && json.has_value()) {
      if (Violations violations = TakeMembers(*json, names, texts); !violations.empty()) {
        Refuse(group.line, std::move(violations));
        return;
      }
    }
    mapper_.SetColumns(std::move(names));
    Deliver(group.line, mapper_.Map({texts.begin(), texts.end()}));
  }

  // The members of the JSON object in a column of the first row become columns.
  static Violations TakeMembers(size_t column, std::vector<std::string>& names,
                                std::vector<std::string>& texts) {
    const std::string json = std::exchange(texts[column], "");
    if (absl::StripAsciiWhitespace(json).empty()) return {};
    const auto members = JsonMembers(json);
    if (!members.has_value()) {
      return {{"properties", formats::OfColumn(names, column, "is no JSON object")}};
    }
    const std::string prefix = names[column] + ".";
    for (const auto& [name, text] : *members) {
      names.push_back(prefix + name);
      texts.push_back(text);
    }
    return {};
  }

  CsvRows rows_;
  // Known from the first row on.
  std::optional<size_t> key_column_;
  bool read_ = false;
  size_t bytes_ = 0;
  std::deque<Group> groups_;
  // Of groups by the text they have in common, while the file is read.
  std::unordered_map<std::string, size_t> index_;
};

}  // namespace

std::unique_ptr<RecordReader> OpenGroupedCsv(ByteSource& source, const formats::Mapping& mapping,
                                             const RecordOptions& options) {
  return std::make_unique<GroupedCsv>(source, mapping, options);
}

}  // namespace voc::cli
