#ifndef VOC_CLIENT_CLI_JSON_FEEDBACK_H_
#define VOC_CLIENT_CLI_JSON_FEEDBACK_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/record_error.h"
#include "client/cli/record_reader.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// The longest line of voc-jsonl: the largest feedback with every character
// escaped.
inline constexpr size_t kMaxJsonLineBytes = 16 * 1024 * 1024;

// Reads one line of voc-jsonl, proto3 JSON of a Feedback, into `feedback`, which
// is empty. Fields that are output only are dropped, so that what was exported
// can be imported. Returns what is wrong with the line.
Violations ReadJsonFeedback(std::string_view line, v1::Feedback* feedback);

// The records of a voc-jsonl file, blank lines skipped. Takes lines of
// `voc feedback export --output json` too, where each Feedback stands in a
// message of the stream; a row count that comes last must then agree. `source`
// must outlive what is returned.
std::unique_ptr<RecordReader> OpenJsonRecords(ByteSource& source, const RecordOptions& options);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_JSON_FEEDBACK_H_
