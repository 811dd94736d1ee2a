#include "storage/rocksdb/rocks_view_store.h"

#include <rocksdb/sst_file_writer.h>

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "storage/rocksdb/status.h"

namespace voc::rocks {
namespace {

class Reader final : public store::TableReader {
 public:
  Reader(std::unique_ptr<rocksdb::Iterator> iterator, std::string prefix,
         std::string_view first_key)
      : iterator_(std::move(iterator)), prefix_(std::move(prefix)) {
    iterator_->Seek(rocksdb::Slice(first_key));
  }

  bool Next() override {
    if (started_) iterator_->Next();
    started_ = true;
    if (iterator_->Valid()) return iterator_->key().starts_with(prefix_);
    status_ = ToStatus(iterator_->status(), "reading a view");
    return false;
  }

  std::string_view key() const override {
    return {iterator_->key().data(), iterator_->key().size()};
  }
  std::string_view value() const override {
    return {iterator_->value().data(), iterator_->value().size()};
  }
  const absl::Status& status() const override { return status_; }

 private:
  std::unique_ptr<rocksdb::Iterator> iterator_;
  const std::string prefix_;
  bool started_ = false;
  absl::Status status_;
};

}  // namespace

RocksViewStore::RocksViewStore(rocksdb::DB* db, Families families, std::string incoming)
    : db_(db), families_(families), incoming_(std::move(incoming)) {}

RocksViewStore::~RocksViewStore() {
  for (rocksdb::ColumnFamilyHandle* family : families_) {
    if (family != nullptr) db_->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
}

absl::Status RocksViewStore::Install(store::RunSet runs) {
  std::vector<rocksdb::IngestExternalFileArg> files;
  // Files that were not ingested are of no use to anyone.
  const absl::Cleanup remove_rest = [&files] {
    for (const rocksdb::IngestExternalFileArg& file : files) {
      std::error_code ignored;
      std::filesystem::remove(file.external_files.front(), ignored);
    }
  };
  for (size_t table = 0; table < store::kTableCount; ++table) {
    store::Run& run = runs.tables[table];
    if (run.empty()) continue;
    run.Sort();
    const rocksdb::Options options = db_->GetOptions(families_[table]);
    // What was just written is looked up at once: it stays in the page cache.
    rocksdb::SstFileWriter writer(rocksdb::EnvOptions(options), options, families_[table],
                                  /*invalidate_page_cache=*/false);
    rocksdb::IngestExternalFileArg& file = files.emplace_back();
    file.column_family = families_[table];
    file.external_files = {absl::StrCat(incoming_, "/", next_file_++, ".sst")};
    file.options.move_files = true;
    file.options.write_global_seqno = false;
    rocksdb::Status status = writer.Open(file.external_files.front());
    for (size_t i = 0; i < run.size() && status.ok(); ++i) {
      status = run.removed(i)
                   ? writer.Delete(rocksdb::Slice(run.key(i)))
                   : writer.Put(rocksdb::Slice(run.key(i)), rocksdb::Slice(run.value(i)));
    }
    if (status.ok()) status = writer.Finish();
    if (!status.ok()) return ToStatus(status, "writing a run");
    run = {};
  }
  if (files.empty()) return absl::OkStatus();
  return ToStatus(db_->IngestExternalFiles(files), "installing runs");
}

absl::StatusOr<std::optional<std::string>> RocksViewStore::Get(store::Table table,
                                                               std::string_view key) const {
  std::string value;
  rocksdb::ReadOptions options;
  // Whoever reads facts keeps them, and an id that was asked for is hardly asked for again: the
  // block cache is for the others.
  options.fill_cache = table != store::Table::kFacts && table != store::Table::kIds;
  const rocksdb::Status status = db_->Get(options, Family(table), rocksdb::Slice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  if (!status.ok()) return ToStatus(status, "reading a view");
  return value;
}

std::unique_ptr<store::TableReader> RocksViewStore::Scan(store::Table table,
                                                         std::string_view prefix) const {
  rocksdb::ReadOptions options;
  // Who walks over a table does so once, as at a start, and would only drive others out.
  options.fill_cache = false;
  return std::make_unique<Reader>(
      std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, Family(table))),
      std::string(prefix), prefix);
}

std::unique_ptr<store::TableReader> RocksViewStore::ScanFrom(store::Table table,
                                                             std::string_view first_key) const {
  rocksdb::ReadOptions options;
  return std::make_unique<Reader>(
      std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, Family(table))), std::string(),
      first_key);
}

bool RocksViewStore::IsEmpty(rocksdb::ColumnFamilyHandle* family) const {
  rocksdb::ReadOptions options;
  const std::unique_ptr<rocksdb::Iterator> iterator(db_->NewIterator(options, family));
  iterator->SeekToFirst();
  return !iterator->Valid() && iterator->status().ok();
}

absl::Status RocksViewStore::Clear() {
  // The covered sequence goes first: without it whatever a crash leaves of the
  // others is dropped at the next start.
  std::array<size_t, store::kTableCount> order;
  for (size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::swap(order.front(), order[static_cast<size_t>(store::Table::kState)]);
  for (const size_t table : order) {
    rocksdb::ColumnFamilyHandle*& family = families_[table];
    if (IsEmpty(family)) continue;
    rocksdb::ColumnFamilyDescriptor descriptor;
    rocksdb::Status status = family->GetDescriptor(&descriptor);
    if (status.ok()) status = db_->DropColumnFamily(family);
    if (status.ok()) {
      status = db_->DestroyColumnFamilyHandle(family);
      family = nullptr;
    }
    if (status.ok()) {
      status = db_->CreateColumnFamily(descriptor.options, descriptor.name, &family);
    }
    if (!status.ok()) return ToStatus(status, "dropping the views");
  }
  return absl::OkStatus();
}

}  // namespace voc::rocks
