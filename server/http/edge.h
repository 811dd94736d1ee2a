#ifndef VOC_SERVER_HTTP_EDGE_H_
#define VOC_SERVER_HTTP_EDGE_H_

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "client/web/assets.h"
#include "server/auth/rate_limiter.h"
#include "server/http/limits.h"
#include "server/http/open_calls.h"
#include "server/http/protocol/message.h"
#include "server/http/protocol/method_table.h"
#include "server/http/protocol/rpc_request.h"
#include "server/http/protocol/site.h"
#include "server/rpc/calls.h"
#include "storage/base/clock.h"

namespace voc::http {

struct EdgeOptions {
  std::vector<std::string> services;  // full names of those that may be called
  SiteRules site;
  std::vector<std::string> proxies;  // normal addresses; believed about who calls
  // Of calls with a source key or from pages of other sites: by client address, and by key.
  auth::Rate address_rate{.per_second = 20};
  auth::Rate key_rate{.per_second = 1000};
  std::span<const web::Asset> assets;
};

// A call that may be made once its body is there.
struct AdmittedCall {
  RpcRequest request;
  rpc::Metadata metadata;
  std::string origin;                     // of the page that calls; empty: none
  OpenCalls::Slot slot;                   // held until the call is over
  bool too_often = false;                 // the refusal is that of a rate
  size_t max_body_bytes = kMaxBodyBytes;  // as it comes, and inflated
};

// What is decided about a request before its body is read: whose page it comes from, whether it may
// call, and how often. Thread-safe.
class Edge {
 public:
  // `steady` outlives it.
  Edge(EdgeOptions options, const base::Clock* steady);

  // `peer` is the normal address at the other end, `tls` whether the connection is ours to encrypt.
  std::variant<AdmittedCall, Reply> Admit(const RequestHead& head, const std::string& peer,
                                          bool tls) const;

 private:
  std::variant<AdmittedCall, Reply> AdmitCall(const RequestHead& head, const Method& method,
                                              const std::string& peer, bool tls) const;
  absl::Status CheckRate(const std::string& address, std::string_view key) const;

  const EdgeOptions options_;
  const MethodTable methods_;
  absl::flat_hash_map<std::string_view, const web::Asset*> assets_;
  const std::shared_ptr<OpenCalls> open_calls_;
  mutable auth::RateLimiter by_address_;
  mutable auth::RateLimiter by_key_;
};

// What every answer to a page carries beside what its protocol says.
void AddPageHeaders(std::string_view origin, HeaderLines& headers);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_EDGE_H_
