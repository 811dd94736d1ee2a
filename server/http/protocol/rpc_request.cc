#include "server/http/protocol/rpc_request.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/http/protocol/accepts.h"
#include "server/http/protocol/base64.h"
#include "server/http/protocol/envelope.h"
#include "server/http/protocol/gzip.h"
#include "server/http/protocol/json.h"
#include "server/http/protocol/percent.h"
#include "server/http/protocol/timeouts.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

constexpr std::string_view kJson = "json";
constexpr std::string_view kProto = "proto";

absl::Status Invalid(std::string_view message, std::string_view reason) {
  return base::WithReason(absl::InvalidArgumentError(base::ToAbsl(message)), reason);
}

absl::Status Unimplemented(std::string_view message, std::string_view reason) {
  return base::WithReason(absl::UnimplementedError(base::ToAbsl(message)), reason);
}

std::string Trimmed(std::string_view text) {
  return absl::AsciiStrToLower(absl::StripAsciiWhitespace(base::ToAbsl(text)));
}

// The type in lower case, without parameters. Empty if they say that the text is not UTF-8.
std::string MediaType(std::string_view content_type) {
  const size_t end = std::min(content_type.find(';'), content_type.size());
  std::string parameters = Trimmed(content_type.substr(end));
  parameters.erase(std::remove_if(parameters.begin(), parameters.end(),
                                  [](unsigned char c) { return c == ' ' || c == '"'; }),
                   parameters.end());
  const size_t charset = parameters.find(";charset=");
  if (charset != std::string::npos) {
    const std::string name = parameters.substr(charset + 9);
    if (name != "utf-8" && name != "utf8") return {};
  }
  return Trimmed(content_type.substr(0, end));
}

// What the method takes, for those who sent something else.
Reply UnsupportedType(const Method& method) {
  constexpr std::string_view kUnaryTypes =
      "application/json, application/proto, application/grpc-web, application/grpc-web+proto, "
      "application/grpc-web+json, application/grpc-web-text, application/grpc-web-text+proto";
  constexpr std::string_view kStreamTypes =
      "application/connect+json, application/connect+proto, application/grpc-web, "
      "application/grpc-web+proto, application/grpc-web+json, application/grpc-web-text, "
      "application/grpc-web-text+proto";
  const std::string_view types = method.server_streaming ? kStreamTypes : kUnaryTypes;
  Reply reply = PlainReply(
      415, absl::StrCat("this method takes ", absl::string_view(types.data(), types.size())));
  reply.headers.Add("Accept-Post", types);
  return reply;
}

Reply WrongVerb(const Method& method) {
  const bool get = method.no_side_effects && !method.server_streaming && !method.client_streaming;
  Reply reply =
      PlainReply(405, get ? "call this method with POST or GET" : "call this method with POST");
  reply.headers.Add("Allow", get ? "GET, POST, OPTIONS" : "POST, OPTIONS");
  return reply;
}

// Sets protocol, codec and base64. Whether the type is one of ours, and the method's kind.
bool ReadContentType(std::string_view type, const Method& method, RpcRequest& request) {
  const bool streaming = method.server_streaming || method.client_streaming;
  const auto take = [&type](std::string_view prefix) {
    if (!type.starts_with(prefix)) return false;
    type.remove_prefix(prefix.size());
    return true;
  };
  if (!take("application/")) return false;
  if (take("grpc-web")) {
    request.protocol = Protocol::kGrpcWeb;
    request.base64 = take("-text");
    if (type.empty()) return true;
    if (!take("+")) return false;
  } else if (take("connect+")) {
    if (!streaming) return false;
    request.protocol = Protocol::kConnectStream;
  } else {
    if (streaming) return false;
    request.protocol = Protocol::kConnectUnary;
  }
  request.json = type == kJson;
  return request.json || type == kProto;
}

absl::Status ReadCompression(std::string_view name, RpcRequest& request) {
  if (name.empty() || SameIgnoringCase(name, "identity")) return absl::OkStatus();
  if (!SameIgnoringCase(name, "gzip")) {
    return Unimplemented(absl::StrCat("unknown compression \"", absl::CEscape(base::ToAbsl(name)),
                                      "\": supported are gzip and identity"),
                         "UNKNOWN_COMPRESSION");
  }
  request.compression = Compression::kGzip;
  return absl::OkStatus();
}

absl::Status ReadConnectVersion(std::string_view version) {
  if (version.empty() || version == "1") return absl::OkStatus();
  return Invalid("the Connect-Protocol-Version must be 1", "UNKNOWN_PROTOCOL_VERSION");
}

absl::Status ReadTimeout(const RequestHead& head, RpcRequest& request) {
  const bool grpc = request.protocol == Protocol::kGrpcWeb;
  const std::string_view name = grpc ? "grpc-timeout" : "connect-timeout-ms";
  const std::string_view text = head.Find(name);
  if (text.empty()) return absl::OkStatus();
  request.timeout_ns = grpc ? ParseGrpcTimeout(text) : ParseConnectTimeout(text);
  if (request.timeout_ns == base::TimeNs{0}) {
    return base::WithReason(absl::DeadlineExceededError("the call had no time at all"),
                            "DEADLINE_EXCEEDED");
  }
  if (request.timeout_ns.has_value()) return absl::OkStatus();
  return Invalid(grpc ? "grpc-timeout must be at most eight digits and one of H M S m u n"
                      : "connect-timeout-ms must be at most ten digits",
                 "INVALID_TIMEOUT");
}

// The refusal of what the protocol does not allow, with everything else set.
absl::Status ReadPostHeaders(const RequestHead& head, RpcRequest& request) {
  const std::string_view encoding = request.protocol == Protocol::kConnectUnary ? "content-encoding"
                                    : request.protocol == Protocol::kConnectStream
                                        ? "connect-content-encoding"
                                        : "grpc-encoding";
  const std::string_view accepted = request.protocol == Protocol::kConnectUnary ? "accept-encoding"
                                    : request.protocol == Protocol::kConnectStream
                                        ? "connect-accept-encoding"
                                        : "grpc-accept-encoding";
  request.gzip_answer = TakesGzip(head.Find(accepted));
  if (request.protocol != Protocol::kGrpcWeb) {
    const absl::Status version = ReadConnectVersion(head.Find("connect-protocol-version"));
    if (!version.ok()) return version;
  }
  if (absl::Status timeout = ReadTimeout(head, request); !timeout.ok()) return timeout;
  if (absl::Status known = ReadCompression(head.Find(encoding), request); !known.ok()) return known;
  if (request.method->client_streaming) {
    return Unimplemented("calls with a stream of requests need HTTP/2: use native gRPC",
                         "CLIENT_STREAMING");
  }
  return absl::OkStatus();
}

// What the query of a GET says; names are unique as far as we look at them: the first counts.
struct Query {
  std::optional<std::string> message;
  std::string encoding;
  std::string base64;
  std::string compression;
  std::string connect;
};

std::optional<Query> ReadQuery(std::string_view text) {
  Query query;
  while (!text.empty()) {
    const size_t end = std::min(text.find('&'), text.size());
    const std::string_view item = text.substr(0, end);
    const size_t equals = std::min(item.find('='), item.size());
    const std::string_view name = item.substr(0, equals);
    std::optional<std::string> value =
        DecodeQueryText(item.substr(std::min(equals + 1, item.size())));
    text.remove_prefix(std::min(end + 1, text.size()));
    std::string* const known = name == "encoding"      ? &query.encoding
                               : name == "base64"      ? &query.base64
                               : name == "compression" ? &query.compression
                               : name == "connect"     ? &query.connect
                                                       : nullptr;
    if (known == nullptr && name != "message") continue;
    if (!value.has_value()) return std::nullopt;
    if (known != nullptr) {
      if (known->empty()) *known = *std::move(value);
    } else if (!query.message.has_value()) {
      query.message = *std::move(value);
    }
  }
  return query;
}

absl::Status ReadGet(const RequestHead& head, Query query, RpcRequest& request) {
  request.gzip_answer = TakesGzip(head.Find("accept-encoding"));
  if (!query.connect.empty() && query.connect != "v1") {
    return Invalid("the query's \"connect\" must be v1", "UNKNOWN_PROTOCOL_VERSION");
  }
  if (absl::Status timeout = ReadTimeout(head, request); !timeout.ok()) return timeout;
  if (absl::Status known = ReadCompression(query.compression, request); !known.ok()) return known;
  if (!query.message.has_value()) {
    return Invalid("the query needs a \"message\"", "MESSAGE_MISSING");
  }
  request.query_message = *std::move(query.message);
  if (query.base64 != "1") return absl::OkStatus();
  std::optional<std::string> decoded = DecodeUrlSafeBase64(request.query_message);
  if (!decoded.has_value()) {
    return Invalid("the query's \"message\" is not URL-safe base64", "INVALID_BASE64");
  }
  request.query_message = *std::move(decoded);
  return absl::OkStatus();
}

std::variant<RpcRequest, Reply> ReadGetHead(const RequestHead& head, const Method& method) {
  if (!method.no_side_effects || method.server_streaming || method.client_streaming) {
    return WrongVerb(method);
  }
  RpcRequest request{.method = &method, .get = true};
  std::optional<Query> query = ReadQuery(head.query());
  if (query.has_value() && query->encoding != kJson && query->encoding != kProto) {
    return UnsupportedType(method);
  }
  request.json = !query.has_value() || query->encoding == kJson;
  request.content_type = request.json ? "application/json" : "application/proto";
  request.refusal = query.has_value()
                        ? ReadGet(head, *std::move(query), request)
                        : Invalid("the query has a % without two digits", "INVALID_QUERY");
  return request;
}

absl::StatusOr<std::string> Decompressed(Compression compression, std::string message,
                                         size_t max_bytes) {
  // Nothing is nothing, however it is said to be compressed.
  if (compression == Compression::kIdentity || message.empty()) return message;
  return Gunzip(message, max_bytes);
}

// The payload of the one envelope.
absl::StatusOr<std::string> OneMessage(const RpcRequest& request, std::string_view body,
                                       size_t max_bytes) {
  const absl::StatusOr<std::vector<Envelope>> envelopes = ReadEnvelopes(body);
  if (!envelopes.ok()) return envelopes.status();
  std::vector<Envelope> messages = *envelopes;
  // Trailers of a client say nothing that matters to us.
  const uint8_t other_flags =
      request.protocol == Protocol::kGrpcWeb ? kGrpcTrailersFlag : kConnectEndFlag;
  std::erase_if(messages, [other_flags](const Envelope& envelope) {
    return (envelope.flags & other_flags) != 0;
  });
  if (messages.size() != 1) {
    return Unimplemented(messages.empty() ? "the call needs a message and has none"
                                          : "the call takes one message and has several",
                         "ONE_MESSAGE");
  }
  const Envelope& message = messages.front();
  if ((message.flags & ~kCompressedFlag) != 0) {
    return Invalid("the message has flags that mean nothing", "INVALID_ENVELOPE");
  }
  const bool compressed = (message.flags & kCompressedFlag) != 0;
  if (compressed && request.compression == Compression::kIdentity) {
    return base::WithReason(
        absl::InternalError("the message is compressed and the headers do not say how"),
        "INVALID_ENVELOPE");
  }
  return Decompressed(compressed ? request.compression : Compression::kIdentity,
                      std::string(message.payload), max_bytes);
}

absl::StatusOr<std::string> PlainMessage(const RpcRequest& request, std::string body,
                                         size_t max_bytes) {
  if (request.protocol == Protocol::kConnectUnary) {
    return Decompressed(request.compression, std::move(body), max_bytes);
  }
  if (!request.base64) return OneMessage(request, body, max_bytes);
  const std::optional<std::string> decoded = DecodeBase64Pieces(body);
  if (!decoded.has_value()) return Invalid("the body is not base64", "INVALID_BASE64");
  return OneMessage(request, *decoded, max_bytes);
}

}  // namespace

std::variant<RpcRequest, Reply> ReadRpcHead(const RequestHead& head, const Method& method) {
  if (head.verb == "GET") return ReadGetHead(head, method);
  if (head.verb != "POST") return WrongVerb(method);
  RpcRequest request{.method = &method};
  request.content_type = MediaType(head.Find("content-type"));
  if (!ReadContentType(request.content_type, method, request)) return UnsupportedType(method);
  if (request.protocol == Protocol::kConnectStream && method.client_streaming) {
    return PlainReply(505, "calls with a stream of requests need HTTP/2: use native gRPC");
  }
  request.refusal = ReadPostHeaders(head, request);
  return request;
}

absl::StatusOr<std::string> ReadRpcMessage(const RpcRequest& request, std::string body,
                                           size_t max_bytes) {
  absl::StatusOr<std::string> message =
      request.get ? Decompressed(request.compression, request.query_message, max_bytes)
                  : PlainMessage(request, std::move(body), max_bytes);
  if (!message.ok() || !request.json) return message;
  return JsonToBytes(request.method->request_type, *message);
}

}  // namespace voc::http
