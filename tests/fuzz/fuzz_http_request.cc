// Any bytes as a request of Connect or gRPC-Web: it is refused or read within the limits, and every
// answer to it keeps its protocol's form.
//
// Lines up to an empty one are method, verb, target and headers; the rest is the body.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "absl/strings/ascii.h"
#include "server/http/protocol/base64.h"
#include "server/http/protocol/envelope.h"
#include "server/http/protocol/metadata.h"
#include "server/http/protocol/rpc_reply.h"
#include "server/http/protocol/rpc_request.h"
#include "server/http/protocol/site.h"
#include "storage/base/status_details.h"
#include "tests/fuzz/check.h"
#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

using fuzz::Check;

constexpr size_t kMaxBytes = 64 * 1024;

const MethodTable& Methods() {
  static const MethodTable* const kMethods = [] {
    v1::SubmitRequest::descriptor();
    return new MethodTable({"voc.v1.FeedbackService"});
  }();
  return *kMethods;
}

std::string_view TakeLine(std::string_view& bytes) {
  const size_t end = bytes.find('\n');
  const std::string_view line = bytes.substr(0, end);
  bytes.remove_prefix(end == std::string_view::npos ? bytes.size() : end + 1);
  return line;
}

void CheckHead(const HeaderLines& lines) {
  std::string_view text = lines.text();
  Check(text.empty() || text.ends_with("\r\n"), "a head is whole lines");
  while (!text.empty()) {
    const size_t end = text.find("\r\n");
    Check(end > 0 && text.substr(0, end).find(": ") != std::string_view::npos,
          "each line is a name and a value");
    Check(text.substr(0, end).find_first_of("\r\n") == std::string_view::npos,
          "and ends where it should");
    text.remove_prefix(end + 2);
  }
}

void CheckStream(const RpcRequest& request, std::string body) {
  if (request.base64) {
    const std::optional<std::string> decoded = DecodeBase64Pieces(body);
    Check(decoded.has_value(), "text is base64");
    body = *decoded;
  }
  const auto envelopes = ReadEnvelopes(body);
  Check(envelopes.ok() && !envelopes->empty(), "a stream is whole envelopes");
  for (size_t i = 0; i < envelopes->size(); ++i) {
    const bool last = ((*envelopes)[i].flags & ~kCompressedFlag) != 0;
    Check(last == (i + 1 == envelopes->size()), "the last one, and it alone, says so");
  }
}

void CheckReply(const RpcRequest& request, const Reply& reply) {
  CheckHead(reply.headers);
  if (request.protocol == Protocol::kConnectUnary) return;
  Check(reply.status == 200, "streams have status 200");
  CheckStream(request, reply.body);
}

void Run(std::string_view bytes) {
  RequestHead head;
  const Method* const method = Methods().Find(TakeLine(bytes));
  head.verb = TakeLine(bytes);
  head.target = TakeLine(bytes);
  for (std::string_view line = TakeLine(bytes); !line.empty(); line = TakeLine(bytes)) {
    const size_t colon = line.find(':');
    std::string name(line.substr(0, colon));
    absl::AsciiStrToLower(&name);
    head.headers.emplace_back(name, colon == line.npos ? "" : line.substr(colon + 1));
  }
  SiteOf({.origin = head.Find("origin"), .host = head.Find("host")}, {.hosts = {"a.example"}});
  CheckHead(PreflightReply(head).headers);
  const absl::StatusOr<rpc::Metadata> metadata = CallMetadata(head);
  if (metadata.ok()) {
    for (const auto& [name, value] : *metadata) {
      Check(!name.starts_with("voc-edge-"), "nobody else speaks for the edge");
      for (const char c : name) {
        Check((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.',
              "gRPC can carry the name");
      }
      if (name.ends_with("-bin")) continue;
      for (const char c : value) Check(c >= 0x20 && c <= 0x7e, "gRPC can carry the value");
    }
  }
  if (method == nullptr) return;
  const std::variant<RpcRequest, Reply> read = ReadRpcHead(head, *method);
  if (const Reply* const reply = std::get_if<Reply>(&read)) {
    Check(reply->status >= 400, "what is no call is an error");
    CheckHead(reply->headers);
    return;
  }
  const auto& request = std::get<RpcRequest>(read);
  if (!request.refusal.ok()) {
    CheckReply(request, RefusalReply(request, base::ToRpcStatus(request.refusal)));
    return;
  }
  // A copy of its own size, so that a read behind its end is seen.
  const absl::StatusOr<std::string> message =
      ReadRpcMessage(request, std::string(bytes), kMaxBytes);
  if (!message.ok()) {
    CheckReply(request, RefusalReply(request, base::ToRpcStatus(message.status())));
    return;
  }
  // Whatever the service says: here, what the client said.
  rpc::Metadata trailers = metadata.ok() ? *metadata : rpc::Metadata();
  if (!method->server_streaming) {
    CheckReply(request, UnaryReply(request, {.trailers = trailers}, *message));
    return;
  }
  CheckHead(StreamHead(request, trailers).headers);
  const absl::StatusOr<std::string> piece = StreamMessage(request, *message);
  CheckStream(request, piece.value_or("") + StreamEnd(request, {}, trailers));
}

}  // namespace
}  // namespace voc::http

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  voc::http::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
