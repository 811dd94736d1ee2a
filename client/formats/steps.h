#ifndef VOC_CLIENT_FORMATS_STEPS_H_
#define VOC_CLIENT_FORMATS_STEPS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/mapping.h"

namespace voc::formats {

// `text` after all `steps`, blanks around it removed. INVALID_ARGUMENT that says what
// is wrong with the text, as in `"great" is none of good, bad`.
absl::StatusOr<std::string> TakeSteps(std::string_view text, const std::vector<Step>& steps);

// A key from texts that never change: 32 lower-case hexadecimal digits of the SHA-256
// of the texts, blanks around them removed, each with its length in bytes before it.
std::string HashKey(const std::vector<std::string_view>& texts);

// `text` quoted for an error, cut where it is long.
std::string Excerpt(std::string_view text);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_STEPS_H_
