#ifndef VOC_CLIENT_CLI_DISPLAY_CSV_H_
#define VOC_CLIENT_CLI_DISPLAY_CSV_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/record_error.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// The columns of a file of displays, as its help names them.
inline constexpr char kDisplayColumns[] =
    "source_id, display_id (or submission_id), metric, kind (shown or invited), question_id, "
    "respondent_id, account_id, displayed_at, channel, journey_stage, touchpoint, language, "
    "property.KEY";

// What a file of displays leaves open.
struct DisplayOptions {
  // Holds what stands for columns that are not there, or for empty cells.
  v1::Display defaults;
  // The zone of times without one.
  absl::TimeZone zone = absl::UTCTimeZone();
};

// Turns the records of one CSV file into displays. Not thread-safe.
class DisplayCsvReader {
 public:
  // INVALID_ARGUMENT for a header that cannot be read: an unknown or repeated column, or no
  // display_id.
  static absl::StatusOr<DisplayCsvReader> Make(const std::vector<std::string_view>& header,
                                               const DisplayOptions& options);

  // Fills `display`, which is empty, from a record. Returns what is wrong with it.
  Violations Read(const std::vector<std::string_view>& cells, v1::Display* display);

  // Whether a time came without zone.
  bool saw_time_without_zone() const { return saw_time_without_zone_; }

  // What the column of a cell, from 0, is called; empty beyond them.
  std::string NameOf(size_t cell) const;

 private:
  DisplayCsvReader(std::vector<std::string> names, const DisplayOptions& options)
      : names_(std::move(names)), options_(options) {}

  void ReadCell(const std::string& name, std::string_view cell, v1::Display* display,
                Violations& violations);

  std::vector<std::string> names_;  // in lower case, but for the keys of properties
  DisplayOptions options_;
  bool saw_time_without_zone_ = false;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_DISPLAY_CSV_H_
