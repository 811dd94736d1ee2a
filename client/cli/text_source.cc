#include "client/cli/text_source.h"

#include <iconv.h>

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cli/byte_source.h"

namespace voc::cli {
namespace {

constexpr std::string_view kLittleEndianMark = "\xFF\xFE";
constexpr std::string_view kBigEndianMark = "\xFE\xFF";
constexpr size_t kChunkBytes = 64 * 1024;
// The longest character of UTF-8.
constexpr size_t kMaxCharacterBytes = 4;
constexpr size_t kUnitBytes = 2;
// Stands for a unit that is no character: its record is refused, and no other.
constexpr char kNotUtf8 = '\xFF';
constexpr size_t kFailed = static_cast<size_t>(-1);

}  // namespace

// Converts what is read from a source.
class TextSource::Utf16 {
 public:
  Utf16(ByteSource& source, const char* encoding, std::string begun)
      : source_(source), converter_(iconv_open("UTF-8", encoding)), in_(std::move(begun)) {}
  ~Utf16() {
    if (valid()) iconv_close(converter_);
  }
  Utf16(const Utf16&) = delete;
  Utf16& operator=(const Utf16&) = delete;

  bool valid() const { return converter_ != reinterpret_cast<iconv_t>(-1); }

  absl::StatusOr<size_t> Read(char* buffer, size_t size) {
    while (out_.size() == given_) {
      if (ended_) return size_t{0};
      absl::Status status = Convert();
      if (!status.ok()) return status;
    }
    const size_t count = std::min(size, out_.size() - given_);
    std::memcpy(buffer, out_.data() + given_, count);
    given_ += count;
    return count;
  }

 private:
  // Reads a chunk and turns it into `out_`; half a character stays in `in_`.
  absl::Status Convert() {
    const size_t held = in_.size();
    in_.resize(held + kChunkBytes);
    const absl::StatusOr<size_t> count = source_.Read(in_.data() + held, kChunkBytes);
    in_.resize(held + count.value_or(0));
    if (!count.ok()) return count.status();
    ended_ = *count == 0;
    // Two bytes become three at most.
    out_.resize(in_.size() * 2 + kMaxCharacterBytes);
    given_ = 0;
    char* from = in_.data();
    size_t from_left = in_.size();
    char* to = out_.data();
    size_t to_left = out_.size();
    while (from_left > 0 && iconv(converter_, &from, &from_left, &to, &to_left) == kFailed) {
      // Half a character waits for the rest of it.
      if (errno != EILSEQ && !ended_) break;
      const size_t skipped = std::min(from_left, kUnitBytes);
      from += skipped;
      from_left -= skipped;
      *to++ = kNotUtf8;
      --to_left;
    }
    out_.resize(out_.size() - to_left);
    in_.erase(0, in_.size() - from_left);
    return absl::OkStatus();
  }

  ByteSource& source_;
  const iconv_t converter_;
  std::string in_;
  std::string out_;
  size_t given_ = 0;
  bool ended_ = false;
};

TextSource::TextSource(ByteSource& source) : source_(source) {}
TextSource::~TextSource() = default;

absl::StatusOr<std::string_view> TextSource::Peek() {
  if (peeked_) return std::string_view(head_);
  std::string mark(kLittleEndianMark.size(), '\0');
  size_t held = 0;
  while (held < mark.size()) {
    const auto count = source_.Read(mark.data() + held, mark.size() - held);
    if (!count.ok()) return count.status();
    if (*count == 0) break;
    held += *count;
  }
  mark.resize(held);
  const bool little = mark == kLittleEndianMark;
  if (little || mark == kBigEndianMark) {
    utf16_ = std::make_unique<Utf16>(source_, little ? "UTF-16LE" : "UTF-16BE", mark);
    if (!utf16_->valid()) return absl::UnimplementedError("this system cannot read UTF-16");
  } else {
    head_ = mark;
  }
  held = head_.size();
  head_.resize(kPeekBytes);
  while (held < kPeekBytes) {
    const auto count = ReadOn(head_.data() + held, kPeekBytes - held);
    if (!count.ok()) return count.status();
    if (*count == 0) break;
    held += *count;
  }
  head_.resize(held);
  peeked_ = true;
  return std::string_view(head_);
}

absl::StatusOr<size_t> TextSource::Read(char* buffer, size_t size) {
  if (const auto head = Peek(); !head.ok()) return head.status();
  if (given_ == head_.size()) return ReadOn(buffer, size);
  const size_t count = std::min(size, head_.size() - given_);
  std::memcpy(buffer, head_.data() + given_, count);
  given_ += count;
  return count;
}

absl::StatusOr<size_t> TextSource::ReadOn(char* buffer, size_t size) {
  return utf16_ != nullptr ? utf16_->Read(buffer, size) : source_.Read(buffer, size);
}

}  // namespace voc::cli
