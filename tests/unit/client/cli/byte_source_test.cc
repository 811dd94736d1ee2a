#include "client/cli/byte_source.h"

#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

#include <fstream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

class ByteSourceTest : public ::testing::Test {
 protected:
  static std::string Path(const char* name) {
    return absl::StrCat(testing::TempDir(), "byte_source_", getpid(), "_", name);
  }
  static std::string WriteGzip(const char* name, const std::string& content, const char* mode) {
    const std::string path = Path(name);
    gzFile file = gzopen(path.c_str(), mode);
    gzwrite(file, content.data(), static_cast<unsigned>(content.size()));
    gzclose(file);
    return path;
  }
  static std::string WritePlain(const char* name, const std::string& content) {
    const std::string path = Path(name);
    std::ofstream(path, std::ios::binary) << content;
    return path;
  }
  // All of it, or the error.
  static std::string ReadAll(ByteSource& source) {
    std::string all;
    char buffer[1000];
    while (true) {
      const auto count = source.Read(buffer, sizeof(buffer));
      if (!count.ok()) return count.status().ToString();
      if (*count == 0) return all;
      all.append(buffer, *count);
    }
  }
  static std::string ReadFile(const std::string& path) {
    const auto source = OpenFile(path, STDIN_FILENO);
    return source.ok() ? ReadAll(**source) : source.status().ToString();
  }
};

std::string Content() {
  std::string content;
  for (int i = 0; i < 50'000; ++i) absl::StrAppend(&content, "line ", i, "\n");
  return content;
}

TEST_F(ByteSourceTest, PlainAndGzipByContent) {
  EXPECT_EQ(ReadFile(WritePlain("plain.gz", Content())), Content());
  EXPECT_EQ(ReadFile(WriteGzip("zipped.csv", Content(), "wb")), Content());
}

TEST_F(ByteSourceTest, GzipFilesOneAfterTheOther) {
  WriteGzip("twice", "one,", "wb");
  EXPECT_EQ(ReadFile(WriteGzip("twice", "two", "ab")), "one,two");
}

TEST_F(ByteSourceTest, ACutGzipFileIsAnError) {
  const std::string path = WriteGzip("cut", Content(), "wb");
  ASSERT_EQ(truncate(path.c_str(), 1000), 0);
  EXPECT_EQ(ReadFile(path), "DATA_LOSS: the gzip file is cut off");
}

TEST_F(ByteSourceTest, ADamagedGzipFileIsAnError) {
  const std::string path = WriteGzip("damaged", Content(), "wb");
  const int fd = open(path.c_str(), O_WRONLY);
  ASSERT_EQ(pwrite(fd, "\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 8, 5000), 8);
  close(fd);
  EXPECT_TRUE(absl::StrContains(ReadFile(path), "DATA_LOSS"));
}

TEST_F(ByteSourceTest, WhatCannotBeOpened) {
  EXPECT_EQ(OpenFile(Path("missing"), STDIN_FILENO).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(OpenFile(testing::TempDir(), STDIN_FILENO).status(),
            absl::InvalidArgumentError("is a directory"));
  // Whoever tells of it names the file.
  EXPECT_THAT(OpenFile(Path("missing"), STDIN_FILENO).status().message(),
              testing::Not(testing::HasSubstr("missing")));
}

TEST_F(ByteSourceTest, DashIsTheInput) {
  const std::string path = WritePlain("input", "from input");
  const int fd = open(path.c_str(), O_RDONLY);
  const auto source = OpenFile("-", fd);
  ASSERT_TRUE(source.ok());
  EXPECT_EQ(ReadAll(**source), "from input");
  close(fd);
}

}  // namespace
}  // namespace voc::cli
