#include "client/cpp/status.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace voc::client {
namespace {

// Where the whole google.rpc.Status is kept in an absl::Status.
constexpr char kPayloadUrl[] = "type.googleapis.com/google.rpc.Status";

std::optional<google::rpc::Status> DetailsOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayloadUrl);
  google::rpc::Status details;
  if (!payload.has_value() || !details.ParseFromString(std::string(*payload))) return std::nullopt;
  return details;
}

template <typename Detail>
std::optional<Detail> FindDetail(const absl::Status& status) {
  const auto details = DetailsOf(status);
  if (!details.has_value()) return std::nullopt;
  Detail detail;
  for (const auto& any : details->details()) {
    if (any.Is<Detail>() && any.UnpackTo(&detail)) return detail;
  }
  return std::nullopt;
}

}  // namespace

absl::Status FromRpcStatus(const google::rpc::Status& status) {
  if (status.code() == 0) return absl::OkStatus();
  absl::Status result(static_cast<absl::StatusCode>(status.code()), status.message());
  result.SetPayload(kPayloadUrl, absl::Cord(status.SerializeAsString()));
  return result;
}

std::vector<FieldViolation> ViolationsOf(const google::rpc::Status& status) {
  std::vector<FieldViolation> violations;
  google::rpc::BadRequest bad_request;
  for (const auto& any : status.details()) {
    if (!any.Is<google::rpc::BadRequest>() || !any.UnpackTo(&bad_request)) continue;
    for (const auto& violation : bad_request.field_violations()) {
      violations.push_back({violation.field(), violation.description()});
    }
  }
  return violations;
}

std::vector<FieldViolation> ViolationsOf(const absl::Status& status) {
  const auto details = DetailsOf(status);
  return details.has_value() ? ViolationsOf(*details) : std::vector<FieldViolation>();
}

std::string ReasonOf(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::ErrorInfo>(status);
  return info.has_value() ? info->reason() : std::string();
}

std::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const auto info = FindDetail<google::rpc::RetryInfo>(status);
  if (!info.has_value() || !info->has_retry_delay()) return std::nullopt;
  return absl::Seconds(info->retry_delay().seconds()) +
         absl::Nanoseconds(info->retry_delay().nanos());
}

std::string Describe(const absl::Status& status) {
  std::string text(status.message().data(), status.message().size());
  if (text.empty()) text = absl::StatusCodeToString(status.code());
  for (const FieldViolation& violation : ViolationsOf(status)) {
    const std::string line = absl::StrCat(violation.field, ": ", violation.description);
    // Where there is one violation alone, the message often says it already.
    if (!absl::StrContains(text, line)) absl::StrAppend(&text, "\n", line);
  }
  return text;
}

bool IsTransient(const absl::Status& status) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
    // A server that shuts down cancels what is still open; we never cancel a
    // call whose status we look at.
    case absl::StatusCode::kCancelled:
      return true;
    // What gRPC says of some connections that broke mid-call.
    case absl::StatusCode::kUnknown:
      return absl::StrContains(status.message(), "Stream removed");
    case absl::StatusCode::kInternal:
      return absl::StrContains(status.message(), "RST_STREAM");
    default:
      return false;
  }
}

}  // namespace voc::client
