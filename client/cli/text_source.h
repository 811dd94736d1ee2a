#ifndef VOC_CLIENT_CLI_TEXT_SOURCE_H_
#define VOC_CLIENT_CLI_TEXT_SOURCE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"

namespace voc::cli {

// How much of a file is looked at to tell what it is, in bytes.
inline constexpr size_t kPeekBytes = 256 * 1024;

// A source whose beginning can be seen before it is read, and whose UTF-16 (told by
// its byte order mark) comes out as UTF-8, mark included; a unit of it that is no
// character comes out as a byte that is not UTF-8. Holds what was seen and a buffer,
// however long the source. Not thread-safe.
class TextSource final : public ByteSource {
 public:
  // `source` must outlive it.
  explicit TextSource(ByteSource& source);
  ~TextSource() override;

  // The first kPeekBytes, or all there is. Valid until the first Read().
  absl::StatusOr<std::string_view> Peek();

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override;

 private:
  class Utf16;

  // Reads past what was peeked.
  absl::StatusOr<size_t> ReadOn(char* buffer, size_t size);

  ByteSource& source_;
  // What of `source_` was read to find the byte order mark, then what was peeked.
  std::string head_;
  size_t given_ = 0;
  bool peeked_ = false;
  std::unique_ptr<Utf16> utf16_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TEXT_SOURCE_H_
