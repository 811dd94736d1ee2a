#ifndef VOC_CLIENT_CLI_EXPLAIN_H_
#define VOC_CLIENT_CLI_EXPLAIN_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "client/cli/byte_source.h"
#include "client/cli/csv_feedback.h"
#include "client/cli/import_format.h"

namespace voc::cli {

// How a file would be imported.
struct Explanation {
  // A mapping that reads the file in the same way, with everything that is said of the
  // file as its comments; for a file that cannot be read yet one to start from.
  std::string text;
  // Why the file cannot be read as it is.
  absl::Status problem;
};

// Reads the beginning of a file, at most 1,000 records. `file` names it. What `options`
// say stands in the mapping; `zone_name` is that of their zone, or empty if nobody
// chose it.
Explanation Explain(std::string_view file, ByteSource& source, const ImportFormat& format,
                    const RecordOptions& options, const std::string& zone_name);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_EXPLAIN_H_
