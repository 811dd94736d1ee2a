#ifndef VOC_CLIENT_CLI_SUBMIT_REPORT_H_
#define VOC_CLIENT_CLI_SUBMIT_REPORT_H_

#include <string>
#include <vector>

#include "client/cli/table.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// "created 0123... (sequence 12, revision 1)"
std::string SubmitLine(const v1::SubmitResult& result);

// The same as a table of one row.
Report SubmitReport(const v1::SubmitResult& result);

// "response.score: must be 0 to 10", one a violation; the message of the error
// where it names no field.
std::vector<std::string> RejectionLines(const v1::SubmitResult& result);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_SUBMIT_REPORT_H_
