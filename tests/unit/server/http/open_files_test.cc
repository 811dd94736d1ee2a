#include "server/http/open_files.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

namespace voc::http {
namespace {

TEST(OpenFilesTest, TheLimitIsRaisedAsFarAsItGoes) {
  rlimit limit{};
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  limit.rlim_cur = 64;
  ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(RaiseOpenFiles(), static_cast<size_t>(limit.rlim_max));
  ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
  EXPECT_EQ(limit.rlim_cur, limit.rlim_max);
}

TEST(OpenFilesTest, ConnectionsLeaveFilesForTheRest) {
  EXPECT_EQ(ConnectionsFor(1'000'000, 8192), 8192u);
  EXPECT_EQ(ConnectionsFor(16'000, 8192), 8000u);
  EXPECT_EQ(ConnectionsFor(4096, 8192), 2048u);
  EXPECT_EQ(ConnectionsFor(1024, 8192), 512u);
  EXPECT_EQ(ConnectionsFor(0, 8192), 2u);
}

}  // namespace
}  // namespace voc::http
