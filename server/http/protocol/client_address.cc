#include "server/http/protocol/client_address.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>

namespace voc::http {
namespace {

bool IsListed(const std::string& address, const std::vector<std::string>& proxies) {
  return std::find(proxies.begin(), proxies.end(), address) != proxies.end();
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// Some proxies add the port: "192.0.2.1:4711", "[2001:db8::1]:4711".
std::string_view WithoutPort(std::string_view text) {
  if (text.starts_with('[')) return text.substr(1, std::min(text.find(']'), text.size()) - 1);
  const size_t colon = text.find(':');
  const bool one = colon != std::string_view::npos && text.find(':', colon + 1) == text.npos;
  return one ? text.substr(0, colon) : text;
}

}  // namespace

std::optional<std::string> NormalAddress(std::string_view text) {
  std::string address(text.substr(0, text.find('%')));  // a zone is the peer's own matter
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) {
    return std::string(inet_ntop(AF_INET, &v4, buffer.data(), buffer.size()));
  }
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6) != 1) return std::nullopt;
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    return std::string(inet_ntop(AF_INET, &v6.s6_addr[12], buffer.data(), buffer.size()));
  }
  return std::string(inet_ntop(AF_INET6, &v6, buffer.data(), buffer.size()));
}

std::string AddressNetwork(const std::string& address) {
  in6_addr v6{};
  if (inet_pton(AF_INET6, address.c_str(), &v6) != 1) return address;
  std::fill(&v6.s6_addr[8], &v6.s6_addr[16], uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> buffer{};
  return std::string(inet_ntop(AF_INET6, &v6, buffer.data(), buffer.size())) + "/64";
}

std::string ClientAddress(const std::string& peer, std::string_view forwarded,
                          const std::vector<std::string>& proxies) {
  std::string client = peer;
  while (IsListed(client, proxies) && !forwarded.empty()) {
    const size_t comma = forwarded.rfind(',');
    const size_t begin = comma == std::string_view::npos ? 0 : comma + 1;
    const std::optional<std::string> entry =
        NormalAddress(WithoutPort(Trimmed(forwarded.substr(begin))));
    // What lies before it was said by we know not whom.
    if (!entry.has_value()) break;
    client = *entry;
    forwarded = forwarded.substr(0, comma == std::string_view::npos ? 0 : comma);
  }
  return client;
}

}  // namespace voc::http
