#ifndef VOC_STORAGE_BASE_RECORD_PACK_H_
#define VOC_STORAGE_BASE_RECORD_PACK_H_

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace voc::base {

// Log records in a row as they lie on disk, under one key: one byte of format version
// (3), four bytes of checksum, then how many records there are and how long each is
// (varints), then the records. One put, one checksum and one key for many records is
// what makes the log cheap. The checksum, the lower half of XXH3 (64 bits, seed 3) of
// all that follows it, little-endian, is checked end to end, on top of the storage engine's own.
//
// Replaces what `pack` holds. There must be a record; together they hold less than 2 GiB.
void SealPack(std::span<const std::string_view> records, std::string& pack);

// Reads packs, one at a time. Records of versions 1 (checksum: zlib's CRC-32) and 2, which
// lay under a key each, are packs of one.
class RecordPack {
 public:
  // DATA_LOSS if the version is unknown, the checksum does not match or the lengths
  // do not add up; the pack is empty then. `pack` must outlive what is read of it.
  absl::Status Open(std::string_view pack);

  size_t size() const { return ends_.size(); }
  // A view into the pack. `i` must be less than size().
  std::string_view operator[](size_t i) const {
    const uint32_t begin = i == 0 ? 0 : ends_[i - 1];
    return records_.substr(begin, ends_[i] - begin);
  }

 private:
  std::string_view records_;
  std::vector<uint32_t> ends_;  // of each record in records_
};

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_RECORD_PACK_H_
