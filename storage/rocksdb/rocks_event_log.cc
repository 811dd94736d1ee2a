#include "storage/rocksdb/rocks_event_log.h"

#include <rocksdb/write_batch.h>

#include <array>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/big_endian.h"
#include "storage/base/record_envelope.h"
#include "storage/rocksdb/status.h"

namespace voc::rocks {
namespace {

std::string Key(store::Sequence sequence) {
  std::string key;
  base::AppendBigEndian64(key, sequence);
  return key;
}

absl::Status Damaged(store::Sequence sequence, const absl::Status& status) {
  return absl::DataLossError(absl::StrCat("event ", sequence, ": ", status.message()));
}

class Reader final : public store::LogReader {
 public:
  Reader(std::unique_ptr<rocksdb::Iterator> iterator, store::Sequence from)
      : iterator_(std::move(iterator)) {
    iterator_->Seek(Key(from));
  }

  bool Next() override {
    if (!status_.ok()) return false;
    if (started_) iterator_->Next();
    started_ = true;
    if (!iterator_->Valid()) {
      status_ = ToStatus(iterator_->status(), "reading the log");
      return false;
    }
    const rocksdb::Slice key = iterator_->key();
    sequence_ = base::LoadBigEndian64({key.data(), key.size()});
    const rocksdb::Slice value = iterator_->value();
    const absl::StatusOr<std::string_view> payload = base::OpenRecord({value.data(), value.size()});
    if (!payload.ok()) {
      status_ = Damaged(sequence_, payload.status());
      return false;
    }
    payload_ = *payload;
    return true;
  }

  store::Sequence sequence() const override { return sequence_; }
  std::string_view payload() const override { return payload_; }
  const absl::Status& status() const override { return status_; }

 private:
  std::unique_ptr<rocksdb::Iterator> iterator_;
  bool started_ = false;
  store::Sequence sequence_ = 0;
  std::string_view payload_;
  absl::Status status_;
};

}  // namespace

RocksEventLog::RocksEventLog(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* family, bool sync)
    : db_(db), family_(family), sync_(sync) {}

absl::Status RocksEventLog::Load() {
  const std::unique_ptr<rocksdb::Iterator> iterator(
      db_->NewIterator(rocksdb::ReadOptions(), family_));
  iterator->SeekToFirst();
  if (iterator->Valid()) {
    oldest_ = base::LoadBigEndian64({iterator->key().data(), iterator->key().size()});
    iterator->SeekToLast();
  }
  if (iterator->Valid()) {
    newest_ = base::LoadBigEndian64({iterator->key().data(), iterator->key().size()});
  }
  return ToStatus(iterator->status(), "finding the ends of the log");
}

absl::Status RocksEventLog::Append(store::Sequence first,
                                   std::span<const std::string_view> payloads) {
  if (failed_) {
    return absl::FailedPreconditionError("an earlier append failed: the log must be reopened");
  }
  if (first != newest() + 1) {
    return absl::InvalidArgumentError(
        absl::StrCat("append at ", first, " to a log that ends at ", newest()));
  }
  if (payloads.empty()) return absl::OkStatus();
  size_t bytes = 0;
  for (const std::string_view payload : payloads) bytes += payload.size() + 32;
  rocksdb::WriteBatch batch(bytes);
  store::Sequence sequence = first;
  std::string key;
  for (const std::string_view payload : payloads) {
    key.clear();
    base::AppendBigEndian64(key, sequence++);
    const base::RecordHeader header = base::SealRecord(payload);
    const rocksdb::Slice key_part(key);
    const std::array<rocksdb::Slice, 2> record = {rocksdb::Slice(header.data(), header.size()),
                                                  rocksdb::Slice(payload.data(), payload.size())};
    const rocksdb::Status added =
        batch.Put(family_, rocksdb::SliceParts(&key_part, 1),
                  rocksdb::SliceParts(record.data(), static_cast<int>(record.size())));
    if (!added.ok()) return ToStatus(added, "encoding a group");
  }
  rocksdb::WriteOptions options;
  options.sync = sync_;
  const rocksdb::Status written = db_->Write(options, &batch);
  if (!written.ok()) {
    failed_ = true;
    return ToStatus(written, "appending to the log");
  }
  if (oldest() == 0) oldest_.store(first, std::memory_order_release);
  newest_.store(sequence - 1, std::memory_order_release);
  return absl::OkStatus();
}

absl::StatusOr<std::string> RocksEventLog::Read(store::Sequence sequence) const {
  absl::StatusOr<std::vector<std::string>> payloads = ReadMany({&sequence, 1});
  if (!payloads.ok()) return payloads.status();
  return std::move(payloads->front());
}

absl::StatusOr<std::vector<std::string>> RocksEventLog::ReadMany(
    std::span<const store::Sequence> sequences) const {
  const size_t count = sequences.size();
  std::vector<std::string> keys(count);
  std::vector<rocksdb::Slice> slices(count);
  std::vector<rocksdb::PinnableSlice> values(count);
  std::vector<rocksdb::Status> statuses(count);
  for (size_t i = 0; i < count; ++i) {
    keys[i] = Key(sequences[i]);
    slices[i] = keys[i];
  }
  db_->MultiGet(rocksdb::ReadOptions(), family_, count, slices.data(), values.data(),
                statuses.data());
  std::vector<std::string> payloads(count);
  for (size_t i = 0; i < count; ++i) {
    if (!statuses[i].ok()) {
      return ToStatus(statuses[i], absl::StrCat("reading event ", sequences[i]));
    }
    const absl::StatusOr<std::string_view> payload =
        base::OpenRecord({values[i].data(), values[i].size()});
    if (!payload.ok()) return Damaged(sequences[i], payload.status());
    payloads[i] = *payload;
  }
  return payloads;
}

std::unique_ptr<store::LogReader> RocksEventLog::ReadFrom(store::Sequence from) const {
  rocksdb::ReadOptions options;
  options.readahead_size = 256 * 1024;
  return std::make_unique<Reader>(
      std::unique_ptr<rocksdb::Iterator>(db_->NewIterator(options, family_)), from);
}

}  // namespace voc::rocks
