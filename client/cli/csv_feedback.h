#ifndef VOC_CLIENT_CLI_CSV_FEEDBACK_H_
#define VOC_CLIENT_CLI_CSV_FEEDBACK_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/csv_columns.h"
#include "client/cli/record_error.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// How records are read where they leave something open.
struct RecordOptions {
  // The source of records that name none.
  std::string source_id;
  // The zone of times without one.
  absl::TimeZone zone = absl::UTCTimeZone();
};

// Turns the records of one voc-csv file into feedback. Not thread-safe.
class CsvFeedbackReader {
 public:
  // A header that cannot be read: an unknown or repeated column, or no
  // submission_id. The column is the violation's field.
  static absl::StatusOr<CsvFeedbackReader> Make(const std::vector<std::string_view>& header,
                                                const RecordOptions& options,
                                                Violations* violations);

  // Fills `feedback`, which is empty, from a record. Returns what is wrong with
  // it; then `feedback` holds the rest. An empty cell is an absent value.
  Violations Read(const std::vector<std::string_view>& cells, v1::Feedback* feedback);

  // Whether a time came without zone.
  bool saw_time_without_zone() const { return saw_time_without_zone_; }

  // Names the field of a column, from 0, as errors do.
  std::string PathOf(size_t cell) const;

 private:
  struct Field {
    CsvColumn column;
    std::string_view path;
    std::string property_key;
  };

  CsvFeedbackReader(std::vector<Field> fields, const RecordOptions& options);

  void ReadCell(const Field& field, std::string_view cell, v1::Feedback* feedback,
                Violations& violations);
  void ReadResponseCell(const Field& field, std::string_view cell, v1::SurveyResponse* response,
                        Violations& violations);
  void ReadMentionCell(const Field& field, std::string_view cell, v1::Mention* mention,
                       Violations& violations);

  std::vector<Field> fields_;
  RecordOptions options_;
  bool saw_time_without_zone_ = false;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CSV_FEEDBACK_H_
