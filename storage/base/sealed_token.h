#ifndef VOC_STORAGE_BASE_SEALED_TOKEN_H_
#define VOC_STORAGE_BASE_SEALED_TOKEN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace voc::base {

// What a token is for, so that one is never taken for another. Append only:
// clients keep tokens over restarts and upgrades.
enum class TokenKind : uint8_t {
  kFeedbackPage = 1,
  kAlertPage = 2,
  kCursor = 3,
  kMarkPage = 4,
  kImportPage = 5,
  kSourcePage = 6,
};

// The longest token that Open looks at, in bytes.
inline constexpr size_t kMaxTokenBytes = 512;

// Packs bytes into an opaque token of URL-safe characters (base64url, no
// padding): kind, version and a CRC-32 besides the payload. It shows damage, and
// keeps nothing secret.
std::string SealToken(TokenKind kind, uint8_t version, std::string_view payload);

struct OpenedToken {
  uint8_t version = 0;
  std::string payload;
};

// nullopt for what SealToken did not make for this kind.
std::optional<OpenedToken> OpenToken(TokenKind kind, std::string_view token);

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_SEALED_TOKEN_H_
