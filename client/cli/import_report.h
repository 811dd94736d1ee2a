#ifndef VOC_CLIENT_CLI_IMPORT_REPORT_H_
#define VOC_CLIENT_CLI_IMPORT_REPORT_H_

#include "client/cli/feedback_report.h"
#include "client/cli/table.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "voc/v1/import.pb.h"

namespace voc::cli {

// One row an import.
Report ImportListReport(const google::protobuf::RepeatedPtrField<v1::Import>& imports,
                        const Zone& zone);

// What an undo or a redo came to.
Report UndoReport(const v1::UndoImportResponse& response);
Report RedoReport(const v1::RedoImportResponse& response);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_IMPORT_REPORT_H_
