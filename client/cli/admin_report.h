#ifndef VOC_CLIENT_CLI_ADMIN_REPORT_H_
#define VOC_CLIENT_CLI_ADMIN_REPORT_H_

#include "client/cli/feedback_report.h"
#include "client/cli/table.h"
#include "voc/v1/admin.pb.h"

namespace voc::cli {

// One row a fact about the server.
Report StatusReport(const v1::GetStatusResponse& status, const Zone& zone);

// What was compared, and what differs.
Report VerifyReport(const v1::VerifyStoreResponse& response);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_ADMIN_REPORT_H_
