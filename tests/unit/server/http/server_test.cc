#include "server/http/server.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>
#include <vector>

#include "storage/testing/fake_clock.h"

namespace voc::http {
namespace {

// The reactor may be late to hear that nothing is accepted any more: other threads take the
// processors meanwhile.
TEST(ServerTest, EndsHoweverLateTheReactorHearsOfIt) {
  constexpr int kServers = 200;
  base::FakeClock clock{0};
  std::atomic<bool> done{false};
  std::vector<std::thread> busy;
  for (unsigned i = 0; i < 2 * std::thread::hardware_concurrency(); ++i) {
    busy.emplace_back([&done] {
      while (!done) {
      }
    });
  }
  for (int i = 0; i < kServers; ++i) {
    const absl::StatusOr<std::unique_ptr<Server>> server =
        Server::Start({.address = "127.0.0.1:0"}, {.clock = &clock, .steady = &clock});
    ASSERT_TRUE(server.ok()) << server.status();
    (*server)->Shutdown(absl::ZeroDuration());
  }
  done = true;
  for (std::thread& one : busy) one.join();
}

TEST(ServerTest, SaysWhereItCannotListen) {
  base::FakeClock clock{0};
  const Dependencies dependencies = {.clock = &clock, .steady = &clock};
  const auto server = Server::Start({.address = "127.0.0.1:0"}, dependencies);
  ASSERT_TRUE(server.ok()) << server.status();
  // Taken already; what did not begin to accept ends all the same.
  const auto second = Server::Start({.address = (*server)->address()}, dependencies);
  EXPECT_TRUE(absl::IsUnavailable(second.status())) << second.status();
}

}  // namespace
}  // namespace voc::http
