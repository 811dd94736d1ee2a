#ifndef VOC_CLIENT_CLI_NUMBERS_H_
#define VOC_CLIENT_CLI_NUMBERS_H_

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

namespace voc::cli {

// The number that is the whole of `text`; absent for anything else, blanks and
// values that do not fit included.
template <typename Number>
std::optional<Number> ParseNumber(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

// The shortest text that reads back as `value`.
std::string FormatDouble(double value);

// `value` with `decimals` digits after the point; never "-0.0".
std::string FormatFixed(double value, int decimals);

// As FormatFixed with a sign before anything above zero.
std::string FormatSigned(double value, int decimals);

// 1,234,567
std::string FormatCount(int64_t value);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_NUMBERS_H_
