#ifndef VOC_SERVER_HTTP_SERVER_H_
#define VOC_SERVER_HTTP_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/http/edge.h"
#include "server/http/limits.h"
#include "server/http/protocol/rpc_request.h"
#include "server/http/tls.h"
#include "server/rpc/calls.h"
#include "storage/base/clock.h"

namespace voc::http {

struct ServerOptions {
  std::string address = "127.0.0.1:8080";  // HOST:PORT; port 0 picks a free one
  TlsFiles tls;
  EdgeOptions edge;
  Limits limits;
};

// All outlive the server.
struct Dependencies {
  rpc::Calls* calls = nullptr;
  const base::Clock* clock = nullptr;   // the time of day
  const base::Clock* steady = nullptr;  // for intervals
};

// The HTTP edge: Connect and gRPC-Web for every service, and the files for browsers. Thread-safe.
//
// Ends before the server whose calls it makes, and after that server was told to drain.
class Server {
 public:
  // Listens and serves. UNAVAILABLE if the address cannot be listened on, INVALID_ARGUMENT for
  // wrong TLS files.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const Dependencies& dependencies);

  // Shuts down at once.
  virtual ~Server() = default;

  // HOST:PORT as reached by clients, with the port that was picked.
  virtual const std::string& address() const = 0;

  // How many calls were answered so since the start, by google.rpc.Code.
  virtual uint64_t answered(Protocol protocol, int code) const = 0;
  virtual size_t connections() const = 0;

  // From now on an answer is the last of its connection. Does not wait. Idempotent.
  virtual void Drain() = 0;

  // Drains, takes no new connections, waits up to `grace` for answers that are under way, then cuts
  // them. Returns when every call is over. Idempotent.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_SERVER_H_
