#include "server/views/alert_runs.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "server/views/facts/column_codec.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

constexpr size_t kKeyBytes = 12;

std::string BlockKey(store::Sequence run, uint32_t number) {
  std::string key;
  base::AppendBigEndian64(key, run);
  base::AppendBigEndian32(key, number);
  return key;
}

template <typename T>
void AppendColumn(const std::vector<T>& values, std::string& out) {
  const std::string column = EncodeColumn(values.data(), values.size());
  base::AppendBigEndian32(out, static_cast<uint32_t>(column.size()));
  out.append(column);
}

// Takes the next column off the front of `bytes`.
template <typename T>
absl::Status TakeColumn(std::string_view& bytes, std::vector<T>& values) {
  if (bytes.size() < 4 || bytes.size() - 4 < base::LoadBigEndian32(bytes)) {
    return absl::DataLossError("a block of alerts is cut short");
  }
  const std::string_view column = bytes.substr(4, base::LoadBigEndian32(bytes));
  bytes.remove_prefix(4 + column.size());
  const absl::StatusOr<PackedColumn> packed = PackedColumn::Parse(column, values.size());
  if (!packed.ok()) return packed.status();
  packed->Unpack(values.data());
  return absl::OkStatus();
}

std::string EncodeBlock(const AlertRow* rows, size_t count) {
  std::string value;
  base::AppendBigEndian32(value, static_cast<uint32_t>(count));
#define VOC_COLUMN(type, name)                                        \
  {                                                                   \
    std::vector<type> values(count);                                  \
    for (size_t i = 0; i < count; ++i) values[i] = rows[i].fact.name; \
    AppendColumn(values, value);                                      \
  }
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  std::vector<uint8_t> bits(count);
  for (size_t i = 0; i < count; ++i) bits[i] = rows[i].bits;
  AppendColumn(bits, value);
  return value;
}

absl::StatusOr<std::vector<AlertRow>> DecodeBlock(std::string_view value) {
  if (value.size() < 4 || base::LoadBigEndian32(value) > kAlertBlockRows) {
    return absl::DataLossError("a block of alerts has a bad size");
  }
  const size_t count = base::LoadBigEndian32(value);
  value.remove_prefix(4);
  std::vector<AlertRow> rows(count);
#define VOC_COLUMN(type, name)                                        \
  {                                                                   \
    std::vector<type> values(count);                                  \
    const absl::Status taken = TakeColumn(value, values);             \
    if (!taken.ok()) return taken;                                    \
    for (size_t i = 0; i < count; ++i) rows[i].fact.name = values[i]; \
  }
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  std::vector<uint8_t> bits(count);
  const absl::Status taken = TakeColumn(value, bits);
  if (!taken.ok()) return taken;
  for (size_t i = 0; i < count; ++i) rows[i].bits = bits[i];
  return rows;
}

}  // namespace

uint8_t AlertBits(const storage::v1::FeedbackEvent& event, store::Sequence sequence) {
  bool made = false;
  bool all_backfill = true;
  for (const storage::v1::AlertMark& mark : event.alerts()) {
    if (mark.sequence() != sequence) continue;
    made = true;
    all_backfill &= event.backfill() || mark.backfill();
  }
  if (!made) return 0;
  return static_cast<uint8_t>(kMadeAlert | (all_backfill ? kBackfill : 0) |
                              (event.previous_sequence() != 0 ? kCorrection : 0));
}

void AddAlerts(const std::vector<AlertRow>& rows, store::Sequence run, store::Run& entries) {
  for (size_t start = 0; start < rows.size(); start += kAlertBlockRows) {
    const size_t count = std::min(kAlertBlockRows, rows.size() - start);
    entries.Add(BlockKey(run, static_cast<uint32_t>(start / kAlertBlockRows)),
                EncodeBlock(rows.data() + start, count));
  }
}

absl::StatusOr<AlertRows> ReadAlerts(const store::ViewStore& store, store::Sequence after,
                                     store::Sequence covered) {
  // Runs are named by their newest event, so this is where the one begins that
  // holds `after` + 1, or the first after it.
  const std::unique_ptr<store::TableReader> reader =
      store.ScanFrom(store::Table::kAlerts, BlockKey(after + 1, 0));
  AlertRows found{.reached = covered};
  while (reader->Next()) {
    if (reader->key().size() != kKeyBytes)
      return absl::DataLossError("a block of alerts has a bad key");
    const store::Sequence run = base::LoadBigEndian64(reader->key());
    if (run > covered) break;  // installed meanwhile
    absl::StatusOr<std::vector<AlertRow>> rows = DecodeBlock(reader->value());
    if (!rows.ok()) return rows.status();
    const auto first = std::upper_bound(
        rows->begin(), rows->end(), after,
        [](store::Sequence value, const AlertRow& row) { return value < row.fact.event_sequence; });
    if (first == rows->end()) continue;
    found.rows.assign(first, rows->end());
    // The run may have more, in its next block.
    const bool last = !reader->Next() || base::LoadBigEndian64(reader->key()) != run;
    found.reached = last ? run : found.rows.back().fact.event_sequence;
    break;
  }
  if (!reader->status().ok()) return reader->status();
  return found;
}

}  // namespace voc::views
