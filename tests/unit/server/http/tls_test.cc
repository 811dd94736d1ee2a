#include "server/http/tls.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "storage/testing/temp_dir.h"

namespace voc::http {
namespace {

using ::testing::HasSubstr;

class TlsTest : public ::testing::Test {
 protected:
  // A key and a certificate of it.
  void Make(const std::string& name) {
    const std::string command =
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 "
        "-nodes -subj /CN=localhost -days 1 -keyout " +
        Path(name + ".key") + " -out " + Path(name + ".pem") + " 2>/dev/null";
    ASSERT_EQ(std::system(command.c_str()), 0);  // NOLINT: nobody chooses what it runs
  }
  std::string Path(const std::string& name) { return dir_.path() + "/" + name; }

  base::TempDir dir_;
};

TEST_F(TlsTest, NoFilesOrTheRightOnesAreFine) {
  EXPECT_TRUE(CheckTlsFiles({}).ok());
  Make("a");
  EXPECT_TRUE(CheckTlsFiles({.certificate = Path("a.pem"), .key = Path("a.key")}).ok());
}

TEST_F(TlsTest, WhatIsWrongIsNamed) {
  Make("a");
  Make("b");
  const auto error = [](const TlsFiles& files) {
    return std::string(CheckTlsFiles(files).message());
  };
  EXPECT_THAT(error({.certificate = Path("a.pem")}), HasSubstr("both"));
  EXPECT_THAT(error({.key = Path("a.key")}), HasSubstr("both"));
  EXPECT_THAT(error({.certificate = Path("none"), .key = Path("a.key")}),
              HasSubstr("none is no PEM"));
  EXPECT_THAT(error({.certificate = Path("a.pem"), .key = Path("none")}),
              HasSubstr("none is no PEM"));
  EXPECT_THAT(error({.certificate = Path("a.pem"), .key = Path("b.key")}), HasSubstr("b.key"));
  std::ofstream(Path("text")) << "no certificate";
  EXPECT_THAT(error({.certificate = Path("text"), .key = Path("a.key")}), HasSubstr("text"));
}

}  // namespace
}  // namespace voc::http
