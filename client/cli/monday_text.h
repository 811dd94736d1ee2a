#ifndef VOC_CLIENT_CLI_MONDAY_TEXT_H_
#define VOC_CLIENT_CLI_MONDAY_TEXT_H_

#include <string>

#include "client/cli/table.h"
#include "client/report/monday.h"

namespace voc::cli {

// The Monday report as tables and sentences, for terminals and Markdown.
Report MondayReport(const report::Monday& monday);

// One object of the proto3 JSON of what the server answered, part by part.
std::string MondayJson(const report::Monday& monday);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MONDAY_TEXT_H_
