#include "server/ingest/hash_input.h"

#include <gtest/gtest.h>

#include <string>

namespace voc::ingest {
namespace {

TEST(HashInput, LittleEndian) {
  HashInput input;
  input.Bytes("x");
  input.Text("ab");
  input.Uint32(0x01020304);
  input.Uint64(0x05060708090A0B0C);
  input.Byte('y');
  input.Text("");
  EXPECT_EQ(input.bytes(),
            std::string("x\2\0\0\0ab\4\3\2\1\x0C\x0B\x0A\x09\x08\7\6\5y\0\0\0\0", 24));
}

TEST(HashInput, AsLongAsItHasToBe) {
  for (const size_t length : {1019, 1020, 1021, 5000, 100'000}) {
    const std::string text(length, 't');
    HashInput input;
    std::string expected;
    for (int i = 0; i < 3; ++i) {
      input.Byte('0');
      input.Bytes(text);
      expected += '0';
      expected += text;
    }
    EXPECT_EQ(input.bytes(), expected) << length;
  }
}

}  // namespace
}  // namespace voc::ingest
