#ifndef VOC_SERVER_HTTP_PROTOCOL_RPC_REPLY_H_
#define VOC_SERVER_HTTP_PROTOCOL_RPC_REPLY_H_

#include <string>

#include "absl/status/statusor.h"
#include "google/rpc/status.pb.h"
#include "server/http/protocol/message.h"
#include "server/http/protocol/rpc_request.h"
#include "server/rpc/calls.h"

namespace voc::http {

// How a call ended, as its service said.
struct CallResult {
  google::rpc::Status status;
  rpc::Metadata headers;
  rpc::Metadata trailers;
};

// The whole answer to a call of one message; `message` counts only where the status is OK.
Reply UnaryReply(const RpcRequest& request, CallResult result, std::string message);

// The answer to what was refused without a call, whatever its method.
Reply RefusalReply(const RpcRequest& request, const google::rpc::Status& status);

// The pieces of a stream's answer: its head, of which the body is empty, a message at a time, and
// the last piece. INTERNAL for a message that cannot be written as JSON.
Reply StreamHead(const RpcRequest& request, const rpc::Metadata& headers);
absl::StatusOr<std::string> StreamMessage(const RpcRequest& request, std::string message);
std::string StreamEnd(const RpcRequest& request, const google::rpc::Status& status,
                      const rpc::Metadata& trailers);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_RPC_REPLY_H_
