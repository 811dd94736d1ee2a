#include "server/auth/origin.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "storage/base/strings.h"

namespace voc::auth {
namespace {

constexpr std::string_view kSchemeEnd = "://";
constexpr std::string_view kStar = "*.";

bool IsScheme(std::string_view text) {
  return !text.empty() && absl::ascii_isalpha(static_cast<unsigned char>(text[0])) &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '+' || c == '-' || c == '.';
         });
}

// Labels of letters, digits, '-' and '_', none of them empty; or an IPv6 address.
bool IsHost(std::string_view text) {
  if (text.starts_with('[')) {
    return text.size() > 2 && text.ends_with(']') &&
           std::all_of(text.begin() + 1, text.end() - 1, [](unsigned char c) {
             return absl::ascii_isxdigit(c) || c == ':' || c == '.';
           });
  }
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
  });
}

// Where the port begins; the end where there is none.
size_t PortColon(std::string_view authority) {
  const size_t colon = authority.rfind(':');
  const size_t bracket = authority.rfind(']');
  const bool in_address = bracket != std::string_view::npos && colon < bracket;
  return colon == std::string_view::npos || in_address ? authority.size() : colon;
}

std::optional<std::string> Normalize(std::string_view text, bool star_allowed) {
  if (text.size() > kMaxOriginBytes) return std::nullopt;
  const std::string lower = absl::AsciiStrToLower(base::ToAbsl(text));
  const std::string_view whole = lower;
  const size_t scheme_end = whole.find(kSchemeEnd);
  if (scheme_end == std::string_view::npos) return std::nullopt;
  const std::string_view scheme = whole.substr(0, scheme_end);
  const std::string_view authority = whole.substr(scheme_end + kSchemeEnd.size());
  const size_t colon = PortColon(authority);
  const std::string_view host = authority.substr(0, colon);
  const bool star = host.starts_with(kStar);
  const std::string_view named = star ? host.substr(kStar.size()) : host;
  if (!IsScheme(scheme) || !IsHost(named)) return std::nullopt;
  if (star &&
      (!star_allowed || (named.find('.') == std::string_view::npos && named != "localhost"))) {
    return std::nullopt;
  }
  std::string normal = absl::StrCat(base::ToAbsl(scheme), "://", base::ToAbsl(host));
  if (colon == authority.size()) return normal;
  const std::string_view digits = authority.substr(colon + 1);
  uint32_t port = 0;
  const bool all_digits =
      !digits.empty() && digits.find_first_not_of("0123456789") == std::string_view::npos;
  if (!all_digits || !absl::SimpleAtoi(base::ToAbsl(digits), &port) || port == 0 || port > 65535) {
    return std::nullopt;
  }
  const bool own = (scheme == "https" && port == 443) || (scheme == "http" && port == 80);
  if (!own) absl::StrAppend(&normal, ":", port);
  return normal;
}

}  // namespace

std::optional<std::string> NormalizeOrigin(std::string_view text) {
  return Normalize(text, /*star_allowed=*/false);
}

std::optional<std::string> NormalizeOriginPattern(std::string_view text) {
  return Normalize(text, /*star_allowed=*/true);
}

std::string StarPatternOf(std::string_view normalized_origin) {
  const size_t scheme_end = normalized_origin.find(kSchemeEnd);
  if (scheme_end == std::string_view::npos) return {};
  const size_t host = scheme_end + kSchemeEnd.size();
  const size_t dot = normalized_origin.find('.', host);
  if (dot == std::string_view::npos || normalized_origin[host] == '[') return {};
  return absl::StrCat(base::ToAbsl(normalized_origin.substr(0, host)), "*",
                      base::ToAbsl(normalized_origin.substr(dot)));
}

}  // namespace voc::auth
