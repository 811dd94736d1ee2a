#ifndef VOC_CLIENT_CLI_IMPORT_FORMAT_H_
#define VOC_CLIENT_CLI_IMPORT_FORMAT_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/formats/mapping.h"

namespace voc::cli {

inline constexpr char kAutoFormat[] = "auto";
inline constexpr char kVocCsvFormat[] = "voc-csv";
inline constexpr char kVocJsonlFormat[] = "voc-jsonl";

// How the user wants files to be read.
struct ImportFormat {
  // auto, voc-csv, voc-jsonl, or one of formats::Catalog().
  std::string name = kAutoFormat;
  // The text of --map, which then says everything; empty without.
  std::string map;
  // --scale: the best rating of a review where the format leaves it open; 0 without.
  int rating_max = 0;
};

// What one file is.
struct ChosenFormat {
  // voc-csv, voc-jsonl, one of formats::Catalog(), or "map".
  std::string name;
  // Its mapping, with the questions found in the file; void for voc-csv and voc-jsonl.
  formats::Mapping mapping;
  // The same as text.
  std::string map;
  bool is_json = false;

  bool is_mapped() const { return name != kVocCsvFormat && name != kVocJsonlFormat; }
};

// INVALID_ARGUMENT for a name that is no format, or a map that cannot be read.
absl::Status CheckFormat(const ImportFormat& format);

// What parts the cells of a CSV file: of comma, semicolon and TAB the one that stands
// most often in its first line, outside of quotes; a comma where none does.
char DelimiterOf(std::string_view head);

// As ChooseFormat(), but for the questions, which are not looked for.
absl::StatusOr<ChosenFormat> ChooseBase(std::string_view head, const ImportFormat& format);

// Tells what a file is from its beginning, UTF-8 of up to kPeekBytes: by the names of
// its columns or the shape of its JSON, never by its own name. INVALID_ARGUMENT with
// the columns seen where that cannot be told.
absl::StatusOr<ChosenFormat> ChooseFormat(std::string_view head, const ImportFormat& format);

// Whether a file that begins so is JSON, sound or not.
bool LooksLikeJson(std::string_view head);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORT_FORMAT_H_
