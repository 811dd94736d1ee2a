#include "server/views/blocks.h"

#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/views/facts/column_codec.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kKeyBytes = 12;
constexpr size_t kValueBytes = 4 + 4 * 8 + 1;

template <typename T>
absl::Status LoadColumn(const store::ViewStore& store, const Block& block, Column column,
                        T* values) {
  const absl::StatusOr<std::optional<std::string>> bytes =
      store.Get(store::Table::kFacts, ColumnKey(block, column));
  if (!bytes.ok()) return bytes.status();
  if (!bytes->has_value()) {
    return absl::DataLossError(absl::StrCat("column ", static_cast<int>(column), " of block ",
                                            block.run, "/", block.number, " is missing"));
  }
  const absl::StatusOr<PackedColumn> packed = PackedColumn::Parse(**bytes, block.rows);
  if (!packed.ok()) return packed.status();
  packed->Unpack(values);
  return absl::OkStatus();
}

}  // namespace

std::string BlockKey(const Block& block) {
  std::string key;
  base::AppendBigEndian64(key, block.run);
  base::AppendBigEndian32(key, block.number);
  return key;
}

std::string EncodeBlock(const Block& block, bool retired) {
  std::string value;
  base::AppendBigEndian32(value, block.rows);
  base::AppendBigEndian64(value, static_cast<uint64_t>(block.first_time));
  base::AppendBigEndian64(value, static_cast<uint64_t>(block.last_time));
  base::AppendBigEndian64(value, block.first_event);
  base::AppendBigEndian64(value, block.last_event);
  value.push_back(retired ? 1 : 0);
  return value;
}

absl::StatusOr<Block> DecodeBlock(std::string_view key, std::string_view value, bool& retired) {
  if (key.size() != kKeyBytes || value.size() != kValueBytes) {
    return absl::DataLossError("a block entry has the wrong size");
  }
  Block block{.run = base::LoadBigEndian64(key),
              .number = base::LoadBigEndian32(key.substr(8)),
              .rows = base::LoadBigEndian32(value),
              .first_time = static_cast<base::TimeNs>(base::LoadBigEndian64(value.substr(4))),
              .last_time = static_cast<base::TimeNs>(base::LoadBigEndian64(value.substr(12))),
              .first_event = base::LoadBigEndian64(value.substr(20)),
              .last_event = base::LoadBigEndian64(value.substr(28))};
  retired = value.back() != 0;
  if (block.rows == 0 || block.rows > kBlockRows) {
    return absl::DataLossError("a block has no rows or too many");
  }
  return block;
}

std::string ColumnKey(const Block& block, Column column) {
  // A run's columns lie together, behind those of every run before it: what is
  // ingested overlaps nothing and goes straight to the bottom.
  std::string key = BlockKey(block);
  key.push_back(static_cast<char>(column));
  return key;
}

void AddBlock(const Block& block, const FactBuffer& rows, store::RunSet& runs) {
  runs[store::Table::kBlocks].Add(BlockKey(block), EncodeBlock(block));
#define VOC_COLUMN(type, name)                                   \
  runs[store::Table::kFacts].Add(ColumnKey(block, Column::name), \
                                 EncodeColumn(rows.name.get(), rows.size()));
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
}

void RetireBlock(const Block& block, store::RunSet& runs) {
  runs[store::Table::kBlocks].Add(BlockKey(block), EncodeBlock(block, /*retired=*/true));
}

void RemoveBlock(const Block& block, store::RunSet& runs) {
  runs[store::Table::kBlocks].Remove(BlockKey(block));
#define VOC_COLUMN(type, name) runs[store::Table::kFacts].Remove(ColumnKey(block, Column::name));
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
}

absl::Status LoadBlock(const store::ViewStore& store, const Block& block, FactBuffer& rows) {
#define VOC_COLUMN(type, name)                                                       \
  if (absl::Status status = LoadColumn(store, block, Column::name, rows.name.get()); \
      !status.ok()) {                                                                \
    return status;                                                                   \
  }
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  rows.set_size(block.rows);
  return absl::OkStatus();
}

}  // namespace voc::views
