#include "server/http/protocol/rpc_reply.h"

#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/http/protocol/base64.h"
#include "server/http/protocol/codes.h"
#include "server/http/protocol/envelope.h"
#include "server/http/protocol/errors.h"
#include "server/http/protocol/gzip.h"
#include "server/http/protocol/json.h"
#include "server/http/protocol/metadata.h"
#include "storage/base/status_details.h"

namespace voc::http {
namespace {

constexpr std::string_view kSupported = "gzip";

// What customers said is no image, script or page, whoever asks for it as one.
void AddSafetyHeaders(HeaderLines& headers) {
  headers.Add("X-Content-Type-Options", "nosniff");
  headers.Add("Cross-Origin-Resource-Policy", "same-origin");
}

// In the client's codec.
absl::StatusOr<std::string> InCodec(const RpcRequest& request, std::string message) {
  if (!request.json) return message;
  return BytesToJson(request.method->response_type, message);
}

// Whether the message was worth compressing, in which case it is.
bool Compress(const RpcRequest& request, std::string& message) {
  if (!request.gzip_answer || message.size() < kMinGzipBytes) return false;
  std::string compressed = Gzip(message);
  if (compressed.empty() || compressed.size() >= message.size()) return false;
  message = std::move(compressed);
  return true;
}

void AddRetryAfter(const google::rpc::Status& status, HeaderLines& headers) {
  const std::optional<int64_t> seconds = RetrySeconds(status);
  if (seconds.has_value()) headers.Add("Retry-After", absl::StrCat(*seconds));
}

Reply ConnectUnaryReply(const RpcRequest& request, const CallResult& result, std::string message) {
  Reply reply;
  AddMetadata(result.headers, "", reply.headers);
  AddSafetyHeaders(reply.headers);
  AddMetadata(result.trailers, "trailer-", reply.headers);
  // What a GET brought is customers' data, for no cache on the way to keep.
  if (request.get) reply.headers.Add("Cache-Control", "private, no-cache");
  if (result.status.code() != 0) {
    reply.status = HttpStatusOf(result.status.code());
    reply.headers.Add("Content-Type", "application/json");
    AddRetryAfter(result.status, reply.headers);
    if (result.status.code() == static_cast<int>(absl::StatusCode::kUnimplemented)) {
      reply.headers.Add("Accept-Encoding", kSupported);
    }
    reply.body = ConnectError(result.status);
    return reply;
  }
  reply.headers.Add("Content-Type", request.content_type);
  if (Compress(request, message)) reply.headers.Add("Content-Encoding", "gzip");
  reply.body = std::move(message);
  return reply;
}

std::string InTransport(const RpcRequest& request, const std::string& piece) {
  return request.base64 ? Base64(piece) : piece;
}

}  // namespace

Reply UnaryReply(const RpcRequest& request, CallResult result, std::string message) {
  if (result.status.code() == 0) {
    absl::StatusOr<std::string> coded = InCodec(request, std::move(message));
    if (!coded.ok()) result.status = base::ToRpcStatus(coded.status());
    message = coded.ok() ? *std::move(coded) : std::string();
  }
  if (request.protocol == Protocol::kConnectUnary) {
    return ConnectUnaryReply(request, result, std::move(message));
  }
  Reply reply = StreamHead(request, result.headers);
  std::string body;
  if (result.status.code() == 0) {
    const bool compressed = Compress(request, message);
    AppendEnvelope(compressed ? kCompressedFlag : 0, message, body);
  }
  AppendEnvelope(kGrpcTrailersFlag, GrpcWebTrailers(result.status, result.trailers), body);
  reply.body = InTransport(request, body);
  return reply;
}

Reply RefusalReply(const RpcRequest& request, const google::rpc::Status& status) {
  if (request.protocol == Protocol::kConnectUnary) {
    return ConnectUnaryReply(request, {.status = status}, "");
  }
  Reply reply = StreamHead(request, {});
  AddRetryAfter(status, reply.headers);
  reply.body = StreamEnd(request, status, {});
  return reply;
}

Reply StreamHead(const RpcRequest& request, const rpc::Metadata& headers) {
  Reply reply;
  AddMetadata(headers, "", reply.headers);
  AddSafetyHeaders(reply.headers);
  reply.headers.Add("Content-Type", request.content_type);
  // Else a proxy may keep pieces of a stream until it has more.
  reply.headers.Add("Cache-Control", "no-cache, no-transform");
  reply.headers.Add("X-Accel-Buffering", "no");
  const bool grpc = request.protocol == Protocol::kGrpcWeb;
  if (request.gzip_answer) {
    reply.headers.Add(grpc ? "Grpc-Encoding" : "Connect-Content-Encoding", "gzip");
  }
  reply.headers.Add(grpc ? "Grpc-Accept-Encoding" : "Connect-Accept-Encoding", kSupported);
  return reply;
}

absl::StatusOr<std::string> StreamMessage(const RpcRequest& request, std::string message) {
  absl::StatusOr<std::string> coded = InCodec(request, std::move(message));
  if (!coded.ok()) return coded.status();
  const bool compressed = Compress(request, *coded);
  std::string piece;
  AppendEnvelope(compressed ? kCompressedFlag : 0, *coded, piece);
  return InTransport(request, piece);
}

std::string StreamEnd(const RpcRequest& request, const google::rpc::Status& status,
                      const rpc::Metadata& trailers) {
  std::string piece;
  if (request.protocol == Protocol::kGrpcWeb) {
    AppendEnvelope(kGrpcTrailersFlag, GrpcWebTrailers(status, trailers), piece);
  } else {
    AppendEnvelope(kConnectEndFlag, ConnectEnd(status, trailers), piece);
  }
  return InTransport(request, piece);
}

}  // namespace voc::http
