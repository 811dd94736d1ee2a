#include "server/ops/ops_server.h"

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <list>
#include <optional>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include "storage/base/thread_name.h"

namespace voc::ops {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

// While no connection can be taken, for want of file descriptors say, it is tried so often.
constexpr std::chrono::milliseconds kAcceptRetry{100};

using Request = http::request<http::empty_body>;
using Response = http::response<http::string_body>;

class Connection;

struct Shared {
  Metrics* metrics = nullptr;
  std::chrono::nanoseconds timeout{};
  std::list<Connection*> open;  // the oldest first; the thread's own
};

std::string_view PathOf(const Request& request) {
  const std::string_view target(request.target().data(), request.target().size());
  return target.substr(0, target.find('?'));
}

Response Answer(const Request& request, Metrics& metrics) {
  Response response(http::status::ok, request.version());
  response.set(http::field::content_type, "text/plain; charset=utf-8");
  response.set(http::field::cache_control, "no-store");
  response.set("X-Content-Type-Options", "nosniff");
  response.keep_alive(false);
  const std::string_view path = PathOf(request);
  if (request.method() != http::verb::get && request.method() != http::verb::head) {
    response.result(http::status::method_not_allowed);
    response.set(http::field::allow, "GET, HEAD");
    response.body() = "only GET and HEAD\n";
  } else if (path == "/livez") {
    response.body() = "ok\n";
  } else if (path == "/readyz") {
    const bool serving = metrics.serving();
    if (!serving) response.result(http::status::service_unavailable);
    response.body() = serving ? "ok\n" : "not serving\n";
  } else if (path == "/metrics") {
    response.set(http::field::content_type, "text/plain; version=0.0.4; charset=utf-8");
    response.body() = metrics.Text();
  } else {
    response.result(http::status::not_found);
    response.body() = "/livez, /readyz and /metrics\n";
  }
  response.prepare_payload();
  // The length stays that of the body which is left out.
  if (request.method() == http::verb::head) response.body().clear();
  return response;
}

// One request, one answer. Owns itself while something is under way.
class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  Connection(tcp::socket socket, Shared* shared) : stream_(std::move(socket)), shared_(shared) {
    place_ = shared_->open.insert(shared_->open.end(), this);
    parser_.header_limit(kMaxOpsRequestBytes);
    parser_.body_limit(0);
  }
  ~Connection() { shared_->open.erase(place_); }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Ends it soon.
  void Cut() { stream_.close(); }

  void Read() {
    // For both the request and its answer.
    stream_.expires_after(shared_->timeout);
    http::async_read_header(stream_, buffer_, parser_,
                            [self = shared_from_this()](const error_code& error, size_t) {
                              if (!error) self->Write();
                            });
  }

 private:
  void Write() {
    response_ = Answer(parser_.get(), *shared_->metrics);
    serializer_.emplace(response_);
    http::async_write(stream_, *serializer_,
                      // The last reference closes the connection.
                      [self = shared_from_this()](const error_code&, size_t) {});
  }

  beast::tcp_stream stream_;
  Shared* const shared_;
  std::list<Connection*>::iterator place_;
  beast::flat_buffer buffer_{kMaxOpsRequestBytes};
  http::request_parser<http::empty_body> parser_;
  Response response_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
};

class BeastOpsServer final : public OpsServer {
 public:
  BeastOpsServer(const Options& options, Metrics* metrics)
      : shared_{.metrics = metrics,
                .timeout = std::chrono::nanoseconds(absl::ToInt64Nanoseconds(options.timeout))} {}

  ~BeastOpsServer() override {
    context_.stop();
    if (thread_.joinable()) thread_.join();
  }

  absl::Status Listen(const std::string& address) {
    const size_t colon = address.rfind(':');
    std::string host = address.substr(0, colon);
    if (host.size() > 1 && host.front() == '[') host = host.substr(1, host.size() - 2);
    error_code error;
    tcp::resolver resolver(context_);
    const auto found =
        resolver.resolve(host, address.substr(colon + 1),
                         tcp::resolver::passive | tcp::resolver::numeric_service, error);
    if (error || found.empty()) return Cannot(address, error);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    const bool listens = !acceptor_.open(endpoint.protocol(), error) &&
                         !acceptor_.set_option(tcp::acceptor::reuse_address(true), error) &&
                         !acceptor_.bind(endpoint, error) &&
                         !acceptor_.listen(static_cast<int>(kMaxOpsConnections), error);
    if (!listens) return Cannot(address, error);
    const tcp::endpoint bound = acceptor_.local_endpoint(error);
    if (error) return Cannot(address, error);
    address_ = absl::StrCat(address.substr(0, colon), ":", bound.port());
    Accept();
    thread_ = std::thread([this] {
      base::NameThread("ops");
      context_.run();
    });
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }

 private:
  static absl::Status Cannot(const std::string& address, const error_code& error) {
    return absl::UnavailableError(
        absl::StrCat("cannot listen on ", address, ": ", error.message()));
  }

  void Accept() {
    acceptor_.async_accept([this](const error_code& error, tcp::socket socket) {
      if (error) {
        retry_.expires_after(kAcceptRetry);
        retry_.async_wait([this](const error_code&) { Accept(); });
        return;
      }
      // Who says nothing must not keep out who asks whether we live.
      if (shared_.open.size() >= kMaxOpsConnections) shared_.open.front()->Cut();
      std::make_shared<Connection>(std::move(socket), &shared_)->Read();
      Accept();
    });
  }

  // Before the context, whose end drops the last connections.
  Shared shared_;
  std::string address_;
  asio::io_context context_{/*concurrency_hint=*/1};
  tcp::acceptor acceptor_{context_};
  asio::steady_timer retry_{context_};
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<OpsServer>> OpsServer::Start(const Options& options,
                                                            Metrics* metrics) {
  auto server = std::make_unique<BeastOpsServer>(options, metrics);
  if (absl::Status listening = server->Listen(options.address); !listening.ok()) return listening;
  return std::unique_ptr<OpsServer>(std::move(server));
}

}  // namespace voc::ops
