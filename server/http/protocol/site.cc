#include "server/http/protocol/site.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "server/auth/edge_metadata.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

constexpr std::string_view kBearer = "Bearer ";

std::string Lower(std::string_view text) { return absl::AsciiStrToLower(base::ToAbsl(text)); }

// "[::1]:8080" as "[::1]", "App.example.com." as "app.example.com".
std::string HostName(std::string_view host) {
  const size_t bracket = host.rfind(']');
  const size_t colon = host.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    host = host.substr(0, colon);
  }
  if (host.ends_with('.')) host.remove_suffix(1);
  return Lower(host);
}

bool IsLoopback(std::string_view name) {
  if (name == "localhost" || name.ends_with(".localhost") || name == "[::1]") return true;
  // Digits and dots alone: a name may begin with 127. and lead anywhere.
  return name.starts_with("127.") &&
         name.find_first_not_of("0123456789.") == std::string_view::npos;
}

bool IsOwnHost(std::string_view host, const SiteRules& rules) {
  const std::string name = HostName(host);
  if (IsLoopback(name)) return true;
  return std::any_of(rules.hosts.begin(), rules.hosts.end(),
                     [&name](const std::string& listed) { return HostName(listed) == name; });
}

}  // namespace

Site SiteOf(const PageRequest& request, const SiteRules& rules) {
  if (!request.origin.empty()) {
    const std::string origin = NormalOrigin(request.origin);
    const std::string own = NormalOrigin(
        absl::StrCat(request.https ? "https://" : "http://", base::ToAbsl(request.host)));
    if (!origin.empty() && origin == own && IsOwnHost(request.host, rules)) return Site::kTrusted;
    if (!origin.empty() &&
        std::any_of(rules.origins.begin(), rules.origins.end(),
                    [&](const std::string& listed) { return NormalOrigin(listed) == origin; })) {
      return Site::kTrusted;
    }
    return rules.source_allows && rules.source_allows(request.origin) ? Site::kCrossSite
                                                                      : Site::kOriginRefused;
  }
  if (request.keyed) return Site::kTrusted;
  if (request.sec_fetch_site == "cross-site" || request.sec_fetch_site == "same-site") {
    return Site::kOriginRefused;
  }
  return IsOwnHost(request.host, rules) ? Site::kTrusted : Site::kHostRefused;
}

std::string_view SourceKeyOf(std::string_view authorization) {
  if (!absl::StartsWithIgnoreCase(base::ToAbsl(authorization), base::ToAbsl(kBearer))) return {};
  authorization.remove_prefix(kBearer.size());
  return authorization.starts_with(auth::kSourceKeyPrefix) ? authorization : std::string_view();
}

std::string NormalOrigin(std::string_view origin) {
  std::string lower = Lower(origin);
  const bool https = lower.starts_with("https://");
  if (!https && !lower.starts_with("http://")) return {};
  const std::string_view port = https ? ":443" : ":80";
  if (lower.ends_with(port)) lower.erase(lower.size() - port.size());
  const size_t begin = https ? 8 : 7;
  if (lower.size() == begin || lower.find_first_of("/?#@ \\", begin) != std::string::npos)
    return {};
  return lower;
}

void AddCorsHeaders(std::string_view origin, HeaderLines& headers) {
  headers.Add("Access-Control-Allow-Origin", origin);
  headers.Add("Access-Control-Expose-Headers",
              "Grpc-Status, Grpc-Message, Grpc-Status-Details-Bin, Grpc-Encoding, "
              "Connect-Content-Encoding, Content-Encoding, Retry-After");
  headers.Add("Vary", "Origin");
}

Reply PreflightReply(const RequestHead& head) {
  Reply reply{.status = 204};
  reply.headers.Add("Access-Control-Allow-Origin", head.Find("origin"));
  reply.headers.Add("Access-Control-Allow-Methods", "GET, POST");
  reply.headers.Add("Access-Control-Allow-Headers",
                    "Authorization, Content-Type, Content-Encoding, Connect-Protocol-Version, "
                    "Connect-Timeout-Ms, Connect-Content-Encoding, Connect-Accept-Encoding, "
                    "Grpc-Timeout, X-Grpc-Web, X-User-Agent");
  reply.headers.Add("Access-Control-Max-Age", "7200");
  reply.headers.Add("Vary",
                    "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  return reply;
}

}  // namespace voc::http
