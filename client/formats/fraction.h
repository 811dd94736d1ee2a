#ifndef VOC_CLIENT_FORMATS_FRACTION_H_
#define VOC_CLIENT_FORMATS_FRACTION_H_

#include <cstdint>
#include <optional>
#include <string_view>

namespace voc::formats {

// Takes the digits behind the decimal sign of seconds off the front of `text`, as nanoseconds,
// 0..999,999,999; those past the ninth are cut. None where there is no digit.
std::optional<int64_t> TakeNanos(std::string_view& text);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_FRACTION_H_
