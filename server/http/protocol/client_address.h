#ifndef VOC_SERVER_HTTP_PROTOCOL_CLIENT_ADDRESS_H_
#define VOC_SERVER_HTTP_PROTOCOL_CLIENT_ADDRESS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace voc::http {

// An IP address as one text: IPv4 in dots, also where it came within IPv6; IPv6 in its shortest
// form. None for what is no address.
std::optional<std::string> NormalAddress(std::string_view text);

// What a client can choose freely: its address, of IPv6 the network of 64 bits.
std::string AddressNetwork(const std::string& address);

// Who calls: the peer, or, where that is a proxy of ours, the last address that the proxies were
// told which is not one of theirs. Addresses are normal; `forwarded` is an X-Forwarded-For.
std::string ClientAddress(const std::string& peer, std::string_view forwarded,
                          const std::vector<std::string>& proxies);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_CLIENT_ADDRESS_H_
