#ifndef VOC_SERVER_OPS_OPS_SERVER_H_
#define VOC_SERVER_OPS_OPS_SERVER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/ops/metrics.h"

namespace voc::ops {

// Connections open at once; for one more the oldest is closed unanswered.
inline constexpr size_t kMaxOpsConnections = 32;
// What a request may take; there is no body.
inline constexpr size_t kMaxOpsRequestBytes = 8 * 1024;
// For a request to come, and for its answer to be taken: who is slower is cut off.
inline constexpr absl::Duration kOpsTimeout = absl::Seconds(5);

// What operators look at, over HTTP/1.1: /livez (200 while the process runs), /readyz (200 while
// calls are answered, else 503), /metrics. One thread of its own, which waits for no caller.
class OpsServer {
 public:
  struct Options {
    std::string address;  // HOST:PORT; port 0 picks a free one
    absl::Duration timeout = kOpsTimeout;
  };

  // Listens and serves. `metrics` outlives the server. UNAVAILABLE if the address cannot be
  // listened on.
  static absl::StatusOr<std::unique_ptr<OpsServer>> Start(const Options& options, Metrics* metrics);

  // Ends at once.
  virtual ~OpsServer() = default;

  // HOST:PORT as reached by clients, with the port that was picked.
  virtual const std::string& address() const = 0;
};

}  // namespace voc::ops

#endif  // VOC_SERVER_OPS_OPS_SERVER_H_
