#ifndef VOC_SERVER_AUTH_EDGE_METADATA_H_
#define VOC_SERVER_AUTH_EDGE_METADATA_H_

#include <string_view>

namespace voc::auth {

// What the HTTP edge says of a call beside what the client sent, as metadata of the call inside the
// process. Nobody else is believed: the HTTP edge drops what a client sends under these names, and
// services look at them only in calls that prove to come from inside (edge_proof.h).

// All names above begin so.
inline constexpr std::string_view kEdgePrefix = "voc-edge-";

// The Origin header, "https://app.example.com"; absent where the client sent none.
inline constexpr std::string_view kEdgeOrigin = "voc-edge-origin";
// The client's IP address, as text, without port.
inline constexpr std::string_view kEdgeAddress = "voc-edge-address";
// "1" where a page of another site calls: such a caller may do what a source key allows whose
// source names its origin, and nothing else.
inline constexpr std::string_view kEdgeCrossSite = "voc-edge-cross-site";

// "1" where the edge saw a source key: if the service sees none, the caller has no rights at all.
inline constexpr std::string_view kEdgeKeyed = "voc-edge-keyed";

// How a source key begins, and the header it comes in: "Authorization: Bearer vks_...".
inline constexpr std::string_view kSourceKeyPrefix = "vks_";
inline constexpr std::string_view kAuthorization = "authorization";

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_EDGE_METADATA_H_
