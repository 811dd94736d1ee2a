#ifndef VOC_STORAGE_BASE_STRINGS_H_
#define VOC_STORAGE_BASE_STRINGS_H_

#include <string_view>

#include "absl/strings/string_view.h"

namespace voc::base {

// Debian builds Abseil with its own string_view, which neither converts to nor
// from std::string_view. The project's headers use std::string_view; these two
// cross over where an Abseil function is called.
inline absl::string_view ToAbsl(std::string_view text) { return {text.data(), text.size()}; }
inline std::string_view ToStd(absl::string_view text) { return {text.data(), text.size()}; }

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_STRINGS_H_
