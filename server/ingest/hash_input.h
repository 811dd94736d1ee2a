#ifndef VOC_SERVER_INGEST_HASH_INPUT_H_
#define VOC_SERVER_INGEST_HASH_INPUT_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>
#include <utility>

namespace voc::ingest {

// What is hashed, put together: on the stack, unless it is longer than a typical response
// with a comment of a few sentences. Numbers are little-endian.
class HashInput {
 public:
  HashInput() = default;
  HashInput(const HashInput&) = delete;
  HashInput& operator=(const HashInput&) = delete;

  void Byte(char byte) { *Take(1) = byte; }
  void Uint32(uint32_t value) { Write(value, Take(sizeof value)); }
  void Uint64(uint64_t value) {
    char* const out = Take(sizeof value);
    Write(static_cast<uint32_t>(value), out);
    Write(static_cast<uint32_t>(value >> 32), out + sizeof(uint32_t));
  }
  void Bytes(std::string_view bytes) {
    if (!bytes.empty()) std::memcpy(Take(bytes.size()), bytes.data(), bytes.size());
  }
  // The length in bytes as Uint32, then the text: no two lists of texts give the same bytes.
  // The text is shorter than 4 GiB.
  void Text(std::string_view text) {
    char* const out = Take(sizeof(uint32_t) + text.size());
    Write(static_cast<uint32_t>(text.size()), out);
    if (!text.empty()) std::memcpy(out + sizeof(uint32_t), text.data(), text.size());
  }

  std::string_view bytes() const { return {begin_, size_}; }

 private:
  static constexpr size_t kOnStack = 1024;

  static void Write(uint32_t value, char* out) {
    for (size_t i = 0; i < sizeof value; ++i) out[i] = static_cast<char>(value >> (8 * i));
  }

  // Room for so many more bytes.
  char* Take(size_t bytes) {
    if (size_ + bytes > capacity_) Grow(size_ + bytes);
    return begin_ + std::exchange(size_, size_ + bytes);
  }

  void Grow(size_t needed) {
    capacity_ = std::max(needed, 2 * capacity_);
    std::unique_ptr<char[]> larger(new char[capacity_]);
    std::memcpy(larger.get(), begin_, size_);
    on_heap_ = std::move(larger);
    begin_ = on_heap_.get();
  }

  std::array<char, kOnStack> on_stack_;
  std::unique_ptr<char[]> on_heap_;
  char* begin_ = on_stack_.data();
  size_t size_ = 0;
  size_t capacity_ = kOnStack;
};

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_HASH_INPUT_H_
