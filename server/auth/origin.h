#ifndef VOC_SERVER_AUTH_ORIGIN_H_
#define VOC_SERVER_AUTH_ORIGIN_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace voc::auth {

// A web origin or a pattern of them.
inline constexpr size_t kMaxOriginBytes = 255;

// The origin as browsers send it: scheme://host, and :port unless that is the scheme's own, in
// lower case. Any scheme will do, since apps show pages under schemes of their own; `http` too,
// since pages inside a company's network have nothing else. nullopt for what is no origin: a path,
// a user, "null".
std::optional<std::string> NormalizeOrigin(std::string_view text);

// The same for what a source allows: an origin, or one whose host begins with a star that stands
// for one whole label, before at least two more (or before "localhost"): "https://*.example.com".
std::optional<std::string> NormalizeOriginPattern(std::string_view text);

// The one pattern with a star that an origin matches: its first label replaced. Empty where there
// is none. So whether some of many patterns match is two look-ups.
std::string StarPatternOf(std::string_view normalized_origin);

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_ORIGIN_H_
