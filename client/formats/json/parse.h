#ifndef VOC_CLIENT_FORMATS_JSON_PARSE_H_
#define VOC_CLIENT_FORMATS_JSON_PARSE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "client/formats/json/value.h"

namespace voc::formats::json {

// How deep arrays and objects may lie in each other.
inline constexpr int kMaxDepth = 64;
// The most values of one record, and the longest record in bytes of text.
inline constexpr size_t kMaxRecordValues = 20'000;
inline constexpr size_t kMaxRecordBytes = 16 * 1024 * 1024;
// The most records of one text.
inline constexpr size_t kMaxRecords = 5'000'000;

// Where a record stands in a text.
struct Span {
  // In bytes.
  size_t offset = 0;
  size_t size = 0;
  // The physical line of its first byte, from 1.
  int64_t line = 0;
};

// The records of one JSON text.
struct Document {
  std::vector<Span> records;
  // What is wrong with the text, and on which line; empty if it is sound from its
  // first to its last byte.
  std::string error;
  int64_t error_line = 0;
};

// Finds the records of `text` and checks all of it, in memory of a few bytes a record.
// A record is the whole of it, an element of the array that it is, or, where that
// holds one of the lists that vendors wrap records in ("data", "results", "items",
// "reviews", "responses", "satisfaction_ratings", "aaData", or "entry" of a "feed"),
// an element of the list; the one entry of a feed may stand without a list.
// `first_line` is the number of the text's first line.
Document FindRecords(std::string_view text, int64_t first_line = 1);

// The value that `text` is. INVALID_ARGUMENT for anything but one value within the
// limits above.
absl::StatusOr<Value> ParseValue(std::string_view text);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_PARSE_H_
