#ifndef VOC_CLIENT_CPP_STRINGS_H_
#define VOC_CLIENT_CPP_STRINGS_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace voc::client {

// The client's headers use std::string_view; Debian's Abseil has a type of its
// own that neither converts to nor from it. These cross over.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_STRINGS_H_
