#include "server/app/theme_files.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/sentiment/themes/theme_file.h"

namespace voc::app {
namespace {

// At most a byte more than a theme file may have, so that a device or a wrong file
// does no harm.
absl::StatusOr<std::string> ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::string text(sentiment::kMaxThemeFileBytes + 1, '\0');
  // A folder opens, and fails when it is read.
  if (file) file.read(text.data(), static_cast<std::streamsize>(text.size()));
  if (!file.is_open() || file.bad() || (file.fail() && !file.eof())) {
    return absl::NotFoundError(
        absl::StrCat(path, ": cannot be read", errno == 0 ? "" : ": ",
                     errno == 0 ? std::string() : std::string(std::strerror(errno))));
  }
  text.resize(static_cast<size_t>(file.gcount()));
  return text;
}

}  // namespace

absl::StatusOr<std::shared_ptr<const sentiment::ThemeMatcher>> ReadThemeFiles(
    const std::vector<std::string>& paths) {
  std::vector<sentiment::ThemeFile> files;
  std::vector<std::string> errors;
  for (const std::string& path : paths) {
    const absl::StatusOr<std::string> text = ReadFile(path);
    if (!text.ok()) {
      errors.emplace_back(text.status().message());
      continue;
    }
    absl::StatusOr<sentiment::ThemeFile> file = sentiment::ParseThemeFile(path, *text);
    if (file.ok()) {
      files.push_back(*std::move(file));
    } else {
      errors.emplace_back(file.status().message());
    }
  }
  if (!errors.empty()) return absl::InvalidArgumentError(absl::StrJoin(errors, "\n"));
  return sentiment::ThemesWith(files);
}

}  // namespace voc::app
