#include "storage/rocksdb/rocks_event_log.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/big_endian.h"
#include "storage/base/record_pack.h"
#include "storage/rocksdb/options.h"
#include "storage/rocksdb/status.h"

namespace voc::rocks {
namespace {

// Records share a key, a checksum and a put up to so many bytes, which are one block of
// the table: whoever reads one record reads the block anyway. A larger record has its own.
constexpr size_t kPackBytes = kLogBlockBytes - 1024;

std::string Key(store::Sequence sequence) {
  std::string key;
  base::AppendBigEndian64(key, sequence);
  return key;
}

// How many of the records, one at least, share the next pack.
size_t CountOfPack(std::span<const std::string_view> payloads) {
  size_t count = 1;
  size_t bytes = payloads[0].size();
  while (count < payloads.size() && bytes + payloads[count].size() <= kPackBytes) {
    bytes += payloads[count++].size();
  }
  return count;
}

// The pack that an iterator is on.
class PackAt {
 public:
  // DATA_LOSS if it does not match its checksum; holds no record then.
  absl::Status Open(const rocksdb::Iterator& iterator) {
    first_ = base::LoadBigEndian64({iterator.key().data(), iterator.key().size()});
    const rocksdb::Slice value = iterator.value();
    const absl::Status opened = pack_.Open({value.data(), value.size()});
    if (opened.ok()) return opened;
    return absl::DataLossError(absl::StrCat("event ", first_, ": ", opened.message()));
  }

  // Of the first record, and one beyond the last.
  store::Sequence first() const { return first_; }
  store::Sequence end() const { return first_ + pack_.size(); }

  bool Holds(store::Sequence sequence) const { return first_ <= sequence && sequence < end(); }

  // Valid as long as the iterator stays.
  std::string_view record(store::Sequence sequence) const { return pack_[sequence - first_]; }

 private:
  store::Sequence first_ = 0;
  base::RecordPack pack_;
};

class Reader final : public store::LogReader {
 public:
  Reader(std::unique_ptr<rocksdb::Iterator> iterator, store::Sequence from)
      : iterator_(std::move(iterator)), from_(from) {
    // The pack before may reach to `from`.
    iterator_->SeekForPrev(Key(from));
    if (!iterator_->Valid() && iterator_->status().ok()) iterator_->SeekToFirst();
  }

  bool Next() override {
    if (!status_.ok()) return false;
    if (pack_.Holds(sequence_ + 1)) {
      ++sequence_;
      return true;
    }
    do {
      if (!NextPack()) return false;
      sequence_ = std::max(pack_.first(), from_);
    } while (!pack_.Holds(sequence_));
    return true;
  }

  store::Sequence sequence() const override { return sequence_; }
  std::string_view payload() const override { return pack_.record(sequence_); }
  const absl::Status& status() const override { return status_; }

 private:
  bool NextPack() {
    const store::Sequence expected = pack_.end();
    const bool first = !started_;
    if (!first) iterator_->Next();
    started_ = true;
    if (iterator_->Valid()) {
      status_ = pack_.Open(*iterator_);
      // Whoever folds events must meet each, and none twice.
      if (status_.ok() && !first && pack_.first() != expected) {
        status_ = absl::DataLossError(
            absl::StrCat("event ", expected, " should follow, not ", pack_.first()));
      }
      return status_.ok();
    }
    status_ = ToStatus(iterator_->status(), "reading the log");
    return false;
  }

  std::unique_ptr<rocksdb::Iterator> iterator_;
  const store::Sequence from_;
  bool started_ = false;
  PackAt pack_;
  store::Sequence sequence_ = 0;
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
    PackAt last;
    if (absl::Status opened = last.Open(*iterator); !opened.ok()) return opened;
    newest_ = last.end() - 1;
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
  for (const std::string_view payload : payloads) bytes += payload.size() + 8;
  rocksdb::WriteBatch batch(bytes + 64);
  std::string pack;
  store::Sequence sequence = first;
  while (!payloads.empty()) {
    const size_t count = CountOfPack(payloads);
    base::SealPack(payloads.first(count), pack);
    const rocksdb::Status added = batch.Put(family_, Key(sequence), pack);
    if (!added.ok()) return ToStatus(added, "encoding a group");
    sequence += count;
    payloads = payloads.subspan(count);
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
  std::vector<std::string> payloads;
  payloads.reserve(sequences.size());
  const std::unique_ptr<rocksdb::Iterator> iterator(
      db_->NewIterator(rocksdb::ReadOptions(), family_));
  PackAt pack;
  for (const store::Sequence sequence : sequences) {
    if (!pack.Holds(sequence)) {
      iterator->SeekForPrev(Key(sequence));
      const std::string reading = absl::StrCat("reading event ", sequence);
      if (!iterator->status().ok()) return ToStatus(iterator->status(), reading);
      if (!iterator->Valid()) return absl::NotFoundError(reading);
      if (absl::Status opened = pack.Open(*iterator); !opened.ok()) return opened;
      if (!pack.Holds(sequence)) return absl::NotFoundError(reading);
    }
    payloads.emplace_back(pack.record(sequence));
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
