#include "server/http/protocol/timeouts.h"

#include <algorithm>
#include <cstdint>

namespace voc::http {
namespace {

constexpr size_t kConnectDigits = 10;
constexpr size_t kGrpcDigits = 8;

std::optional<int64_t> Digits(std::string_view text, size_t max) {
  if (text.empty() || text.size() > max) return std::nullopt;
  int64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + (c - '0');
  }
  return number;
}

base::TimeNs Times(int64_t count, base::TimeNs unit) {
  return count > kMaxTimeoutNs / unit ? kMaxTimeoutNs : count * unit;
}

}  // namespace

std::optional<base::TimeNs> ParseConnectTimeout(std::string_view text) {
  const std::optional<int64_t> ms = Digits(text, kConnectDigits);
  if (!ms.has_value()) return std::nullopt;
  return Times(*ms, base::kNsPerSecond / 1000);
}

std::optional<base::TimeNs> ParseGrpcTimeout(std::string_view text) {
  if (text.size() < 2) return std::nullopt;
  const std::optional<int64_t> count = Digits(text.substr(0, text.size() - 1), kGrpcDigits);
  if (!count.has_value()) return std::nullopt;
  switch (text.back()) {
    case 'H':
      return Times(*count, 3600 * base::kNsPerSecond);
    case 'M':
      return Times(*count, 60 * base::kNsPerSecond);
    case 'S':
      return Times(*count, base::kNsPerSecond);
    case 'm':
      return Times(*count, base::kNsPerSecond / 1000);
    case 'u':
      return Times(*count, 1000);
    case 'n':
      return Times(*count, 1);
    default:
      return std::nullopt;
  }
}

}  // namespace voc::http
