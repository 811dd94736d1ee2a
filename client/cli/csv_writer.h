#ifndef VOC_CLIENT_CLI_CSV_WRITER_H_
#define VOC_CLIENT_CLI_CSV_WRITER_H_

#include <set>
#include <string>
#include <vector>

#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// Writes voc-csv that imports to the same state. Texts that a spreadsheet would run
// are guarded (formula_guard.h), which the import undoes.
class CsvFeedbackWriter {
 public:
  // `property_keys`: every key that any feedback has.
  explicit CsvFeedbackWriter(const std::set<std::string>& property_keys);

  void AppendHeader(std::string* out) const;
  void AppendRow(const v1::Feedback& feedback, std::string* out) const;

 private:
  const std::vector<std::string> property_keys_;
};

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_CSV_WRITER_H_
