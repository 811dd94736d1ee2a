#ifndef VOC_SERVER_SENTIMENT_THEMES_THEME_SET_H_
#define VOC_SERVER_SENTIMENT_THEMES_THEME_SET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "server/sentiment/themes/theme_file.h"

namespace voc::sentiment {

// Themes of all files together; each is one bit of a text's themes.
inline constexpr size_t kMaxThemes = 64;

struct Theme {
  std::string id;
  bool negation_drops = false;
  std::vector<ThemePattern> patterns;
};

// What texts are matched with: the files taken together.
struct ThemeSet {
  std::vector<Theme> themes;           // by id
  std::vector<NegationWord> negation;  // in no order

  // Another set has another version, the order and comments of the files aside.
  // Stable over builds and machines, never 0.
  uint32_t Version() const;
};

// Takes files together: each adds themes, patterns and words of negation to those
// before it, may switch themes of those off and may say what negation does to
// them. INVALID_ARGUMENT "FILE:LINE: what is wrong".
absl::StatusOr<ThemeSet> CombineThemes(const std::vector<ThemeFile>& files);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_THEME_SET_H_
