#ifndef VOC_STORAGE_ROCKSDB_ROCKS_EVENT_LOG_H_
#define VOC_STORAGE_ROCKSDB_ROCKS_EVENT_LOG_H_

#include <rocksdb/db.h>

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "storage/event_log.h"

namespace voc::rocks {

// The event log as one column family: big-endian sequence of the first -> sealed pack of
// records (storage/base/record_pack.h).
class RocksEventLog final : public store::EventLog {
 public:
  // `db` and `family` must outlive the log. `sync`: see Durability.
  RocksEventLog(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, bool sync);

  // Reads the ends of the log: DATA_LOSS if its last pack is damaged. Called once, before
  // anything else.
  absl::Status Load();

  absl::Status Append(store::Sequence first, std::span<const std::string_view> payloads) override;
  absl::StatusOr<std::string> Read(store::Sequence sequence) const override;
  absl::StatusOr<std::vector<std::string>> ReadMany(
      std::span<const store::Sequence> sequences) const override;
  std::unique_ptr<store::LogReader> ReadFrom(store::Sequence from) const override;
  store::Sequence oldest() const override { return oldest_.load(std::memory_order_acquire); }
  store::Sequence newest() const override { return newest_.load(std::memory_order_acquire); }

 private:
  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const family_;
  const bool sync_;
  std::atomic<store::Sequence> oldest_{0};
  std::atomic<store::Sequence> newest_{0};
  std::atomic<bool> failed_{false};
};

}  // namespace voc::rocks

#endif  // VOC_STORAGE_ROCKSDB_ROCKS_EVENT_LOG_H_
