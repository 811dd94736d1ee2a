#ifndef VOC_CLIENT_CLI_MARK_REPORT_H_
#define VOC_CLIENT_CLI_MARK_REPORT_H_

#include "client/cli/feedback_report.h"
#include "client/cli/table.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "voc/v1/mark.pb.h"

namespace voc::cli {

// One row a mark.
Report MarkListReport(const google::protobuf::RepeatedPtrField<v1::Mark>& marks, const Zone& zone);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MARK_REPORT_H_
