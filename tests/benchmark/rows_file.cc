#include "tests/benchmark/rows_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"

namespace voc::benchmark {
namespace {

constexpr char kTag = 0x0a;

}  // namespace

void AppendRecord(std::string_view record, std::string& out) {
  out.push_back(kTag);
  size_t length = record.size();
  for (; length >= 0x80; length >>= 7) out.push_back(static_cast<char>(length | 0x80));
  out.push_back(static_cast<char>(length));
  out.append(record);
}

absl::StatusOr<std::unique_ptr<RowsFile>> RowsFile::Open(const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return absl::ErrnoToStatus(errno, absl::StrCat("opening ", path));
  const absl::Cleanup close_file = [file] { close(file); };
  struct stat about {};
  if (fstat(file, &about) != 0) return absl::ErrnoToStatus(errno, absl::StrCat("reading ", path));
  if (about.st_size == 0) return absl::InvalidArgumentError(absl::StrCat(path, " is empty"));
  const auto size = static_cast<size_t>(about.st_size);
  void* const mapped = mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0);
  if (mapped == MAP_FAILED) return absl::ErrnoToStatus(errno, absl::StrCat("mapping ", path));
  madvise(mapped, size, MADV_SEQUENTIAL);
  return std::unique_ptr<RowsFile>(new RowsFile({static_cast<const char*>(mapped), size}));
}

RowsFile::~RowsFile() { munmap(const_cast<char*>(bytes_.data()), bytes_.size()); }

std::optional<std::string_view> RowsCursor::Next() {
  if (rest_.empty() || rest_.front() != kTag) return std::nullopt;
  uint64_t length = 0;
  size_t at = 1;
  for (int shift = 0; shift < 64; shift += 7) {
    if (at == rest_.size()) return std::nullopt;
    const auto byte = static_cast<uint8_t>(rest_[at++]);
    length |= static_cast<uint64_t>(byte & 0x7f) << shift;
    if (byte < 0x80) break;
  }
  if (length > rest_.size() - at) return std::nullopt;
  const std::string_view record = rest_.substr(at, length);
  rest_.remove_prefix(at + length);
  return record;
}

RowsCursor::Run RowsCursor::Take(uint64_t count) {
  const std::string_view before = rest_;
  Run run;
  while (run.records < count && Next().has_value()) ++run.records;
  run.bytes = before.substr(0, before.size() - rest_.size());
  return run;
}

}  // namespace voc::benchmark
