#ifndef VOC_SERVER_RPC_CALLS_H_
#define VOC_SERVER_RPC_CALLS_H_

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "google/rpc/status.pb.h"
#include "storage/base/clock.h"

namespace voc::rpc {

// Calls of the services from inside the process, for edges of other protocols: every service,
// method, limit, deadline and status is that of the gRPC edge. Messages are encoded protobuf.

// Names in lower case; values of names that end in "-bin" are raw bytes.
using Metadata = std::vector<std::pair<std::string, std::string>>;

struct CallRequest {
  std::string method;             // "/voc.v1.FeedbackService/Submit"
  bool server_streaming = false;  // of the method: as many messages as it likes, else one
  // What gRPC can carry: names of [0-9a-z_.-], text values of printable ASCII.
  Metadata metadata;
  std::optional<base::TimeNs> timeout_ns;  // from now; none: as long as it takes
  std::string message;                     // the one message of the client
};

// Hears of one call, from threads of the transport, one call at a time and in this order:
// OnHeaders at most once, OnMessage, OnEnd once and last. Of a stream OnMessage comes for each Read
// that was asked for, of a unary call that went well once and unasked. Must not block.
class CallListener {
 public:
  virtual ~CallListener() = default;
  virtual void OnHeaders(Metadata headers) = 0;
  virtual void OnMessage(std::string message) = 0;
  // As the gRPC edge would send it: code, message and details.
  virtual void OnEnd(google::rpc::Status status, Metadata trailers) = 0;
};

// An open call. Thread-safe. Dropping it cancels it; the listener still hears its end.
class Call {
 public:
  virtual ~Call() = default;
  // Asks a stream for its next message, once the one before has come: so who reads slowly holds
  // one message.
  virtual void Read() = 0;
  virtual void Cancel() = 0;
};

class Calls {
 public:
  virtual ~Calls() = default;
  // Starts a call with one request message, of a unary or a server-streaming method. An unknown
  // method ends with UNIMPLEMENTED.
  virtual std::unique_ptr<Call> Start(CallRequest request,
                                      std::shared_ptr<CallListener> listener) = 0;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_CALLS_H_
