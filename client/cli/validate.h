#ifndef VOC_CLIENT_CLI_VALIDATE_H_
#define VOC_CLIENT_CLI_VALIDATE_H_

#include <cstddef>

#include "client/cli/record_error.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// The largest feedback that is sent, in bytes as a message: with the rest of its
// batch it stays below the 4 MiB that the server takes.
inline constexpr size_t kMaxFeedbackBytes = 2'750 * 1024;

// What of the API's rules can be checked without a server, for dry runs. The
// server has the last word: it alone knows, say, themes and rules.
Violations ValidateLocally(const v1::Feedback& feedback);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_VALIDATE_H_
