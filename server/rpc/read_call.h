#ifndef VOC_SERVER_RPC_READ_CALL_H_
#define VOC_SERVER_RPC_READ_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <utility>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "server/rpc/caller.h"
#include "server/rpc/errors.h"
#include "storage/base/worker_pool.h"

namespace voc::rpc {

// Says whether the caller of a read went away.
using Cancelled = absl::FunctionRef<bool()>;

// Answers a unary call with what `read(Cancelled) -> absl::StatusOr<Response>`
// returns, run on the pool since it may block. UNAVAILABLE when the pool's queue
// is full. For methods that a source key allows, and that look at the caller themselves.
template <typename Response, typename Read>
grpc::ServerUnaryReactor* RunReadForKeyed(grpc::CallbackServerContext* context,
                                          base::WorkerPool* pool, Response* response, Read read) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  base::WorkerPool::Task task = [context, reactor, response, read = std::move(read)]() mutable {
    const auto cancelled = [context] { return context->IsCancelled(); };
    if (cancelled()) {  // while it waited
      reactor->Finish(grpc::Status::CANCELLED);
      return;
    }
    absl::StatusOr<Response> result = read(Cancelled(cancelled));
    if (result.ok()) *response = *std::move(result);
    reactor->Finish(ToGrpc(result.status()));
  };
  if (!pool->TryRun(task)) reactor->Finish(ToGrpc(QueueFull("reads")));
  return reactor;
}

// The same for callers who may do everything (CheckUnrestricted).
template <typename Response, typename Read>
grpc::ServerUnaryReactor* RunRead(grpc::CallbackServerContext* context, base::WorkerPool* pool,
                                  Response* response, Read read) {
  if (const absl::Status allowed = CheckUnrestricted(*context); !allowed.ok()) {
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(ToGrpc(allowed));
    return reactor;
  }
  return RunReadForKeyed(context, pool, response, std::move(read));
}

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_READ_CALL_H_
