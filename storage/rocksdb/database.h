#ifndef VOC_STORAGE_ROCKSDB_DATABASE_H_
#define VOC_STORAGE_ROCKSDB_DATABASE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::rocks {

// What an acknowledged append has survived.
enum class Durability {
  kSync,  // a crash of the machine
  kOs,    // a crash of the process only
};

struct DatabaseOptions {
  std::string path;  // made if missing; its parent must exist
  Durability durability = Durability::kSync;
};

// A vocd data folder: the event log and the views, in one RocksDB. Thread-safe.
class Database {
 public:
  // FAILED_PRECONDITION if another process has the folder open or a newer vocd
  // wrote it, DATA_LOSS if it is damaged.
  static absl::StatusOr<std::unique_ptr<Database>> Open(const DatabaseOptions& options);
  virtual ~Database() = default;

  virtual store::EventLog& log() = 0;
  virtual store::ViewStore& views() = 0;

  // 32 hexadecimal digits, drawn when the folder was made. Cursors carry it.
  virtual const std::string& store_id() const = 0;

  // Draws a new store id, so that cursors given out before are foreign: for a log
  // that lost its end.
  virtual absl::Status RenewStoreId() = 0;

  // Remembers, on disk, that the views are to be dropped before they are next used.
  virtual absl::Status AskForRebuild() = 0;
  // Whether that was asked for and is not done.
  virtual absl::StatusOr<bool> rebuild_asked() const = 0;
  // Drops every view, and what AskForRebuild remembered. Nothing else may use them.
  virtual absl::Status DropViews() = 0;

  // Bytes of all files.
  virtual int64_t disk_bytes() const = 0;

  // Syncs and closes. Nothing else may be in use. Called once, before destruction.
  virtual absl::Status Close() = 0;
};

}  // namespace voc::rocks

#endif  // VOC_STORAGE_ROCKSDB_DATABASE_H_
