#include "server/http/protocol/base64.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

// Abseil passes over spaces; nobody who speaks our protocols sends them.
bool HasSpace(std::string_view text) {
  return text.find_first_of(" \t\r\n\v\f") != std::string_view::npos;
}

}  // namespace

std::string Base64(std::string_view bytes) { return absl::Base64Escape(base::ToAbsl(bytes)); }

std::string UnpaddedBase64(std::string_view bytes) {
  std::string text = Base64(bytes);
  while (!text.empty() && text.back() == '=') text.pop_back();
  return text;
}

std::optional<std::string> DecodeBase64(std::string_view text) {
  std::string bytes;
  if (HasSpace(text) || !absl::Base64Unescape(base::ToAbsl(text), &bytes)) return std::nullopt;
  return bytes;
}

std::optional<std::string> DecodeUrlSafeBase64(std::string_view text) {
  std::string bytes;
  if (HasSpace(text)) return std::nullopt;
  if (!absl::WebSafeBase64Unescape(base::ToAbsl(text), &bytes)) return std::nullopt;
  return bytes;
}

std::optional<std::string> DecodeBase64Pieces(std::string_view text) {
  std::string bytes;
  while (!text.empty()) {
    const size_t padding = std::min(text.find('='), text.size());
    const size_t end = std::min(text.find_first_not_of('=', padding), text.size());
    const std::optional<std::string> piece = DecodeBase64(text.substr(0, end));
    if (!piece.has_value()) return std::nullopt;
    bytes += *piece;
    text.remove_prefix(end);
  }
  return bytes;
}

}  // namespace voc::http
