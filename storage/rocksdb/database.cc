#include "storage/rocksdb/database.h"

#include <rocksdb/db.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/options.h"
#include "storage/rocksdb/rocks_event_log.h"
#include "storage/rocksdb/rocks_view_store.h"
#include "storage/rocksdb/status.h"

namespace voc::rocks {
namespace {

// The default column family holds what describes the folder itself.
constexpr char kFormatKey[] = "format";
constexpr char kFormat[] = "2";
constexpr char kFormatOfSingleRecords[] = "1";  // read as it is; what is appended is packed
constexpr char kStoreIdKey[] = "store_id";
constexpr char kRebuildKey[] = "rebuild";

std::string DrawStoreId() {
  absl::BitGen random;
  std::string bytes;
  for (int i = 0; i < 16; ++i) bytes.push_back(static_cast<char>(absl::Uniform<uint8_t>(random)));
  return absl::BytesToHexString(bytes);
}

class RocksDatabase final : public Database {
 public:
  ~RocksDatabase() override {
    view_store_.reset();
    if (db_ == nullptr) return;
    for (rocksdb::ColumnFamilyHandle* family : {log_family_, default_family_}) {
      if (family != nullptr) db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
    }
  }

  absl::Status Open(const DatabaseOptions& options) {
    path_ = options.path;
    const std::string incoming = path_ + "/incoming";
    std::error_code error;
    // Left-overs of a crash between writing runs and installing them.
    std::filesystem::remove_all(incoming, error);
    std::filesystem::create_directories(incoming, error);
    if (error) {
      return absl::FailedPreconditionError(
          absl::StrCat("cannot make ", incoming, ": ", error.message()));
    }
    const std::shared_ptr<rocksdb::Cache> cache = rocksdb::NewLRUCache(kBlockCacheBytes);
    std::vector<rocksdb::ColumnFamilyDescriptor> descriptors = {
        {rocksdb::kDefaultColumnFamilyName, rocksdb::ColumnFamilyOptions()},
        {"log", MakeLogOptions(cache)}};
    for (size_t i = 0; i < store::kTableCount; ++i) {
      const auto table = static_cast<store::Table>(i);
      descriptors.emplace_back(TableName(table), MakeTableOptions(table, cache));
    }
    const size_t known = descriptors.size();
    for (const std::string& name : FamiliesOfOtherVersions(descriptors)) {
      descriptors.emplace_back(name, rocksdb::ColumnFamilyOptions());
    }
    std::vector<rocksdb::ColumnFamilyHandle*> handles;
    rocksdb::DB* db = nullptr;
    rocksdb::Status opened = rocksdb::DB::Open(MakeDbOptions(), path_, descriptors, &handles, &db);
    if (!opened.ok()) {
      const absl::Status status = ToStatus(opened, absl::StrCat("opening ", path_));
      // The lock of another process is an I/O error to RocksDB.
      if (opened.IsIOError()) return absl::FailedPreconditionError(status.message());
      return status;
    }
    db_.reset(db);
    for (size_t i = known; i < handles.size(); ++i) {
      opened = db->DropColumnFamily(handles[i]);
      db->DestroyColumnFamilyHandle(handles[i]).PermitUncheckedError();
      if (!opened.ok()) return ToStatus(opened, "dropping a view of another version");
    }
    default_family_ = handles[0];
    log_family_ = handles[1];
    RocksViewStore::Families tables;
    std::copy_n(handles.begin() + 2, tables.size(), tables.begin());
    view_store_ = std::make_unique<RocksViewStore>(db, tables, incoming);
    log_ =
        std::make_unique<RocksEventLog>(db, log_family_, options.durability == Durability::kSync);
    std::string format;
    if (const absl::Status status = LoadIdentity(format); !status.ok()) return status;
    if (const absl::Status status = log_->Load(); !status.ok()) return status;
    // Before anything is appended, and once nothing stands in its way: there is no way back.
    return format == kFormat ? absl::OkStatus() : PutIdentity(kFormatKey, kFormat);
  }

  store::EventLog& log() override { return *log_; }
  store::ViewStore& views() override { return *view_store_; }
  const std::string& store_id() const override { return store_id_; }

  absl::Status RenewStoreId() override {
    store_id_ = DrawStoreId();
    return PutIdentity(kStoreIdKey, store_id_);
  }

  absl::Status AskForRebuild() override { return PutIdentity(kRebuildKey, ""); }

  absl::StatusOr<bool> rebuild_asked() const override {
    std::string ignored;
    const rocksdb::Status status = db_->Get({}, default_family_, kRebuildKey, &ignored);
    if (status.IsNotFound()) return false;
    if (!status.ok()) return ToStatus(status, "reading whether to rebuild the views");
    return true;
  }

  absl::Status DropViews() override {
    // Forgotten last, so that a crash in between drops once more.
    if (const absl::Status cleared = view_store_->Clear(); !cleared.ok()) return cleared;
    rocksdb::WriteOptions options;
    options.sync = true;
    return ToStatus(db_->Delete(options, default_family_, kRebuildKey),
                    "noting that the views were dropped");
  }

  int64_t disk_bytes() const override {
    int64_t bytes = 0;
    std::error_code error;
    for (auto file = std::filesystem::recursive_directory_iterator(path_, error);
         !error && file != std::filesystem::recursive_directory_iterator(); file.increment(error)) {
      std::error_code gone;  // files come and go while we look
      const uintmax_t size = file->is_regular_file(gone) ? file->file_size(gone) : 0;
      if (!gone) bytes += static_cast<int64_t>(size);
    }
    return bytes;
  }

  absl::Status Close() override {
    // Close() does not sync the write-ahead log; an empty synced write does.
    rocksdb::Status status = db_->SyncWAL();
    view_store_.reset();
    for (rocksdb::ColumnFamilyHandle** family : {&log_family_, &default_family_}) {
      const rocksdb::Status destroyed = db_->DestroyColumnFamilyHandle(*family);
      if (status.ok()) status = destroyed;
      *family = nullptr;
    }
    const rocksdb::Status closed = db_->Close();
    if (status.ok()) status = closed;
    return ToStatus(status, "closing the data folder");
  }

 private:
  // Views that another version of vocd kept; RocksDB wants all families opened.
  std::vector<std::string> FamiliesOfOtherVersions(
      const std::vector<rocksdb::ColumnFamilyDescriptor>& known) const {
    std::vector<std::string> names;
    // Fails where there is no database yet.
    if (!rocksdb::DB::ListColumnFamilies(MakeDbOptions(), path_, &names).ok()) return {};
    std::erase_if(names, [&](const std::string& name) {
      return std::any_of(known.begin(), known.end(),
                         [&](const auto& descriptor) { return descriptor.name == name; });
    });
    return names;
  }

  absl::Status PutIdentity(const char* key, const std::string& value) {
    rocksdb::WriteOptions options;
    options.sync = true;
    return ToStatus(db_->Put(options, default_family_, key, value), "writing the store's identity");
  }

  // `format`: of the folder, made if it is new.
  absl::Status LoadIdentity(std::string& format) {
    rocksdb::Status status = db_->Get({}, default_family_, kFormatKey, &format);
    if (status.IsNotFound()) {
      if (const absl::Status put = RenewStoreId(); !put.ok()) return put;
      format = kFormat;
      return PutIdentity(kFormatKey, kFormat);
    }
    if (!status.ok()) return ToStatus(status, "reading the store's format");
    if (format != kFormat && format != kFormatOfSingleRecords) {
      return absl::FailedPreconditionError(
          absl::StrCat(path_, " has format ", format, "; this vocd reads format ", kFormat));
    }
    status = db_->Get({}, default_family_, kStoreIdKey, &store_id_);
    return ToStatus(status, "reading the store's id");
  }

  std::string path_;
  std::string store_id_;
  std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ColumnFamilyHandle* default_family_ = nullptr;
  rocksdb::ColumnFamilyHandle* log_family_ = nullptr;
  std::unique_ptr<RocksEventLog> log_;
  std::unique_ptr<RocksViewStore> view_store_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  auto database = std::make_unique<RocksDatabase>();
  if (const absl::Status status = database->Open(options); !status.ok()) return status;
  return database;
}

}  // namespace voc::rocks
