#include "client/cli/spool.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "absl/cleanup/cleanup.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/csv_columns.h"

namespace voc::cli {
namespace {

absl::Status FileError() { return absl::ErrnoToStatus(errno, "temporary file"); }

}  // namespace

absl::StatusOr<std::unique_ptr<Spool>> Spool::Make() {
  const char* folder = std::getenv("TMPDIR");
  std::string path =
      std::string(folder != nullptr && *folder != '\0' ? folder : "/tmp") + "/voc-export-XXXXXX";
  const int fd = mkstemp(path.data());
  if (fd < 0) return absl::ErrnoToStatus(errno, path);
  // Nameless from here on, so that it is gone however the process ends.
  unlink(path.c_str());
  std::FILE* file = fdopen(fd, "w+b");
  if (file == nullptr) {
    const absl::Status status = FileError();
    close(fd);
    return status;
  }
  return std::unique_ptr<Spool>(new Spool(file));
}

// What is lost when closing fails is temporary.
Spool::~Spool() { static_cast<void>(std::fclose(file_)); }

absl::Status Spool::Restart() {
  property_keys_.clear();
  bytes_ = 0;
  if (std::fflush(file_) != 0 || ftruncate(fileno(file_), 0) != 0) return FileError();
  std::rewind(file_);
  return absl::OkStatus();
}

absl::Status Spool::Row(const v1::Feedback& feedback) {
  for (const auto& entry : feedback.properties()) {
    // One too many tells; more would only take memory.
    if (property_keys_.size() <= kMaxCsvColumns) property_keys_.insert(entry.first);
  }
  // The size stands on both sides, so that the file can be walked both ways.
  const uint32_t size = static_cast<uint32_t>(feedback.ByteSizeLong());
  buffer_.assign(reinterpret_cast<const char*>(&size), sizeof(size));
  feedback.AppendToString(&buffer_);
  buffer_.append(reinterpret_cast<const char*>(&size), sizeof(size));
  if (std::fwrite(buffer_.data(), 1, buffer_.size(), file_) != buffer_.size()) return FileError();
  bytes_ += buffer_.size();
  return absl::OkStatus();
}

absl::Status Spool::ForEach(Order order,
                            const std::function<absl::Status(const v1::Feedback&)>& row) {
  if (std::fflush(file_) != 0) return FileError();
  if (bytes_ == 0) return absl::OkStatus();
  void* const map = mmap(nullptr, bytes_, PROT_READ, MAP_SHARED, fileno(file_), 0);
  if (map == MAP_FAILED) return FileError();
  const absl::Cleanup unmap = [&] { munmap(map, bytes_); };
  std::string_view rest(static_cast<const char*>(map), bytes_);
  v1::Feedback feedback;
  while (!rest.empty()) {
    uint32_t size = 0;
    const bool forward = order == Order::kAsTaken;
    const char* const at = forward ? rest.data() : rest.data() + rest.size() - sizeof(size);
    std::memcpy(&size, at, sizeof(size));
    const size_t whole = size + 2 * sizeof(size);
    const char* const begin = forward ? rest.data() : rest.data() + rest.size() - whole;
    if (!feedback.ParseFromArray(begin + sizeof(size), static_cast<int>(size))) {
      return absl::DataLossError("temporary file");
    }
    if (forward) {
      rest.remove_prefix(whole);
    } else {
      rest.remove_suffix(whole);
    }
    if (absl::Status status = row(feedback); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace voc::cli
