#include "client/formats/json/rows.h"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/catalog.h"
#include "client/formats/json/file.h"
#include "client/formats/json/flatten.h"
#include "client/formats/json/parse.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/surrogates.h"
#include "client/formats/json/value.h"
#include "client/formats/mapping.h"

namespace voc::formats::json {
namespace {

// How many records are looked at to tell what a file is.
constexpr size_t kMaxTried = 100;

bool Fits(const Format& format, const Value& record) {
  const auto shape = MakeShape(format.name, {});
  const std::set<std::string> lists = ListsOf(format.mapping);
  for (const Shaped& shaped : shape->Make({record})) {
    if (formats::Fits(format.mapping, Flatten(shaped.record, lists).names)) return true;
  }
  return false;
}

std::string Mended(std::string text) {
  ReplaceLoneSurrogates(&text);
  return text;
}

}  // namespace

RowReader::RowReader(std::string text, const Mapping& mapping, const ShapeOptions& options)
    : text_(Mended(std::move(text))),
      one_by_one_(ListsOf(mapping)),
      shape_(MakeShape(mapping.format, options)),
      entries_(FindEntries(text_)) {
  if (shape_->sees_all()) SeeAll();
}

absl::StatusOr<Value> RowReader::Parse(size_t entry) const {
  const Span& span = entries_[entry].span;
  return ParseValue(std::string_view(text_).substr(span.offset, span.size));
}

void RowReader::SeeAll() {
  std::unordered_map<std::string, size_t> group_of;
  for (size_t i = 0; i < entries_.size(); ++i) {
    std::string key;
    if (entries_[i].error.empty()) {
      const absl::StatusOr<Value> record = Parse(i);
      if (record.ok()) {
        shape_->See(*record);
        key = shape_->GroupOf(*record);
      }
    }
    if (!key.empty()) {
      const auto [known, is_new] = group_of.emplace(std::move(key), groups_.size());
      if (!is_new) {
        groups_[known->second].push_back(i);
        continue;
      }
    }
    groups_.push_back({i});
  }
  refusal_ = shape_->Refusal();
}

std::optional<FileRow> RowReader::Next() {
  while (next_row_ == rows_.size()) {
    const size_t groups = shape_->sees_all() ? groups_.size() : entries_.size();
    if (next_group_ == groups) return std::nullopt;
    ReadGroup();
  }
  return std::move(rows_[next_row_++]);
}

void RowReader::ReadGroup() {
  rows_.clear();
  next_row_ = 0;
  const std::vector<size_t> group =
      shape_->sees_all() ? std::move(groups_[next_group_]) : std::vector<size_t>{next_group_};
  ++next_group_;
  std::vector<Value> records;
  for (const size_t i : group) {
    absl::StatusOr<Value> record =
        entries_[i].error.empty() ? Parse(i) : absl::InvalidArgumentError(entries_[i].error);
    if (!record.ok()) {
      FileRow& row = rows_.emplace_back();
      row.line = entries_[i].span.line;
      row.error = std::string(record.status().message());
      return;
    }
    records.push_back(*std::move(record));
  }
  for (Shaped& shaped : shape_->Make(std::move(records))) {
    FileRow& row = rows_.emplace_back();
    row.line = entries_[group[shaped.from]].span.line;
    row.row = Flatten(shaped.record, one_by_one_);
    if (shaped.problem.empty()) continue;
    row.is_of_file = !refusal_.empty();
    row.problem = row.is_of_file ? refusal_ : std::move(shaped.problem);
  }
}

FileKind KindOfJson(std::string_view head) {
  const std::string text = Mended(std::string(head));
  FileKind kind;
  size_t tried = 0;
  for (const Entry& entry : FindEntries(text, /*is_beginning=*/true)) {
    if (!entry.error.empty()) {
      if (kind.error.empty()) {
        kind.error = entry.error;
        kind.error_line = entry.span.line;
      }
      continue;
    }
    if (++tried > kMaxTried) break;
    kind.has_records = true;
    const absl::StatusOr<Value> record =
        ParseValue(std::string_view(text).substr(entry.span.offset, entry.span.size));
    if (!record.ok()) continue;
    const std::vector<std::string> names = Flatten(*record, {}).names;
    if (kind.names.empty()) kind.names = names;
    kind.all_names.insert(names.begin(), names.end());
    for (const Format& format : Catalog()) {
      if (format.is_csv() || !Fits(format, *record)) continue;
      kind.format = &format;
      return kind;
    }
  }
  return kind;
}

std::vector<SurveyColumn> ColumnsOfJson(std::string_view head) {
  const std::string text = Mended(std::string(head));
  std::vector<SurveyColumn> columns;
  std::unordered_map<std::string, size_t> places;
  size_t tried = 0;
  for (const Entry& entry : FindEntries(text, /*is_beginning=*/true)) {
    if (!entry.error.empty()) continue;
    if (++tried > kMaxTried) break;
    const absl::StatusOr<Value> record =
        ParseValue(std::string_view(text).substr(entry.span.offset, entry.span.size));
    if (!record.ok()) continue;
    const Row row = Flatten(*record, {});
    for (size_t i = 0; i < row.names.size(); ++i) {
      const auto [place, is_new] = places.emplace(row.names[i], columns.size());
      if (is_new) columns.push_back({.name = row.names[i], .words = row.names[i]});
      columns[place->second].samples.push_back(row.texts[i]);
    }
  }
  return columns;
}

}  // namespace voc::formats::json
