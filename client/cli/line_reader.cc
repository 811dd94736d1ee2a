#include "client/cli/line_reader.h"

#include <cstddef>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace voc::cli {

absl::StatusOr<LineReader::Event> LineReader::Next() {
  if (consumed_ > 0) buffer_.Consume(consumed_, 1);
  consumed_ = 0;
  number_ = buffer_.line();
  size_t searched = 0;
  size_t end = std::string_view::npos;
  while (true) {
    const std::string_view view = buffer_.view();
    end = view.find('\n', searched);
    if (end != std::string_view::npos) break;
    if (view.size() > max_bytes_ + 1) break;
    if (buffer_.at_end()) {
      if (view.empty()) return Event::kEnd;
      end = view.size();
      break;
    }
    searched = view.size();
    if (absl::Status status = buffer_.Fill(); !status.ok()) return status;
  }
  line_ = buffer_.view().substr(0, end);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  if (line_.size() > max_bytes_) {
    line_ = {};
    if (absl::Status status = buffer_.SkipLine(); !status.ok()) return status;
    return Event::kTooLong;
  }
  consumed_ = end < buffer_.view().size() ? end + 1 : end;
  return Event::kLine;
}

}  // namespace voc::cli
