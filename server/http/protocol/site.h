#ifndef VOC_SERVER_HTTP_PROTOCOL_SITE_H_
#define VOC_SERVER_HTTP_PROTOCOL_SITE_H_

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/protocol/message.h"

namespace voc::http {

// Whose pages may call.
struct SiteRules {
  std::vector<std::string> hosts;    // names of this server beside the loopback ones
  std::vector<std::string> origins;  // of pages that may do what our own may
  // Whether any source allows pages of this origin. Must not block; any thread.
  std::function<bool(std::string_view origin)> source_allows;
};

enum class Site {
  kTrusted,        // no page, or one that may do what the server's own pages may
  kCrossSite,      // a page of another site, which some source allows
  kOriginRefused,  // a page of a site that nobody allows
  kHostRefused,    // the server is called by a name that is not its own
};

// What a request says of the page behind it.
struct PageRequest {
  std::string_view origin;          // empty: none
  std::string_view host;            // with its port, if any
  std::string_view sec_fetch_site;  // empty: none
  bool https = false;               // as the client sees it
  bool keyed = false;               // with a source key
};

// A page that reached us under a name of its own making (DNS rebinding) is of an origin that nobody
// allows, or calls by a name that is not ours.
Site SiteOf(const PageRequest& request, const SiteRules& rules);

// The source key in an Authorization header; empty if it holds none. As server/rpc/caller.h says.
std::string_view SourceKeyOf(std::string_view authorization);

// "HTTPS://App.Example.com:443" as "https://app.example.com". Empty for what is no origin.
std::string NormalOrigin(std::string_view origin);

// What lets a page of this origin read the answer.
void AddCorsHeaders(std::string_view origin, HeaderLines& headers);

// The answer to a page of an allowed origin that asks whether it may call.
Reply PreflightReply(const RequestHead& head);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_SITE_H_
