#include "client/cli/byte_source.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::cli {
namespace {

constexpr unsigned kGzipBufferBytes = 256 * 1024;

class GzipSource final : public ByteSource {
 public:
  explicit GzipSource(gzFile file) : file_(file) {}
  // Nothing is written, so closing cannot lose anything.
  ~GzipSource() override { static_cast<void>(gzclose(file_)); }

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    const int count = gzread(file_, buffer, static_cast<unsigned>(size));
    if (count > 0) return static_cast<size_t>(count);
    int error = Z_OK;
    const char* message = gzerror(file_, &error);
    if (error == Z_OK || error == Z_STREAM_END) return size_t{0};
    // A gzip file that ends too early ends with Z_BUF_ERROR.
    if (error == Z_BUF_ERROR) return absl::DataLossError("the gzip file is cut off");
    return absl::DataLossError(error == Z_ERRNO ? std::strerror(errno) : message);
  }

 private:
  const gzFile file_;
};

class BytesSource final : public ByteSource {
 public:
  explicit BytesSource(std::string_view bytes) : bytes_(bytes) {}

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    const size_t count = std::min(size, bytes_.size());
    std::memcpy(buffer, bytes_.data(), count);
    bytes_.remove_prefix(count);
    return count;
  }

 private:
  std::string_view bytes_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ByteSource>> OpenFile(const std::string& path, int input) {
  const int fd = path == "-" ? dup(input) : open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return absl::ErrnoToStatus(errno, "cannot be opened");
  struct stat info {};
  if (fstat(fd, &info) == 0 && S_ISDIR(info.st_mode)) {
    close(fd);
    return absl::InvalidArgumentError("is a directory");
  }
  // zlib reads both: what does not begin with a gzip header is passed through.
  const gzFile file = gzdopen(fd, "rb");
  if (file == nullptr) {
    close(fd);
    return absl::ResourceExhaustedError("out of memory");
  }
  gzbuffer(file, kGzipBufferBytes);
  return std::make_unique<GzipSource>(file);
}

std::unique_ptr<ByteSource> OpenBytes(std::string_view bytes) {
  return std::make_unique<BytesSource>(bytes);
}

}  // namespace voc::cli
