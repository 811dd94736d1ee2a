#ifndef VOC_CLIENT_FORMATS_MAPPING_WORDS_H_
#define VOC_CLIENT_FORMATS_MAPPING_WORDS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"

namespace voc::formats {

// One word of a mapping.
struct Word {
  std::string text;
  // Never a keyword or a sign then.
  bool quoted = false;

  bool Is(std::string_view keyword) const { return !quoted && text == keyword; }
};

// The words of one line: bare ones end at a blank or at a sign ("<-", "=", "|"),
// quoted ones may hold anything, with \" \\ \n \r and \t. "#" begins a comment.
// INVALID_ARGUMENT for a quote that is not closed, or that cannot be read.
absl::StatusOr<std::vector<Word>> SplitWords(std::string_view line);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_MAPPING_WORDS_H_
