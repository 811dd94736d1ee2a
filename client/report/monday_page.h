#ifndef VOC_CLIENT_REPORT_MONDAY_PAGE_H_
#define VOC_CLIENT_REPORT_MONDAY_PAGE_H_

#include <string>

#include "client/report/monday.h"

namespace voc::report {

// The Monday report as a page. `made_by` stands at its foot.
std::string MondayPage(const Monday& monday, const std::string& made_by);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_MONDAY_PAGE_H_
