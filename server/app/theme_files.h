#ifndef VOC_SERVER_APP_THEME_FILES_H_
#define VOC_SERVER_APP_THEME_FILES_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/sentiment/themes/theme_matcher.h"

namespace voc::app {

// The built-in themes and those of the files, in their order. An error says for each
// thing that is wrong "FILE:LINE: what", or which file cannot be read and why.
absl::StatusOr<std::shared_ptr<const sentiment::ThemeMatcher>> ReadThemeFiles(
    const std::vector<std::string>& paths);

}  // namespace voc::app

#endif  // VOC_SERVER_APP_THEME_FILES_H_
