#ifndef VOC_CLIENT_CLI_RESCORE_REPORT_H_
#define VOC_CLIENT_CLI_RESCORE_REPORT_H_

#include "client/cli/table.h"
#include "voc/v1/admin.pb.h"

namespace voc::cli {

// What a rescore moves, one row a trend, theme and rule that moves, and what was heard in
// how many texts.
Report RescoreReport(const v1::RescoreReport& report);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_RESCORE_REPORT_H_
