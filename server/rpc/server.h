#ifndef VOC_SERVER_RPC_SERVER_H_
#define VOC_SERVER_RPC_SERVER_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "server/auth/random.h"
#include "server/ingest/committer.h"
#include "server/rpc/calls.h"
#include "server/sentiment/annotator.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/pump.h"
#include "server/views/views.h"
#include "storage/base/clock.h"
#include "storage/base/worker_pool.h"
#include "storage/event_log.h"
#include "voc/v1/admin.pb.h"

namespace voc::rpc {

struct ServerOptions {
  std::string address = "127.0.0.1:50051";  // HOST:PORT; port 0 picks a free one
  bool reflection = true;
};

// What the server works on; all outlive it.
struct Dependencies {
  ingest::Committer* committer = nullptr;
  const views::Views* views = nullptr;
  const store::EventLog* log = nullptr;
  std::string store_id;  // 32 hexadecimal digits; part of every cursor
  const sentiment::Annotator* annotator = nullptr;
  const base::Clock* clock = nullptr;   // the time of day
  const base::Clock* steady = nullptr;  // for intervals
  // Where source keys and draws come from.
  auth::RandomBytes random = auth::SystemRandom;
  bool strict_sources = false;  // whether what is of no known source is rejected
  // Hears of every commit, and tells the pump: hub->set_on_commit.
  const subscribe::Hub* hub = nullptr;
  subscribe::Pump* pump = nullptr;
  // For reads and scans, see kReadThreads and kMaxQueuedReads.
  base::WorkerPool* reads = nullptr;
  // What GetStatus answers, but for `draining` and the subscribers, which the
  // server knows. May block; any thread calls it.
  std::function<v1::GetStatusResponse()> status;
  // What VerifyStore answers to `rebuild`; CANCELLED soon after `cancelled` says that
  // nobody wants to know. May block for a pass over the log; any thread calls it, one
  // at a time.
  std::function<absl::StatusOr<v1::VerifyStoreResponse>(bool rebuild,
                                                        absl::FunctionRef<bool()> cancelled)>
      verify;
};

// The gRPC edge: FeedbackService, TrendService, ThemeService, AlertService,
// MarkService, ImportService, SourceService, AdminService, health and (if asked for) reflection.
// Thread-safe.
//
// Ends in two steps, between which the app lets the committer answer what is
// queued: Drain, Committer::Drain, Shutdown. Pump and pool end after that.
class Server {
 public:
  // Listens and serves. UNAVAILABLE if the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Server>> Start(const ServerOptions& options,
                                                       const Dependencies& dependencies);

  // Shuts down at once.
  virtual ~Server() = default;

  // HOST:PORT as reached by clients, with the port that was picked.
  virtual const std::string& address() const = 0;
  virtual int port() const = 0;

  // The same services from inside the process. Open calls hold up the server's end: who made them
  // ends them.
  virtual Calls& calls() = 0;

  // Full names of the services, "voc.v1.FeedbackService", without health and reflection.
  virtual std::vector<std::string> services() const = 0;

  // What GetStatus answers. May block; any thread calls it, until Shutdown.
  virtual v1::GetStatusResponse Status() = 0;

  // What health checks answer; serving from the start.
  virtual void SetServing(bool serving) = 0;

  // Health says NOT_SERVING for good, and every subscription and Ingest stream ends
  // with UNAVAILABLE (reason DRAINING, a subscription's last cursor in the
  // metadata), after the answers to what an Ingest stream had sent. Does not wait.
  // Idempotent.
  virtual void Drain() = 0;

  // Drains, takes no new calls, waits up to `grace` for those that are open, then
  // cancels them. Returns when every call is over. Idempotent.
  virtual void Shutdown(absl::Duration grace) = 0;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_SERVER_H_
