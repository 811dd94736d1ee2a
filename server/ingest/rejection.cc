#include "server/ingest/rejection.h"

#include <algorithm>
#include <span>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "server/ingest/limits.h"

namespace voc::ingest {

google::rpc::Status RejectionStatus(std::span<const Violation> violations) {
  const auto told = violations.first(std::min(violations.size(), kMaxViolations));

  google::rpc::Status status;
  status.set_code(static_cast<int>(absl::StatusCode::kInvalidArgument));
  status.set_message(absl::StrCat(told.front().field, " ", told.front().description));
  if (violations.size() > 1) {
    absl::StrAppend(status.mutable_message(), " (and ", violations.size() - 1, " more)");
  }

  google::rpc::ErrorInfo info;
  info.set_reason("INVALID_FEEDBACK");
  info.set_domain("voc");
  status.add_details()->PackFrom(info);

  google::rpc::BadRequest bad_request;
  for (const Violation& violation : told) {
    auto* field_violation = bad_request.add_field_violations();
    field_violation->set_field(violation.field);
    field_violation->set_description(violation.description);
  }
  status.add_details()->PackFrom(bad_request);
  return status;
}

}  // namespace voc::ingest
