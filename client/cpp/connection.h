#ifndef VOC_CLIENT_CPP_CONNECTION_H_
#define VOC_CLIENT_CPP_CONNECTION_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "client/cpp/retry.h"

namespace voc::client {

// One channel, and what every call on it has in common. For the sources of this
// folder: it is the one header here that shows gRPC. Thread-safe.
class Connection {
 public:
  // `timer` may be null.
  Connection(ClientOptions options, Timer* timer);

  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  const ClientOptions& options() const { return options_; }
  Timer& timer() { return *timer_; }

  // A context with the key and the run; with the deadline of unary calls if `bounded`.
  std::unique_ptr<grpc::ClientContext> NewContext(bool bounded) const;

  // Asks `state` whether to go on after `status`; tells on_retry and returns
  // the wait if so.
  std::optional<absl::Duration> NextWait(RetryState& state, const absl::Status& status);

 private:
  const ClientOptions options_;
  const std::string run_;
  Timer own_timer_;
  Timer* const timer_;
  const std::shared_ptr<grpc::Channel> channel_;
};

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_CONNECTION_H_
