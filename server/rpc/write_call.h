#ifndef VOC_SERVER_RPC_WRITE_CALL_H_
#define VOC_SERVER_RPC_WRITE_CALL_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "server/ingest/command.h"
#include "server/rpc/caller.h"
#include "server/rpc/errors.h"
#include "server/rpc/submitter.h"

namespace voc::rpc {

using Results = std::vector<ingest::CommandResult>;

// Ends a call at once, whoever calls.
inline grpc::ServerUnaryReactor* FinishNow(grpc::CallbackServerContext* context,
                                           const absl::Status& status) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  reactor->Finish(ToGrpc(status));
  return reactor;
}

// Queues the work of a unary call, which is answered with what
// `on_results(Results) -> absl::Status` makes of its results once they are durable.
// After an error the call is still to be finished.
template <typename OnResults>
absl::Status QueueWork(grpc::ServerUnaryReactor* reactor, const Submitter* submitter,
                       ingest::Work work, OnResults on_results) {
  work.done = [reactor, on_results = std::move(on_results)](absl::Status status,
                                                            Results results) mutable {
    if (status.ok()) status = on_results(std::move(results));
    reactor->Finish(ToGrpc(status));
  };
  return submitter->Submit(std::move(work));
}

// The same of one note: `on_note(const storage::v1::Note&)` takes it as it is then.
template <typename OnNote>
grpc::ServerUnaryReactor* RunNote(grpc::CallbackServerContext* context, const Submitter* submitter,
                                  ingest::NoteCommand command, size_t bytes, OnNote on_note) {
  ingest::Work work;
  work.commands.emplace_back(std::move(command));
  work.bytes = bytes;
  return RunWork(context, submitter, std::move(work), [on_note](Results results) {
    const ingest::CommandResult& result = results.front();
    if (result.status.ok()) on_note(*result.note);
    return result.status;
  });
}

// Answers a call with an error at once. Those who may not call are told so alone.
inline grpc::ServerUnaryReactor* Refuse(grpc::CallbackServerContext* context,
                                        const absl::Status& status) {
  const absl::Status allowed = CheckUnrestricted(*context);
  return FinishNow(context, allowed.ok() ? status : allowed);
}

// The same as the whole of a call. For methods that a source key allows, and that look at the
// caller themselves.
template <typename OnResults>
grpc::ServerUnaryReactor* RunWorkForKeyed(grpc::CallbackServerContext* context,
                                          const Submitter* submitter, ingest::Work work,
                                          OnResults on_results) {
  grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
  const absl::Status queued = QueueWork(reactor, submitter, std::move(work), std::move(on_results));
  if (!queued.ok()) reactor->Finish(ToGrpc(queued));
  return reactor;
}

// The same for callers who may do everything (CheckUnrestricted).
template <typename OnResults>
grpc::ServerUnaryReactor* RunWork(grpc::CallbackServerContext* context, const Submitter* submitter,
                                  ingest::Work work, OnResults on_results) {
  if (const absl::Status allowed = CheckUnrestricted(*context); !allowed.ok()) {
    return FinishNow(context, allowed);
  }
  return RunWorkForKeyed(context, submitter, std::move(work), std::move(on_results));
}

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_WRITE_CALL_H_
