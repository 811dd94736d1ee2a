#include "server/http/edge.h"

#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "server/auth/edge_metadata.h"
#include "server/http/asset_reply.h"
#include "server/http/limits.h"
#include "server/http/protocol/client_address.h"
#include "server/http/protocol/errors.h"
#include "server/http/protocol/metadata.h"
#include "server/http/protocol/rpc_reply.h"
#include "storage/base/status_details.h"

namespace voc::http {
namespace {

// An error that is the same in every protocol, and that no page gets to read.
Reply Forbidden(std::string_view message, std::string_view reason) {
  const google::rpc::Status status = base::ToRpcStatus(base::WithReason(
      absl::PermissionDeniedError(absl::string_view(message.data(), message.size())), reason));
  Reply reply{.status = 403};
  reply.headers.Add("Content-Type", "application/json");
  reply.headers.Add("Vary", "Origin");
  reply.body = ConnectError(status);
  return reply;
}

Reply OriginRefused() {
  return Forbidden("no source allows pages of this origin to call", "ORIGIN_NOT_ALLOWED");
}

Reply HostRefused() {
  return Forbidden("the server does not go by the name in this Host header: say --http-host NAME",
                   "HOST_NOT_ALLOWED");
}

// Where we would read one thing and the service another: two values, or one that is not passed on.
bool IsAmbiguous(const RequestHead& head) {
  if (!IsPassedOn(head, "authorization")) return true;
  for (const std::string_view name :
       {"authorization", "host", "origin", "content-type", "sec-fetch-site"}) {
    if (head.Count(name) > 1) return true;
  }
  return false;
}

Reply WrongAssetVerb() {
  Reply reply = PlainReply(405, "only GET and HEAD are for files");
  reply.headers.Add("Allow", "GET, HEAD");
  return reply;
}

bool IsPreflight(const RequestHead& head) {
  return head.verb == "OPTIONS" && !head.Find("origin").empty() &&
         !head.Find("access-control-request-method").empty();
}

}  // namespace

Edge::Edge(EdgeOptions options, const base::Clock* steady)
    : options_(std::move(options)),
      methods_(options_.services),
      open_calls_(std::make_shared<OpenCalls>(kMaxOpenCallsPerAddress)),
      by_address_(options_.address_rate, steady),
      by_key_(options_.key_rate, steady) {
  for (const web::Asset& asset : options_.assets) assets_[asset.path] = &asset;
}

std::variant<AdmittedCall, Reply> Edge::Admit(const RequestHead& head, const std::string& peer,
                                              bool tls) const {
  if (IsAmbiguous(head)) {
    return PlainReply(400,
                      "a header that decides came twice, or is no text, or is for proxies alone");
  }
  if (const Method* const method = methods_.Find(head.path()); method != nullptr) {
    return AdmitCall(head, *method, peer, tls);
  }
  if (const auto asset = assets_.find(head.path()); asset != assets_.end()) {
    if (head.verb != "GET" && head.verb != "HEAD") return WrongAssetVerb();
    return AssetReply(*asset->second, head);
  }
  return PlainReply(404, "nothing is served under this path");
}

std::variant<AdmittedCall, Reply> Edge::AdmitCall(const RequestHead& head, const Method& method,
                                                  const std::string& peer, bool tls) const {
  const std::string_view origin = head.Find("origin");
  const std::string_view key = SourceKeyOf(head.Find("authorization"));
  const std::string address = ClientAddress(peer, head.Joined("x-forwarded-for"), options_.proxies);
  const bool proxied = address != peer;
  const std::string_view scheme = head.FindLast("x-forwarded-proto");
  const Site site = SiteOf({.origin = origin,
                            .host = head.Find("host"),
                            .sec_fetch_site = head.Find("sec-fetch-site"),
                            .https = proxied && !scheme.empty() ? scheme == "https" : tls,
                            .keyed = !key.empty()},
                           options_.site);
  if (site == Site::kOriginRefused) return OriginRefused();
  if (site == Site::kHostRefused) return HostRefused();
  if (IsPreflight(head)) return PreflightReply(head);

  std::variant<RpcRequest, Reply> read = ReadRpcHead(head, method);
  if (Reply* const reply = std::get_if<Reply>(&read)) {
    AddPageHeaders(origin, reply->headers);
    return std::move(*reply);
  }
  AdmittedCall call{.request = std::get<RpcRequest>(std::move(read)),
                    .origin = std::string(origin)};
  absl::Status& refusal = call.request.refusal;
  if (site == Site::kCrossSite || !key.empty()) {
    call.max_body_bytes = kMaxRestrictedBodyBytes;
    if (absl::Status rate = CheckRate(AddressNetwork(address), key); !rate.ok()) {
      refusal = std::move(rate);
      call.too_often = true;
    } else if (std::optional<OpenCalls::Slot> slot = open_calls_->Take(AddressNetwork(address))) {
      call.slot = *std::move(slot);
    } else {
      refusal = base::WithRetryDelay(
          base::WithReason(absl::ResourceExhaustedError("too many calls of this address are open"),
                           "RATE_LIMITED"),
          absl::Nanoseconds(rpc::kRetryDelayNs));
    }
  }
  absl::StatusOr<rpc::Metadata> metadata = CallMetadata(head);
  if (!metadata.ok()) {
    if (refusal.ok()) refusal = metadata.status();
    return call;
  }
  call.metadata = *std::move(metadata);
  call.metadata.emplace_back(auth::kEdgeAddress, address);
  if (!origin.empty()) call.metadata.emplace_back(auth::kEdgeOrigin, origin);
  if (site == Site::kCrossSite) call.metadata.emplace_back(auth::kEdgeCrossSite, "1");
  if (!key.empty()) call.metadata.emplace_back(auth::kEdgeKeyed, "1");
  return call;
}

absl::Status Edge::CheckRate(const std::string& address, std::string_view key) const {
  base::TimeNs wait = by_address_.Take(address);
  const bool by_address = wait > 0;
  // What is longer is no key, and no name to remember.
  if (wait == 0 && !key.empty()) wait = by_key_.Take(key.substr(0, kMaxKeyNameBytes));
  if (wait == 0) return absl::OkStatus();
  return base::WithRetryDelay(
      base::WithReason(
          absl::ResourceExhaustedError(by_address ? "too many calls come from this address"
                                                  : "too many calls come with this key"),
          "RATE_LIMITED"),
      absl::Nanoseconds(wait));
}

void AddPageHeaders(std::string_view origin, HeaderLines& headers) {
  if (!origin.empty()) AddCorsHeaders(origin, headers);
}

}  // namespace voc::http
