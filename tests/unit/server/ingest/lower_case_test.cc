#include "server/ingest/lower_case.h"

#include <gtest/gtest.h>
#include <unicode/utf8.h>

#include <cstddef>
#include <cstdint>
#include <ios>
#include <string>

namespace voc::ingest {
namespace {

TEST(LowerCase, AsciiAndBeyond) {
  EXPECT_EQ(LowerCased(""), "");
  EXPECT_EQ(LowerCased("In_App 2"), "in_app 2");
  EXPECT_EQ(LowerCased("E-POST ÅÄÖ ÆØ"), "e-post åäö æø");
  EXPECT_EQ(LowerCased("ПОЧТА"), "почта");
  EXPECT_EQ(LowerCased("漢字🙂"), "漢字🙂");
  EXPECT_EQ(LowerCased(std::string("A\0B", 3)), std::string("a\0b", 3));
}

TEST(LowerCase, BytesThatAreNoUtf8Stay) {
  EXPECT_EQ(LowerCased("A\xFF\xC3"), "a\xFF\xC3");
  EXPECT_EQ(LowerCased("\xE2\x82Ö"), "\xE2\x82ö");
}

TEST(LowerCase, TwiceIsOnceForEveryCharacter) {
  for (UChar32 character = 0; character <= 0x10FFFF; ++character) {
    if (U_IS_SURROGATE(character)) continue;
    uint8_t bytes[U8_MAX_LENGTH];
    int32_t size = 0;
    U8_APPEND_UNSAFE(bytes, size, character);
    const std::string once =
        LowerCased({reinterpret_cast<char*>(bytes), static_cast<size_t>(size)});
    ASSERT_EQ(LowerCased(once), once) << "U+" << std::hex << character;
  }
}

}  // namespace
}  // namespace voc::ingest
