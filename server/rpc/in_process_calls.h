#ifndef VOC_SERVER_RPC_IN_PROCESS_CALLS_H_
#define VOC_SERVER_RPC_IN_PROCESS_CALLS_H_

#include <grpcpp/channel.h>

#include <memory>

#include "server/rpc/calls.h"

namespace voc::rpc {

// Calls over a channel, as a rule one inside the process. Must outlive its calls: its end waits
// for those that are open. Thread-safe.
std::unique_ptr<Calls> MakeInProcessCalls(const std::shared_ptr<grpc::Channel>& channel);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_IN_PROCESS_CALLS_H_
