#include "client/cli/mapped_json.h"

#include <algorithm>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/mapped_records.h"
#include "client/cli/record_reader.h"
#include "client/formats/json/file.h"
#include "client/formats/json/rows.h"
#include "client/formats/mapper.h"
#include "client/formats/mapping.h"

namespace voc::cli {
namespace {

constexpr size_t kReadBytes = 1024 * 1024;
// Beyond, columns are forgotten: a file may name them after its records.
constexpr size_t kMaxKeptColumns = 1'000;

absl::StatusOr<std::string> ReadAll(ByteSource& source) {
  std::string text;
  while (true) {
    const size_t size = text.size();
    text.resize(std::min(size + kReadBytes, formats::json::kMaxFileBytes + 1));
    const auto count = source.Read(text.data() + size, text.size() - size);
    if (!count.ok()) return count.status();
    text.resize(size + *count);
    if (*count == 0) return text;
    if (text.size() > formats::json::kMaxFileBytes) {
      return absl::InvalidArgumentError("JSON files are read up to 512 MiB; split it");
    }
  }
}

class MappedJson final : public MappedRecords {
 public:
  MappedJson(ByteSource& source, const formats::Mapping& mapping, int rating_max,
             const RecordOptions& options)
      : MappedRecords(mapping, options), source_(source), rating_max_(rating_max) {}

  // Of a file without records there is nothing to note.
  std::vector<std::string> notes() const override {
    return mapper_.columns().empty() ? std::vector<std::string>() : MappedRecords::notes();
  }

 private:
  absl::StatusOr<bool> ReadRecord() override {
    if (refused_) return false;
    if (!rows_.has_value()) {
      absl::StatusOr<std::string> text = ReadAll(source_);
      if (!text.ok()) return text.status();
      rows_.emplace(*std::move(text), mapper_.mapping(),
                    formats::json::ShapeOptions{.scale = rating_max_});
    }
    std::optional<formats::json::FileRow> row = rows_->Next();
    if (!row.has_value()) return false;
    if (!row->error.empty()) {
      Refuse(row->line, {{"", std::move(row->error)}});
      return true;
    }
    formats::Mapped mapped = mapper_.Map(Place(row->row));
    if (row->problem.empty() || !mapped.feedback.empty() || !mapped.violations.empty()) {
      Deliver(row->line, std::move(mapped));
      return true;
    }
    Refuse(row->line, {{"response.metric", std::move(row->problem)}});
    refused_ = row->is_of_file;
    return true;
  }

  // The texts of a row by the columns of the mapper, which knows those of all rows so
  // far: that most rows lack some must not cost finding the columns anew.
  const std::vector<std::string_view>& Place(const formats::json::Row& row) {
    if (columns_.size() > kMaxKeptColumns) {
      columns_.clear();
      names_.clear();
    }
    places_.clear();
    for (const std::string& name : row.names) {
      const auto [at, is_new] = columns_.emplace(name, names_.size());
      if (is_new) names_.push_back(name);
      places_.push_back(at->second);
    }
    mapper_.SetColumns(names_);
    texts_.assign(names_.size(), "");
    for (size_t i = 0; i < places_.size(); ++i) texts_[places_[i]] = row.texts[i];
    return texts_;
  }

  ByteSource& source_;
  const int rating_max_;
  std::optional<formats::json::RowReader> rows_;
  bool refused_ = false;
  std::unordered_map<std::string, size_t> columns_;
  std::vector<std::string> names_;
  // Of the row at hand.
  std::vector<size_t> places_;
  std::vector<std::string_view> texts_;
};

}  // namespace

std::unique_ptr<RecordReader> OpenMappedJson(ByteSource& source, const formats::Mapping& mapping,
                                             int rating_max, const RecordOptions& options) {
  return std::make_unique<MappedJson>(source, mapping, rating_max, options);
}

}  // namespace voc::cli
