#include "server/sentiment/train/xz_file.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "tests/unit/server/sentiment/train/files.h"

namespace voc::sentiment::train {
namespace {

class ReadWholeTest : public testing::Test {
 protected:
  Files files_;
};

TEST_F(ReadWholeTest, APlainFileAsItIs) {
  const std::string bytes("pos\tBra!\n\0\xFF", 11);
  const absl::StatusOr<std::string> read = ReadWhole(files_.Write("a.tsv", bytes));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, bytes);
  EXPECT_EQ(ReadWhole(files_.Write("empty.tsv", "")).value(), "");
}

TEST_F(ReadWholeTest, APackedFileUnpacked) {
  std::string longer_than_a_step;
  while (longer_than_a_step.size() < 3'000'000) longer_than_a_step += "neg\tDåligt\n";
  for (const std::string& bytes : {std::string(), std::string("pos\tBra!\n"), longer_than_a_step}) {
    const absl::StatusOr<std::string> read = ReadWhole(files_.Write("a.tsv.xz", Packed(bytes)));
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, bytes);
  }
}

TEST_F(ReadWholeTest, WhatIsNotThereIsNotFound) {
  const absl::Status status = ReadWhole(files_.path("none.tsv.xz")).status();
  EXPECT_TRUE(absl::IsNotFound(status));
  EXPECT_NE(status.message().find("none.tsv.xz"), absl::string_view::npos);
}

TEST_F(ReadWholeTest, ADamagedFileIsDataLoss) {
  const std::string packed = Packed("neg\tIngen svarar i telefonen\n");
  for (size_t size = 0; size < packed.size(); ++size) {
    EXPECT_TRUE(
        absl::IsDataLoss(ReadWhole(files_.Write("cut.xz", packed.substr(0, size))).status()))
        << size;
  }
  EXPECT_TRUE(absl::IsDataLoss(ReadWhole(files_.Write("plain.xz", "pos\tBra!\n")).status()));
  std::string flipped = packed;
  flipped[packed.size() / 2] = static_cast<char>(flipped[packed.size() / 2] ^ 1);
  EXPECT_TRUE(absl::IsDataLoss(ReadWhole(files_.Write("flipped.xz", flipped)).status()));
}

}  // namespace
}  // namespace voc::sentiment::train
