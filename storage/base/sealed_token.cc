#include "storage/base/sealed_token.h"

#include <zlib.h>

#include "absl/strings/escaping.h"
#include "storage/base/big_endian.h"
#include "storage/base/strings.h"

namespace voc::base {
namespace {

constexpr size_t kHeaderBytes = 2;
constexpr size_t kChecksumBytes = 4;

uint32_t Checksum(std::string_view bytes) {
  return static_cast<uint32_t>(
      crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size())));
}

}  // namespace

std::string SealToken(TokenKind kind, uint8_t version, std::string_view payload) {
  std::string bytes;
  bytes.push_back(static_cast<char>(kind));
  bytes.push_back(static_cast<char>(version));
  bytes.append(payload);
  AppendBigEndian32(bytes, Checksum(bytes));
  return absl::WebSafeBase64Escape(bytes);
}

std::optional<OpenedToken> OpenToken(TokenKind kind, std::string_view token) {
  std::string bytes;
  if (token.size() > kMaxTokenBytes || !absl::WebSafeBase64Unescape(ToAbsl(token), &bytes)) {
    return std::nullopt;
  }
  if (bytes.size() < kHeaderBytes + kChecksumBytes) return std::nullopt;
  const size_t end = bytes.size() - kChecksumBytes;
  const std::string_view all(bytes);
  if (LoadBigEndian32(all.substr(end)) != Checksum(all.substr(0, end))) return std::nullopt;
  if (bytes[0] != static_cast<char>(kind)) return std::nullopt;
  // Other characters than those SealToken writes decode to the same bytes
  // (padding, spare bits): one token has one spelling.
  if (absl::WebSafeBase64Escape(bytes) != ToAbsl(token)) return std::nullopt;
  return OpenedToken{.version = static_cast<uint8_t>(bytes[1]),
                     .payload = bytes.substr(kHeaderBytes, end - kHeaderBytes)};
}

}  // namespace voc::base
