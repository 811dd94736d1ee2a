#include "server/rpc/errors.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "server/rpc/limits.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::rpc {
namespace {

absl::Status Retryable(absl::Status status) {
  return base::WithRetryDelay(std::move(status), absl::Nanoseconds(kRetryDelayNs));
}

}  // namespace

grpc::Status ToGrpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status sent = base::ToRpcStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(sent.code()), sent.message(),
                      sent.SerializeAsString());
}

absl::Status Draining(std::string_view cursor) {
  constexpr char kMessage[] = "the server is shutting down";
  constexpr char kReason[] = "DRAINING";
  if (cursor.empty()) {
    return Retryable(base::WithReason(absl::UnavailableError(kMessage), kReason));
  }
  return Retryable(base::WithReason(
      absl::UnavailableError(absl::StrCat(kMessage, "; resume after ", base::ToAbsl(cursor))),
      kReason, {{"cursor", cursor}}));
}

absl::Status QueueFull(std::string_view what) {
  return Retryable(base::WithReason(
      absl::UnavailableError(absl::StrCat("too many ", base::ToAbsl(what), " wait already")),
      "QUEUE_FULL"));
}

absl::Status TooManyItems(std::string_view field, int max) {
  return base::InvalidField(field, absl::StrCat("must hold at most ", max), "TOO_MANY_ITEMS");
}

}  // namespace voc::rpc
