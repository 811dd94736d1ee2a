#ifndef VOC_SERVER_HTTP_PROTOCOL_ERRORS_H_
#define VOC_SERVER_HTTP_PROTOCOL_ERRORS_H_

#include <cstdint>
#include <optional>
#include <string>

#include "google/rpc/status.pb.h"
#include "server/rpc/calls.h"

namespace voc::http {

// How a call ended, in the words of each protocol.

// {"code":"invalid_argument","message":...,"details":[{"type","value","debug"}]}
std::string ConnectError(const google::rpc::Status& status);

// The last payload of a Connect stream: {"error":{...},"metadata":{"name":["value"]}}, {} where all
// went well.
std::string ConnectEnd(const google::rpc::Status& status, const rpc::Metadata& trailers);

// The last payload of a gRPC-Web answer: "grpc-status: 0\r\n" and so on.
std::string GrpcWebTrailers(const google::rpc::Status& status, const rpc::Metadata& trailers);

// When to come back, as its RetryInfo says, in whole seconds and at least 1. None if it has none.
std::optional<int64_t> RetrySeconds(const google::rpc::Status& status);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_ERRORS_H_
