#include "client/formats/fraction.h"

#include <cstddef>

namespace voc::formats {

std::optional<int64_t> TakeNanos(std::string_view& text) {
  int64_t nanos = 0;
  int64_t unit = 100'000'000;
  size_t digits = 0;
  for (; digits < text.size() && text[digits] >= '0' && text[digits] <= '9'; ++digits) {
    nanos += (text[digits] - '0') * unit;
    unit /= 10;
  }
  text.remove_prefix(digits);
  if (digits == 0) return std::nullopt;
  return nanos;
}

}  // namespace voc::formats
