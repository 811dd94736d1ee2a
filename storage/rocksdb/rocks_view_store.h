#ifndef VOC_STORAGE_ROCKSDB_ROCKS_VIEW_STORE_H_
#define VOC_STORAGE_ROCKSDB_ROCKS_VIEW_STORE_H_

#include <rocksdb/db.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "storage/view_store.h"

namespace voc::rocks {

// One column family a table. Runs are written as SST files beside the database
// and ingested together, so nothing of a view goes through the write-ahead log
// or a memtable.
class RocksViewStore final : public store::ViewStore {
 public:
  using Families = std::array<rocksdb::ColumnFamilyHandle*, store::kTableCount>;

  // `db` must outlive the store, which owns the handles. `incoming` is a folder
  // of the store's own on the same file system as the database.
  RocksViewStore(rocksdb::DB* db, Families families, std::string incoming);
  ~RocksViewStore() override;

  absl::Status Install(store::RunSet runs) override;
  absl::StatusOr<std::optional<std::string>> Get(store::Table table,
                                                 std::string_view key) const override;
  std::unique_ptr<store::TableReader> Scan(store::Table table,
                                           std::string_view prefix) const override;
  std::unique_ptr<store::TableReader> ScanFrom(store::Table table,
                                               std::string_view first_key) const override;
  absl::Status Clear() override;

 private:
  rocksdb::ColumnFamilyHandle* Family(store::Table table) const {
    return families_[static_cast<size_t>(table)];
  }

  bool IsEmpty(rocksdb::ColumnFamilyHandle* family) const;

  rocksdb::DB* const db_;
  Families families_;
  const std::string incoming_;
  uint64_t next_file_ = 0;
};

}  // namespace voc::rocks

#endif  // VOC_STORAGE_ROCKSDB_ROCKS_VIEW_STORE_H_
