#include "client/cpp/connection.h"

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <chrono>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "client/cpp/retry.h"

namespace voc::client {
namespace {

// Matches what vocd permits; a faster ping is answered with GOAWAY.
constexpr int kKeepaliveTimeMs = 60'000;
constexpr int kKeepaliveTimeoutMs = 20'000;
// gRPC's own reconnects, below the retries of this library: quick, since those
// already back off.
constexpr int kMinReconnectMs = 100;
constexpr int kMaxReconnectMs = 1'000;
// How long one attempt to connect may take. gRPC also waits so long, at times,
// before it tries again.
constexpr int kConnectTimeoutMs = 1'000;
// The largest response taken. A page of a list, or a trend of many groups, may
// be far larger than a request.
constexpr int kMaxReceiveBytes = 256 * 1024 * 1024;

// A proxy of the environment is for servers elsewhere.
bool IsLoopback(std::string_view server) {
  return server.starts_with("127.") || server.starts_with("localhost:") ||
         server.starts_with("[::1]");
}

std::shared_ptr<grpc::Channel> MakeChannel(const ClientOptions& options) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIME_MS, kKeepaliveTimeMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kKeepaliveTimeoutMs);
  arguments.SetInt(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
  arguments.SetInt(GRPC_ARG_HTTP2_MAX_PINGS_WITHOUT_DATA, 0);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, kMinReconnectMs);
  arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, kConnectTimeoutMs);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, kMaxReconnectMs);
  // A name is looked up again before each reconnect, by default once in 30 s.
  arguments.SetInt(GRPC_ARG_DNS_MIN_TIME_BETWEEN_RESOLUTIONS_MS, kMinReconnectMs);
  // gRPC's transparent retries would hide failures from the retries here.
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  if (IsLoopback(options.server)) arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  arguments.SetMaxReceiveMessageSize(kMaxReceiveBytes);
  return grpc::CreateCustomChannel(options.server, grpc::InsecureChannelCredentials(), arguments);
}

// By chance, no other client's.
std::string NewRun() {
  std::random_device device;
  return absl::StrCat(absl::Hex(device(), absl::kZeroPad8), absl::Hex(device(), absl::kZeroPad8));
}

}  // namespace

Connection::Connection(ClientOptions options, Timer* timer)
    : options_(std::move(options)),
      run_(NewRun()),
      timer_(timer != nullptr ? timer : &own_timer_),
      channel_(MakeChannel(options_)) {}

std::unique_ptr<grpc::ClientContext> Connection::NewContext(bool bounded) const {
  auto context = std::make_unique<grpc::ClientContext>();
  if (!options_.key.empty()) context->AddMetadata("authorization", "Bearer " + options_.key);
  context->AddMetadata("voc-run", run_);
  if (bounded) {
    context->set_deadline(std::chrono::system_clock::now() +
                          absl::ToChronoMilliseconds(options_.call_timeout));
  }
  return context;
}

std::optional<absl::Duration> Connection::NextWait(RetryState& state, const absl::Status& status) {
  const auto wait = state.OnFailure(status, timer_->Now());
  if (wait.has_value() && options_.on_retry) options_.on_retry(status, *wait);
  return wait;
}

}  // namespace voc::client
