#ifndef VOC_CLIENT_CLI_BYTE_SOURCE_H_
#define VOC_CLIENT_CLI_BYTE_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace voc::cli {

// Bytes read from front to back. Not thread-safe.
class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads up to `size` bytes, above 0; 0 at the end.
  virtual absl::StatusOr<size_t> Read(char* buffer, size_t size) = 0;
};

// A file, plain or gzip by its content; "-" is the file descriptor `input`,
// which stays open. NOT_FOUND or PERMISSION_DENIED where it cannot be opened; errors do
// not name the file.
absl::StatusOr<std::unique_ptr<ByteSource>> OpenFile(const std::string& path, int input);

// Bytes that are there already; `bytes` must outlive the source.
std::unique_ptr<ByteSource> OpenBytes(std::string_view bytes);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_BYTE_SOURCE_H_
