#include "client/cli/fingerprint.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

class FingerprintTest : public ::testing::Test {
 protected:
  ~FingerprintTest() override { std::filesystem::remove(path_); }

  std::string Of(const std::string& content, const std::string& how) {
    std::ofstream(path_, std::ios::binary) << content;
    const auto fingerprint = FingerprintFile(path_, how);
    EXPECT_TRUE(fingerprint.ok()) << fingerprint.status();
    return fingerprint.value_or("");
  }

  const std::string path_ = absl::StrCat(testing::TempDir(), "fingerprint_", getpid());
};

TEST_F(FingerprintTest, IsSha256OfBoth) {
  // printf '3:howcontent' | sha256sum
  EXPECT_EQ(Of("content", "how"),
            "41b9a413fefdef285869935d51af6d4ccc4590a54251511c29ac4531c44743f2");
  EXPECT_EQ(Of("", "").size(), 64u);
}

TEST_F(FingerprintTest, ContentAndReadingAreToldApart) {
  const std::string one = Of("content", "how");
  EXPECT_EQ(Of("content", "how"), one);
  EXPECT_NE(Of("content!", "how"), one);
  EXPECT_NE(Of("content", "how!"), one);
  EXPECT_NE(Of("wcontent", "ho"), one);
  EXPECT_NE(Of(std::string(1'000'000, 'x'), ""), Of(std::string(1'000'001, 'x'), ""));
}

TEST_F(FingerprintTest, AMissingFileHasNone) {
  EXPECT_EQ(FingerprintFile(path_ + "-missing", "").status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace voc::cli
