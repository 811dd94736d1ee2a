// The HTTP edge over sockets, with limits that a test can wait for.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/http/server.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr int kTimeoutSeconds = 30;
constexpr base::TimeNs kMs = base::kNsPerSecond / 1000;

// A socket that waits for a minute at most.
class Client {
 public:
  explicit Client(int port, int receive_bytes = 0) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval timeout{.tv_sec = kTimeoutSeconds};
    setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
    if (receive_bytes > 0) {
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    }
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
  }
  ~Client() { close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  bool Send(std::string_view text) {
    return send(socket_, text.data(), text.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(text.size());
  }

  // What has come once it holds `word`; everything if the server closes before.
  std::string ReadUntil(std::string_view word) {
    while (received_.find(word) == std::string::npos && ReadSome()) {
    }
    return received_;
  }
  // Everything, up to the server's end.
  std::string ReadAll() {
    while (ReadSome()) {
    }
    return received_;
  }

 private:
  bool ReadSome() {
    char buffer[16384];
    const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
    EXPECT_FALSE(size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) << "nothing came in time";
    if (size > 0) received_.append(buffer, static_cast<size_t>(size));
    return size > 0;
  }

  const int socket_;
  std::string received_;
};

std::string Post(std::string_view method, std::string_view body,
                 std::string_view type = "application/json") {
  const auto view = [](std::string_view text) {
    return absl::string_view(text.data(), text.size());
  };
  return absl::StrCat("POST /voc.v1.", view(method),
                      " HTTP/1.1\r\nHost: localhost\r\nContent-Type: ", view(type),
                      "\r\nContent-Length: ", body.size(), "\r\n\r\n", view(body));
}

const std::string& Status() {
  static const std::string kStatus = Post("AdminService/GetStatus", "{}");
  return kStatus;
}

std::string Watch(std::string_view message) {
  std::string body(4, '\0');
  body += static_cast<char>(message.size());
  body += message;
  return Post("AlertService/WatchAlerts", body, "application/connect+json");
}

class HttpTest : public ::testing::Test {
 protected:
  void Serve(const http::Limits& limits) {
    auto http = http::Server::Start(
        {.address = "127.0.0.1:0",
         .edge = {.services = server_.rpc().services()},
         .limits = limits},
        {.calls = &server_.rpc().calls(), .clock = &clock_, .steady = &steady_});
    ASSERT_TRUE(http.ok()) << http.status();
    http_ = *std::move(http);
    const std::string& address = http_->address();
    port_ = std::stoi(address.substr(address.rfind(':') + 1));
  }

  bool IsServed() {
    Client client(port_);
    client.Send(Status());
    return client.ReadUntil("}").starts_with("HTTP/1.1 200 OK\r\n");
  }

  base::TempDir dir_;
  const base::SystemClock clock_;
  const base::SteadyClock steady_;
  RunningServer server_{dir_.path()};
  std::unique_ptr<http::Server> http_;
  int port_ = 0;
};

TEST_F(HttpTest, AHeadThatDoesNotComeInTimeIsCut) {
  Serve({.head_ns = 100 * kMs, .tick_ns = 10 * kMs});
  Client slow(port_);
  slow.Send("GET / HT");
  EXPECT_THAT(slow.ReadAll(), StartsWith("HTTP/1.1 408 "));
  EXPECT_TRUE(IsServed());
}

TEST_F(HttpTest, WhoSaysNothingIsClosedWithoutAWord) {
  Serve({.idle_ns = 100 * kMs, .tick_ns = 10 * kMs});
  Client silent(port_);
  EXPECT_EQ(silent.ReadAll(), "");
  Client once(port_);
  once.Send(Status());
  EXPECT_THAT(once.ReadAll(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, ABodyMayTakeAsLongAsItsSizeEarnsIt) {
  Serve({.body_ns = 100 * kMs, .min_body_bytes_per_second = 1'000'000, .tick_ns = 10 * kMs});
  Client slow(port_);
  slow.Send(
      "POST /voc.v1.AdminService/GetStatus HTTP/1.1\r\nHost: localhost\r\n"
      "Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{");
  EXPECT_THAT(slow.ReadAll(), StartsWith("HTTP/1.1 408 "));
}

TEST_F(HttpTest, AReaderWhoTakesNothingIsCutAndItsCallCancelled) {
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 5'000; ++i) {
    feedback.push_back(Nps(absl::StrCat(i), 0));
    feedback.back().mutable_response()->set_comment(std::string(4096, 'x'));
  }
  server_.Ingest(feedback);
  Serve({.write_ns = 300 * kMs, .tick_ns = 10 * kMs});
  Client stuck(port_, /*receive_bytes=*/4096);
  stuck.Send(Watch(R"({"start":{"earliest":true}})"));
  EXPECT_THAT(stuck.ReadUntil("started"), StartsWith("HTTP/1.1 200 "));
  const absl::Time deadline = absl::Now() + absl::Seconds(kTimeoutSeconds);
  v1::GetStatusResponse status;
  do {
    ASSERT_LT(absl::Now(), deadline);
    grpc::ClientContext context;
    ASSERT_TRUE(server_.admin().GetStatus(&context, {}, &status).ok());
  } while (status.alert_subscribers() > 0);
}

TEST_F(HttpTest, AClientThatGoesCancelsItsCall) {
  Serve({});
  {
    Client client(port_);
    client.Send(Watch("{}"));
    EXPECT_THAT(client.ReadUntil("started"), StartsWith("HTTP/1.1 200 "));
  }
  const absl::Time deadline = absl::Now() + absl::Seconds(kTimeoutSeconds);
  v1::GetStatusResponse status;
  do {
    ASSERT_LT(absl::Now(), deadline);
    grpc::ClientContext context;
    ASSERT_TRUE(server_.admin().GetStatus(&context, {}, &status).ok());
  } while (status.alert_subscribers() > 0);
}

TEST_F(HttpTest, AtTheCapWhoWaitsLongestMakesRoom) {
  Serve({.max_connections = 4});
  std::vector<std::unique_ptr<Client>> idle;
  for (int i = 0; i < 20; ++i) {
    idle.push_back(std::make_unique<Client>(port_));
    if (i % 2 == 0) idle.back()->Send("GET / HTTP/1.1\r\nHost:");
    ASSERT_TRUE(IsServed()) << i;
  }
  EXPECT_EQ(idle.front()->ReadAll(), "");  // it was closed
}

TEST_F(HttpTest, AtTheCapWhoIsServedStays) {
  Serve({.max_connections = 4});
  std::vector<std::unique_ptr<Client>> busy;
  for (int i = 0; i < 4; ++i) {
    busy.push_back(std::make_unique<Client>(port_));
    busy.back()->Send(Watch("{}"));
    ASSERT_THAT(busy.back()->ReadUntil("started"), StartsWith("HTTP/1.1 200 ")) << i;
  }
  Client late(port_);
  late.Send(Status());
  EXPECT_EQ(late.ReadAll(), "");
  server_.Submit(Nps("1", 0));
  for (const auto& client : busy) EXPECT_THAT(client->ReadUntil("alert"), HasSubstr("alert"));
  busy.pop_back();
  const absl::Time deadline = absl::Now() + absl::Seconds(kTimeoutSeconds);
  while (!IsServed()) ASSERT_LT(absl::Now(), deadline);
}

TEST_F(HttpTest, AShutdownAnswersWhatIsOpenAndCutsWhatStays) {
  Serve({});
  Client stream(port_);
  stream.Send(Watch("{}"));
  stream.ReadUntil("started");
  Client idle(port_);
  idle.Send(Status());
  idle.ReadUntil("}");
  server_.Drain();
  http_->Shutdown(absl::Seconds(kTimeoutSeconds));
  EXPECT_THAT(stream.ReadAll(), HasSubstr("DRAINING"));
  EXPECT_THAT(stream.ReadAll(), ::testing::EndsWith("\r\n0\r\n\r\n"));
  EXPECT_THAT(idle.ReadAll(), StartsWith("HTTP/1.1 200 "));
}

TEST_F(HttpTest, AShutdownDoesNotWaitForStreamsThatNobodyEnds) {
  Serve({});
  Client stream(port_);
  stream.Send(Watch("{}"));
  stream.ReadUntil("started");
  const absl::Time began = absl::Now();
  http_->Shutdown(absl::Milliseconds(100));
  EXPECT_LT(absl::Now() - began, absl::Seconds(30));
  stream.ReadAll();
}

TEST_F(HttpTest, APortIsTakenOnce) {
  Serve({});
  // Again and again: a server that never listened ended in a crash now and then.
  for (int i = 0; i < 50; ++i) {
    const auto second = http::Server::Start(
        {.address = http_->address()},
        {.calls = &server_.rpc().calls(), .clock = &clock_, .steady = &steady_});
    ASSERT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  }
}

}  // namespace
}  // namespace voc
