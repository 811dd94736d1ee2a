#ifndef VOC_CLIENT_CLI_SOURCE_REPORT_H_
#define VOC_CLIENT_CLI_SOURCE_REPORT_H_

#include <string>
#include <string_view>

#include "client/cli/feedback_report.h"
#include "client/cli/table.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "voc/v1/source.pb.h"

namespace voc::cli {

Report SourceListReport(const google::protobuf::RepeatedPtrField<v1::Source>& sources);

// One source, a row a field.
Report SourceReport(const v1::Source& source, const Zone& zone);

// What a page needs to show the widget of a source, to be pasted.
std::string WidgetSnippet(std::string_view source_id, std::string_view key);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_SOURCE_REPORT_H_
