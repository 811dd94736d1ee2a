#include "server/http/asset_reply.h"

#include <algorithm>

#include "server/http/protocol/accepts.h"

namespace voc::http {
namespace {

// Whether the list of an If-None-Match names the asset. A weak tag is as good: what changes in
// nothing but its form is the same to a browser.
bool Names(std::string_view list, std::string_view etag) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(','), list.size());
    std::string_view item = list.substr(0, end);
    while (item.starts_with(' ')) item.remove_prefix(1);
    while (item.ends_with(' ')) item.remove_suffix(1);
    if (item.starts_with("W/")) item.remove_prefix(2);
    if (item == "*" || item == etag) return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

}  // namespace

Reply AssetReply(const web::Asset& asset, const RequestHead& head) {
  Reply reply;
  reply.headers.Add("ETag", asset.etag);
  reply.headers.Add("Cache-Control",
                    asset.immutable ? "public, max-age=31536000, immutable" : "no-cache");
  reply.headers.Add("Vary", "Accept-Encoding");
  reply.headers.Add("X-Content-Type-Options", "nosniff");
  reply.headers.Add("Referrer-Policy", "no-referrer");
  if (!asset.policy.empty()) reply.headers.Add("Content-Security-Policy", asset.policy);
  if (asset.any_origin) {
    reply.headers.Add("Access-Control-Allow-Origin", "*");
    reply.headers.Add("Cross-Origin-Resource-Policy", "cross-origin");
  }
  if (Names(head.Find("if-none-match"), asset.etag)) {
    reply.status = 304;
    return reply;
  }
  reply.headers.Add("Content-Type", asset.content_type);
  const bool gzip = !asset.gzip.empty() && TakesGzip(head.Find("accept-encoding"));
  if (gzip) reply.headers.Add("Content-Encoding", "gzip");
  reply.fixed_body = gzip ? asset.gzip : asset.plain;
  return reply;
}

}  // namespace voc::http
