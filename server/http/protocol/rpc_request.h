#ifndef VOC_SERVER_HTTP_PROTOCOL_RPC_REQUEST_H_
#define VOC_SERVER_HTTP_PROTOCOL_RPC_REQUEST_H_

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/http/protocol/message.h"
#include "server/http/protocol/method_table.h"
#include "storage/base/clock.h"

namespace voc::http {

enum class Protocol {
  kConnectUnary,   // a bare message each way
  kConnectStream,  // envelopes, the last of which says how it ended
  kGrpcWeb,        // envelopes, the last of which are the trailers
};

enum class Compression { kIdentity, kGzip };

// How a request wants a method called and answered.
struct RpcRequest {
  const Method* method = nullptr;
  Protocol protocol = Protocol::kConnectUnary;
  bool json = false;                                 // else encoded protobuf
  bool base64 = false;                               // gRPC-Web text, both ways
  bool get = false;                                  // the message is in the query
  std::string content_type;                          // of the request's body, and of the answer's
  Compression compression = Compression::kIdentity;  // of the message or messages that come
  bool gzip_answer = false;                          // the client takes it
  std::optional<base::TimeNs> timeout_ns;
  std::string query_message;  // of a GET, as it is in the query but for its encoding
  // The protocol was understood and its rules were not kept: answered in its form, without a call.
  absl::Status refusal;
};

// What the head of a request for a method asks for, or the answer to one that is not of our
// protocols.
std::variant<RpcRequest, Reply> ReadRpcHead(const RequestHead& head, const Method& method);

// The call's one message, encoded, from the body; with at most `max_bytes` after decompression.
absl::StatusOr<std::string> ReadRpcMessage(const RpcRequest& request, std::string body,
                                           size_t max_bytes);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_RPC_REQUEST_H_
