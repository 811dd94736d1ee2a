#include "client/cli/line_buffer.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "absl/status/status.h"
#include "client/cli/byte_source.h"

namespace voc::cli {
namespace {

constexpr size_t kInitialBytes = 256 * 1024;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

LineBuffer::LineBuffer(ByteSource& source) : source_(source), bytes_(kInitialBytes) {}

absl::Status LineBuffer::Fill() {
  if (begin_ > 0) {
    std::memmove(bytes_.data(), bytes_.data() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (end_ == bytes_.size()) bytes_.resize(bytes_.size() * 2);
  const auto count = source_.Read(bytes_.data() + end_, bytes_.size() - end_);
  if (!count.ok()) return count.status();
  end_ += *count;
  at_end_ = *count == 0;
  if (at_start_ && (end_ >= kByteOrderMark.size() || at_end_)) {
    at_start_ = false;
    if (view().substr(0, kByteOrderMark.size()) == kByteOrderMark) begin_ = kByteOrderMark.size();
  } else if (at_start_) {
    return Fill();
  }
  return absl::OkStatus();
}

void LineBuffer::Consume(size_t bytes, int64_t lines) {
  begin_ += bytes;
  line_ += lines;
}

absl::Status LineBuffer::SkipLine() {
  while (true) {
    const size_t line_feed = view().find('\n');
    if (line_feed != std::string_view::npos) {
      Consume(line_feed + 1, 1);
      return absl::OkStatus();
    }
    Consume(view().size(), 0);
    if (at_end_) return absl::OkStatus();
    if (absl::Status status = Fill(); !status.ok()) return status;
  }
}

}  // namespace voc::cli
