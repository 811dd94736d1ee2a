#ifndef VOC_TESTS_BENCHMARK_ROWS_FILE_H_
#define VOC_TESTS_BENCHMARK_ROWS_FILE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::benchmark {

// Records in a file: each is the byte 0x0a, its length as a varint, its bytes. That
// is field 1 of a message, so that with Feedback as records one of them is the
// encoding of a SubmitRequest and any run of them that of an IngestRequest.

// Appends one record to `out`.
void AppendRecord(std::string_view record, std::string& out);

// A file of records in memory, mapped read-only. Thread-safe.
class RowsFile {
 public:
  static absl::StatusOr<std::unique_ptr<RowsFile>> Open(const std::string& path);
  ~RowsFile();
  RowsFile(const RowsFile&) = delete;
  RowsFile& operator=(const RowsFile&) = delete;

  std::string_view bytes() const { return bytes_; }

 private:
  explicit RowsFile(std::string_view bytes) : bytes_(bytes) {}

  const std::string_view bytes_;
};

// Goes over records from first to last. Not thread-safe; the bytes must outlive it.
class RowsCursor {
 public:
  explicit RowsCursor(std::string_view bytes) : rest_(bytes) {}

  // A record without what surrounds it; nullopt at the end. A file that is cut or
  // no file of records ends at the damage: see AtEnd.
  std::optional<std::string_view> Next();

  // At most `count` records as they stand in the file.
  struct Run {
    std::string_view bytes;
    uint64_t records = 0;
  };
  Run Take(uint64_t count);

  // False after Next gave nullopt because of damage.
  bool AtEnd() const { return rest_.empty(); }

 private:
  std::string_view rest_;
};

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_ROWS_FILE_H_
