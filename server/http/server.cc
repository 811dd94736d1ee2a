#include "server/http/server.h"

#include <atomic>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "server/http/connection.h"
#include "server/http/open_files.h"
#include "server/http/reactor.h"
#include "server/http/tls_context.h"
#include "storage/base/open_count.h"
#include "storage/base/worker_pool.h"

namespace voc::http {
namespace {

using boost::asio::ip::tcp;

// Without files for another connection the next try fails, too, until one is closed.
constexpr std::chrono::milliseconds kAcceptRetry(50);

absl::Status CannotListen(const std::string& address, const ErrorCode& error) {
  return absl::UnavailableError(absl::StrCat("cannot listen on ", address, ": ", error.message()));
}

// "[::1]:8080" in its parts; the port is all behind the last colon.
std::pair<std::string, std::string> Split(const std::string& address) {
  const size_t colon = address.rfind(':');
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  return {host, address.substr(colon + 1)};
}

class BeastServer final : public Server {
 public:
  BeastServer(const ServerOptions& options, const Dependencies& dependencies,
              std::unique_ptr<boost::asio::ssl::context> tls)
      : edge_(options.edge, dependencies.steady),
        tls_(std::move(tls)),
        pool_("http-json", kJsonThreads, kMaxQueuedJson),
        host_{.edge = &edge_,
              .exchange = {.calls = dependencies.calls,
                           .pool = &pool_,
                           .open = &calls_,
                           .totals = &totals_,
                           .buffered_bytes = &buffered_bytes_},
              .tls = tls_.get(),
              .buffered_bytes = &buffered_bytes_,
              .draining = &draining_,
              .open = &connections_},
        max_connections_(ConnectionsFor(RaiseOpenFiles(), options.limits.max_connections) /
                         kReactors) {
    for (int i = 0; i < kReactors; ++i) {
      reactors_.push_back(std::make_unique<Reactor>(i == 0 ? "http-0" : "http-1", options.limits,
                                                    dependencies.clock, dependencies.steady));
    }
    acceptor_ = std::make_unique<tcp::acceptor>(reactors_.front()->context());
    accept_timer_ = std::make_unique<boost::asio::steady_timer>(reactors_.front()->context());
  }

  ~BeastServer() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Listen(const std::string& address) {
    const auto [host, port] = Split(address);
    ErrorCode error;
    tcp::resolver resolver(reactors_.front()->context());
    const tcp::resolver::results_type found = resolver.resolve(
        host, port, tcp::resolver::passive | tcp::resolver::numeric_service, error);
    if (error || found.empty()) return CannotListen(address, error);
    const tcp::endpoint endpoint = found.begin()->endpoint();
    acceptor_->open(endpoint.protocol(), error);
    if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor_->bind(endpoint, error);
    if (!error) acceptor_->listen(boost::asio::socket_base::max_listen_connections, error);
    if (error) return CannotListen(address, error);
    const tcp::endpoint bound = acceptor_->local_endpoint(error);
    if (error) return CannotListen(address, error);
    address_ = absl::StrCat(address.substr(0, address.rfind(':')), ":", bound.port());
    accepting_ = true;
    boost::asio::post(reactors_.front()->context(), [this] { Accept(); });
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }

  uint64_t answered(Protocol protocol, int code) const override {
    return totals_.Get(protocol, code);
  }

  size_t connections() const override { return connections_.open(); }

  void Drain() override { draining_ = true; }

  void Shutdown(absl::Duration grace) override {
    if (stopped_.exchange(true)) return;
    Drain();
    // Where it never listened, no reactor knows of the acceptor.
    if (accepting_) {
      boost::asio::post(reactors_.front()->context(), [this] {
        ErrorCode ignored;
        acceptor_->close(ignored);
        accept_timer_->cancel();
      });
      // What was accepted until then is on its way to a reactor, ahead of the order to close.
      accepting_ended_.WaitForNotification();
    }
    CloseConnections(/*others=*/false);
    if (!connections_.AwaitNone(grace)) CloseConnections(/*others=*/true);
    connections_.AwaitNone();
    calls_.AwaitNone();
    pool_.Shutdown();
    acceptor_.reset();
    accept_timer_.reset();
    reactors_.clear();
  }

 private:
  void CloseConnections(bool others) {
    for (const std::unique_ptr<Reactor>& reactor : reactors_) {
      boost::asio::post(reactor->context(),
                        [reactor = reactor.get(), others] { reactor->CloseAll(others); });
    }
  }

  // Again and again until the acceptor is closed; then says so, and touches nothing more.
  void Accept() {
    Reactor* const least = reactors_.front()->connections() <= reactors_.back()->connections()
                               ? reactors_.front().get()
                               : reactors_.back().get();
    acceptor_->async_accept(least->context(), [this, least](const ErrorCode& error, Socket socket) {
      if (!acceptor_->is_open()) return accepting_ended_.Notify();
      if (error) {
        accept_timer_->expires_after(kAcceptRetry);
        accept_timer_->async_wait([this](const ErrorCode& cancelled) {
          if (cancelled) return accepting_ended_.Notify();
          Accept();
        });
        return;
      }
      Serve(least, std::move(socket));
      Accept();
    });
  }

  void Serve(Reactor* reactor, Socket socket) {
    boost::asio::post(reactor->context(), [this, reactor, socket = std::move(socket)]() mutable {
      // Who waits for nothing makes room; if all are busy there is none.
      if (reactor->connections() >= max_connections_ && !reactor->CloseLongestWaiting()) return;
      Connection::Start(std::move(socket), reactor, &host_);
    });
  }

  const Edge edge_;
  const std::unique_ptr<boost::asio::ssl::context> tls_;
  std::atomic<int64_t> buffered_bytes_{0};
  std::atomic<bool> draining_{false};
  std::atomic<bool> stopped_{false};
  CallTotals totals_;
  base::OpenCount calls_;
  base::OpenCount connections_;
  base::WorkerPool pool_;
  const ConnectionHost host_;
  const size_t max_connections_;  // of each reactor
  std::string address_;
  std::vector<std::unique_ptr<Reactor>> reactors_;
  std::unique_ptr<tcp::acceptor> acceptor_;  // of the first reactor, as is the timer
  std::unique_ptr<boost::asio::steady_timer> accept_timer_;
  bool accepting_ = false;  // set while starting
  absl::Notification accepting_ended_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const Dependencies& dependencies) {
  absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> tls = LoadTls(options.tls);
  if (!tls.ok()) return tls.status();
  auto server = std::make_unique<BeastServer>(options, dependencies, *std::move(tls));
  absl::Status listening = server->Listen(options.address);
  if (!listening.ok()) return listening;
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace voc::http
