#ifndef VOC_CLIENT_CLI_RECORD_ERROR_H_
#define VOC_CLIENT_CLI_RECORD_ERROR_H_

#include <string>
#include <vector>

#include "client/cpp/status.h"

namespace voc::cli {

// What is wrong with a record: field paths as the server names them, relative
// to the Feedback.
using Violations = std::vector<client::FieldViolation>;

// All of them in one: the first field, and every reason, those of other fields
// with their field before them. `violations` is not empty.
client::FieldViolation JoinViolations(const Violations& violations);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_RECORD_ERROR_H_
