#ifndef VOC_CLIENT_CLI_FEEDBACK_REPORT_H_
#define VOC_CLIENT_CLI_FEEDBACK_REPORT_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "absl/time/time.h"
#include "client/cli/table.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// How times are shown.
struct Zone {
  absl::TimeZone zone;
  // Its name, for titles.
  std::string zone_name;
  // RFC 3339 in UTC instead, for CSV, which has no title to name a zone in.
  bool exact = false;
};

// One row a feedback.
Report FeedbackListReport(const google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                          const Zone& zone);
// One row a field that is set.
Report FeedbackReport(const v1::Feedback& feedback, const Zone& zone);

// One row an alert.
Report AlertListReport(const google::protobuf::RepeatedPtrField<v1::Alert>& alerts,
                       const Zone& zone);
Report AlertReport(const v1::Alert& alert, const Zone& zone);
// One alert's row: for streams.
Row AlertRow(const v1::Alert& alert, const Zone& zone);

// "nps 9", "csat 4/5", "g2 2/5", "linkedin".
std::string ScoreText(const v1::Feedback& feedback);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_FEEDBACK_REPORT_H_
