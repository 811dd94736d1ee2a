#ifndef VOC_CLIENT_FORMATS_JSON_FILE_H_
#define VOC_CLIENT_FORMATS_JSON_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "client/formats/json/parse.h"

namespace voc::formats::json {

// The longest file that is read, in bytes after decompression. All of it is held:
// a document that breaks off at its end must not leave anything behind.
inline constexpr size_t kMaxFileBytes = 512 * 1024 * 1024;

// One record of a file, or what stands in place of one.
struct Entry {
  Span span;
  // Why it is no record; empty if it is one.
  std::string error;
};

// The records of a file: those of one JSON document, or of one document a line. A
// document that is broken anywhere is one entry with an error; a broken line costs
// that line alone. `text` may begin with a byte order mark.
// Of the beginning of a document, with `is_beginning`, the records are given that come
// before what is broken.
std::vector<Entry> FindEntries(std::string_view text, bool is_beginning = false);

// Whether each line is a document of its own: the first begins with "{", ends with "}",
// and the next that is not blank begins with "{" too.
bool IsJsonLines(std::string_view text);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_FILE_H_
