#include "server/ops/ops_server.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace voc::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kDeadlineMs = 30'000;

// A connection by hand, so that it can be slow and wrong.
class Client {
 public:
  explicit Client(const std::string& address) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    uint32_t port = 0;
    EXPECT_TRUE(absl::SimpleAtoi(address.substr(address.rfind(':') + 1), &port));
    to.sin_port = htons(static_cast<uint16_t>(port));
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(socket_, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  void Send(const std::string& text) {
    // The server may have closed already.
    (void)::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
  }

  // Everything up to the end of the connection; "deadline" if it does not end.
  std::string ReadAll() {
    std::string all;
    while (true) {
      pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
      if (::poll(&waiting, 1, kDeadlineMs) <= 0) return "deadline";
      char bytes[4096];
      const ssize_t read = ::recv(socket_, bytes, sizeof bytes, 0);
      if (read <= 0) return all;
      all.append(bytes, static_cast<size_t>(read));
    }
  }

 private:
  const int socket_;
};

class OpsServerTest : public ::testing::Test {
 protected:
  void Start(absl::Duration timeout = absl::Seconds(20)) {
    auto server = OpsServer::Start({.address = "127.0.0.1:0", .timeout = timeout}, metrics_.get());
    ASSERT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }

  std::string Ask(const std::string& method, const std::string& target) {
    Client client(server_->address());
    client.Send(absl::StrCat(method, " ", target, " HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    return client.ReadAll();
  }

  const std::unique_ptr<Metrics> metrics_ = Metrics::Create("1.2.3");
  std::unique_ptr<OpsServer> server_;
};

TEST_F(OpsServerTest, LivesBeforeItIsReady) {
  Start();
  EXPECT_THAT(Ask("GET", "/livez"), StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(Ask("GET", "/readyz"), StartsWith("HTTP/1.1 503 "));
  metrics_->SetServing(true);
  EXPECT_THAT(Ask("GET", "/readyz?verbose"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(OpsServerTest, ServesTheMetrics) {
  Start();
  const std::string answer = Ask("GET", "/metrics");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 "));
  EXPECT_THAT(answer, HasSubstr("text/plain; version=0.0.4"));
  EXPECT_THAT(answer, HasSubstr("vocd_build_info{version=\"1.2.3\"} 1\n"));
}

TEST_F(OpsServerTest, HeadHasTheLengthAndNoBody) {
  Start();
  const std::string answer = Ask("HEAD", "/livez");
  EXPECT_THAT(answer, HasSubstr("Content-Length: 3\r\n"));
  EXPECT_THAT(answer, ::testing::EndsWith("\r\n\r\n"));
}

TEST_F(OpsServerTest, RefusesWhatItDoesNotKnow) {
  Start();
  EXPECT_THAT(Ask("GET", "/"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Ask("GET", "/metrics/../data"), StartsWith("HTTP/1.1 404 "));
  EXPECT_THAT(Ask("POST", "/metrics"), StartsWith("HTTP/1.1 405 "));
}

TEST_F(OpsServerTest, NoHeaderIsTooLong) {
  Start();
  Client client(server_->address());
  client.Send(absl::StrCat("GET /livez HTTP/1.1\r\nX-Long: ", std::string(64 * 1024, 'x')));
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(OpsServerTest, WhoSaysNothingIsCutOff) {
  Start(absl::Milliseconds(50));
  Client client(server_->address());
  client.Send("GET /livez HTT");
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(OpsServerTest, StuckCallersKeepNobodyOut) {
  Start(absl::Seconds(60));
  std::vector<std::unique_ptr<Client>> stuck;
  for (size_t i = 0; i < kMaxOpsConnections; ++i) {
    stuck.push_back(std::make_unique<Client>(server_->address()));
  }
  // One over the limit: the oldest gives way.
  EXPECT_THAT(Ask("GET", "/livez"), StartsWith("HTTP/1.1 200 "));
  EXPECT_EQ(stuck.front()->ReadAll(), "");
}

TEST_F(OpsServerTest, APortInUseIsSaidSo) {
  Start();
  const auto second = OpsServer::Start({.address = server_->address()}, metrics_.get());
  EXPECT_TRUE(absl::IsUnavailable(second.status())) << second.status();
}

TEST_F(OpsServerTest, EndsWhileACallerIsThere) {
  Start();
  Client client(server_->address());
  client.Send("GET /livez HTT");
  server_.reset();
  EXPECT_EQ(client.ReadAll(), "");
}

}  // namespace
}  // namespace voc::ops
