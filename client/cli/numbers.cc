#include "client/cli/numbers.h"

#include <charconv>
#include <cstdint>
#include <string>

#include "absl/strings/str_format.h"

namespace voc::cli {

std::string FormatDouble(double value) {
  char buffer[32];
  const auto result = std::to_chars(buffer, buffer + sizeof(buffer), value);
  return std::string(buffer, result.ptr);
}

std::string FormatFixed(double value, int decimals) {
  std::string text = absl::StrFormat("%.*f", decimals, value);
  if (text.front() == '-' && text.find_first_not_of("-0.") == std::string::npos) text.erase(0, 1);
  return text;
}

std::string FormatSigned(double value, int decimals) {
  std::string text = FormatFixed(value, decimals);
  const bool zero = text.find_first_not_of("0.") == std::string::npos;
  return zero || text.front() == '-' ? text : "+" + text;
}

std::string FormatCount(int64_t value) {
  std::string text = absl::StrFormat("%d", value);
  const int first = text.front() == '-' ? 1 : 0;
  for (int at = static_cast<int>(text.size()) - 3; at > first; at -= 3) text.insert(at, 1, ',');
  return text;
}

}  // namespace voc::cli
