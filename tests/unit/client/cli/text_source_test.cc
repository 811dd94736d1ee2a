#include "client/cli/text_source.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "client/cli/byte_source.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

// Hands out its bytes a few at a time.
class Dripping final : public ByteSource {
 public:
  Dripping(std::string bytes, size_t most) : bytes_(std::move(bytes)), most_(most) {}

  absl::StatusOr<size_t> Read(char* buffer, size_t size) override {
    const size_t count = std::min({size, most_, bytes_.size() - given_});
    std::memcpy(buffer, bytes_.data() + given_, count);
    given_ += count;
    return count;
  }

 private:
  const std::string bytes_;
  const size_t most_;
  size_t given_ = 0;
};

class Failing final : public ByteSource {
 public:
  absl::StatusOr<size_t> Read(char*, size_t) override { return absl::DataLossError("cut off"); }
};

std::string ReadAll(ByteSource& source) {
  std::string all;
  char buffer[777];
  while (true) {
    const auto count = source.Read(buffer, sizeof(buffer));
    if (!count.ok()) return count.status().ToString();
    if (*count == 0) return all;
    all.append(buffer, *count);
  }
}

// `text` as UTF-16 with a byte order mark.
std::string Utf16(std::u16string_view text, bool little) {
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

std::string Long() {
  std::string text;
  while (text.size() < 3 * kPeekBytes) absl::StrAppend(&text, "line ", text.size(), "\n");
  return text;
}

TEST(TextSourceTest, WhatWasPeekedIsReadAgain) {
  for (const size_t most : {1u, 7u, 100'000u}) {
    Dripping source(Long(), most);
    TextSource text(source);
    const auto head = text.Peek();
    ASSERT_TRUE(head.ok());
    EXPECT_EQ(*head, std::string_view(Long()).substr(0, kPeekBytes));
    EXPECT_EQ(ReadAll(text), Long());
  }
}

TEST(TextSourceTest, ShortSources) {
  for (const std::string& bytes :
       {std::string(), std::string("a"), std::string("\xFF"), std::string("ab")}) {
    Dripping source(bytes, 1);
    TextSource text(source);
    EXPECT_EQ(text.Peek().value_or("?"), bytes);
    EXPECT_EQ(ReadAll(text), bytes);
  }
}

TEST(TextSourceTest, Utf16OfEitherOrder) {
  for (const bool little : {true, false}) {
    for (const size_t most : {1u, 3u, 100'000u}) {
      Dripping source(Utf16(u"B\u00E4st \U0001F642\n", little), most);
      TextSource text(source);
      EXPECT_EQ(ReadAll(text),
                "\xEF\xBB\xBF"
                "B\xC3\xA4st \xF0\x9F\x99\x82\n");
    }
  }
}

TEST(TextSourceTest, LongUtf16) {
  std::u16string text;
  while (text.size() < kPeekBytes) text += u"\u00E5\U0001F642x";
  Dripping source(Utf16(text, true), 1001);
  TextSource read(source);
  std::string expected = "\xEF\xBB\xBF";
  while (expected.size() < 3 + text.size() / 4 * 7) expected += "\xC3\xA5\xF0\x9F\x99\x82x";
  EXPECT_EQ(ReadAll(read), expected);
}

TEST(TextSourceTest, BrokenUtf16CostsItsOwnPlaceAlone) {
  Dripping lone(Utf16(std::u16string{u'a', 0xD800, u'b', 0xDC00}, true), 1);
  TextSource text(lone);
  EXPECT_EQ(ReadAll(text),
            "\xEF\xBB\xBF"
            "a\xFF"
            "b\xFF");
  Dripping cut(Utf16(u"ab", false).substr(0, 5), 100);
  TextSource odd(cut);
  EXPECT_EQ(ReadAll(odd),
            "\xEF\xBB\xBF"
            "a\xFF");
}

TEST(TextSourceTest, ErrorsAreTheSources) {
  Failing source;
  TextSource text(source);
  EXPECT_EQ(text.Peek().status().code(), absl::StatusCode::kDataLoss);
  char buffer[10];
  EXPECT_EQ(text.Read(buffer, sizeof(buffer)).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace voc::cli
