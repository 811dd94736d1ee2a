#include "client/cli/display_csv.h"

#include <array>
#include <optional>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/cli/csv_columns.h"
#include "client/cli/formula_guard.h"
#include "client/cli/names.h"
#include "client/cli/time_text.h"
#include "client/cli/utf8.h"
#include "client/cpp/strings.h"

namespace voc::cli {
namespace {

constexpr std::string_view kDisplayId = "display_id";

struct TextColumn {
  std::string_view name;
  std::string* (*text)(v1::Display*);
};

constexpr std::array<TextColumn, 8> kTextColumns = {{
    {"source_id", [](v1::Display* display) { return display->mutable_source_id(); }},
    {kDisplayId, [](v1::Display* display) { return display->mutable_display_id(); }},
    {"question_id", [](v1::Display* display) { return display->mutable_question_id(); }},
    {"respondent_id", [](v1::Display* display) { return display->mutable_respondent_id(); }},
    {"account_id", [](v1::Display* display) { return display->mutable_account_id(); }},
    {"channel", [](v1::Display* display) { return display->mutable_channel(); }},
    {"touchpoint", [](v1::Display* display) { return display->mutable_touchpoint(); }},
    {"language", [](v1::Display* display) { return display->mutable_language(); }},
}};

constexpr std::array<std::string_view, 4> kOtherColumns = {"metric", "kind", "displayed_at",
                                                           "journey_stage"};

const TextColumn* FindText(std::string_view name) {
  for (const TextColumn& column : kTextColumns) {
    if (column.name == name) return &column;
  }
  return nullptr;
}

bool IsColumn(std::string_view name) {
  if (name.starts_with(kCsvPropertyPrefix)) return name.size() > kCsvPropertyPrefix.size();
  for (const std::string_view other : kOtherColumns) {
    if (other == name) return true;
  }
  return FindText(name) != nullptr;
}

std::string_view Trim(std::string_view text) {
  return client::ToStd(absl::StripAsciiWhitespace(client::ToAbsl(text)));
}

// As columns are told by; the key of a property stays as it is.
std::string ColumnName(std::string_view cell) {
  std::string name = absl::AsciiStrToLower(client::ToAbsl(Trim(cell)));
  if (std::string_view(name).starts_with(kCsvPropertyPrefix)) {
    return absl::StrCat(client::ToAbsl(kCsvPropertyPrefix),
                        client::ToAbsl(cell.substr(cell.find('.') + 1)));
  }
  return name == "submission_id" ? std::string(kDisplayId) : name;
}

template <typename Enum>
std::optional<Enum> ReadEnum(const std::string& name, std::string_view cell,
                             Violations& violations) {
  const auto* const type = google::protobuf::GetEnumDescriptor<Enum>();
  const std::optional<int> value = ParseEnum(type, Trim(cell));
  if (value.has_value()) return static_cast<Enum>(*value);
  violations.push_back({name, absl::StrCat("must be one of ", ListEnum(type))});
  return std::nullopt;
}

}  // namespace

absl::StatusOr<DisplayCsvReader> DisplayCsvReader::Make(const std::vector<std::string_view>& header,
                                                        const DisplayOptions& options) {
  if (header.size() > kMaxCsvColumns) {
    return absl::InvalidArgumentError("more than 10,000 columns");
  }
  std::vector<std::string> names;
  std::set<std::string> seen;
  for (const std::string_view cell : header) {
    if (!IsUtf8(cell)) return absl::InvalidArgumentError("a column's name is not UTF-8");
    std::string name = ColumnName(cell);
    if (!IsColumn(name)) {
      return absl::InvalidArgumentError(absl::StrCat("unknown column \"", client::ToAbsl(cell),
                                                     "\"; there are ", kDisplayColumns));
    }
    if (!seen.insert(name).second) {
      return absl::InvalidArgumentError(absl::StrCat("column \"", name, "\" appears twice"));
    }
    names.push_back(std::move(name));
  }
  if (seen.count(std::string(kDisplayId)) == 0) {
    return absl::InvalidArgumentError("there is no column \"display_id\"");
  }
  return DisplayCsvReader(std::move(names), options);
}

std::string DisplayCsvReader::NameOf(size_t cell) const {
  return cell < names_.size() ? names_[cell] : "";
}

Violations DisplayCsvReader::Read(const std::vector<std::string_view>& cells,
                                  v1::Display* display) {
  if (cells.size() != names_.size()) {
    return {{"", absl::StrCat(cells.size(), " cells where the header has ", names_.size())}};
  }
  *display = options_.defaults;
  Violations violations;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty()) ReadCell(names_[i], cells[i], display, violations);
  }
  return violations;
}

void DisplayCsvReader::ReadCell(const std::string& name, std::string_view cell,
                                v1::Display* display, Violations& violations) {
  if (!IsUtf8(cell)) {
    violations.push_back({name, "is not UTF-8"});
  } else if (const TextColumn* const column = FindText(name); column != nullptr) {
    *column->text(display) = UnguardFormula(cell);
  } else if (name == "metric") {
    if (const auto metric = ReadEnum<v1::Metric>(name, cell, violations)) {
      display->set_metric(*metric);
    }
  } else if (name == "kind") {
    if (const auto kind = ReadEnum<v1::DisplayKind>(name, cell, violations)) {
      display->set_kind(*kind);
    }
  } else if (name == "journey_stage") {
    if (const auto stage = ReadEnum<v1::JourneyStage>(name, cell, violations)) {
      display->set_journey_stage(*stage);
    }
  } else if (name == "displayed_at") {
    const auto time = ParseTimestamp(Trim(cell), options_.zone);
    if (!time.has_value()) {
      violations.push_back({name, "must be a time such as 2025-03-01T14:05:00Z"});
      return;
    }
    saw_time_without_zone_ |= !time->has_zone;
    *display->mutable_displayed_at() = ToTimestamp(time->time);
  } else {
    (*display->mutable_properties())[name.substr(kCsvPropertyPrefix.size())] =
        std::string(UnguardFormula(cell));
  }
}

}  // namespace voc::cli
