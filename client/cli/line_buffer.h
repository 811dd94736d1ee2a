#ifndef VOC_CLIENT_CLI_LINE_BUFFER_H_
#define VOC_CLIENT_CLI_LINE_BUFFER_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "client/cli/byte_source.h"

namespace voc::cli {

// What both file readers stand on: a window of a source that grows while one
// record needs it, and knows which physical line it begins at. Skips a byte
// order mark. Not thread-safe.
class LineBuffer {
 public:
  // `source` must outlive the buffer.
  explicit LineBuffer(ByteSource& source);

  // What is not consumed yet. Valid until the next call of another function.
  std::string_view view() const { return {bytes_.data() + begin_, end_ - begin_}; }
  char* data() { return bytes_.data() + begin_; }
  // Whether the view reaches to the end of the source.
  bool at_end() const { return at_end_; }
  // The physical line that the view begins on, from 1.
  int64_t line() const { return line_; }

  // Reads more, at the end of the view.
  absl::Status Fill();
  // Drops `bytes` off the front, which hold `lines` line feeds.
  void Consume(size_t bytes, int64_t lines);
  // Drops everything through the next line feed, reading on where needed
  // without keeping what is skipped.
  absl::Status SkipLine();

 private:
  ByteSource& source_;
  std::vector<char> bytes_;
  size_t begin_ = 0;
  size_t end_ = 0;
  int64_t line_ = 1;
  bool at_start_ = true;
  bool at_end_ = false;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_LINE_BUFFER_H_
