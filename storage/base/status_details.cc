#include "storage/base/status_details.h"

#include <string>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/base/strings.h"

namespace voc::base {
namespace {

constexpr char kTypeUrlPrefix[] = "type.googleapis.com/";

template <typename Detail>
std::string TypeUrl() {
  return kTypeUrlPrefix + Detail::descriptor()->full_name();
}

template <typename Detail>
absl::Status With(absl::Status status, const Detail& detail) {
  status.SetPayload(TypeUrl<Detail>(), absl::Cord(detail.SerializeAsString()));
  return status;
}

// The payload as sent: a BadRequest keeps as many violations as fit.
std::string Fitted(absl::string_view url, const absl::Cord& payload) {
  std::string bytes(payload);
  google::rpc::BadRequest bad;
  if (bytes.size() <= kMaxDetailsBytes || ToStd(url) != TypeUrl<google::rpc::BadRequest>() ||
      !bad.ParseFromString(bytes)) {
    return bytes;
  }
  while (bad.field_violations_size() > 1 && bad.ByteSizeLong() > kMaxDetailsBytes) {
    bad.mutable_field_violations()->RemoveLast();
  }
  return bad.SerializeAsString();
}

}  // namespace

absl::Status WithReason(
    absl::Status status, std::string_view reason,
    std::initializer_list<std::pair<std::string_view, std::string_view>> metadata) {
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(reason));
  info.set_domain(std::string(kErrorDomain));
  for (const auto& [key, value] : metadata) {
    (*info.mutable_metadata())[std::string(key)] = std::string(value);
  }
  return With(std::move(status), info);
}

absl::Status WithRetryDelay(absl::Status status, absl::Duration delay) {
  google::rpc::RetryInfo retry;
  const int64_t nanos = absl::ToInt64Nanoseconds(delay);
  retry.mutable_retry_delay()->set_seconds(nanos / 1'000'000'000);
  retry.mutable_retry_delay()->set_nanos(static_cast<int32_t>(nanos % 1'000'000'000));
  return With(std::move(status), retry);
}

absl::Status InvalidRequest(std::span<const Violation> violations, std::string_view reason) {
  google::rpc::BadRequest bad;
  for (const Violation& violation : violations) {
    google::rpc::BadRequest::FieldViolation& added = *bad.add_field_violations();
    added.set_field(violation.field);
    added.set_description(violation.description);
  }
  std::string message =
      absl::StrCat(violations.front().field, ": ", violations.front().description);
  if (violations.size() > 1) absl::StrAppend(&message, " (and ", violations.size() - 1, " more)");
  return With(WithReason(absl::InvalidArgumentError(message), reason), bad);
}

absl::Status InvalidField(std::string_view field, std::string_view description,
                          std::string_view reason) {
  const Violation violation{.field = std::string(field), .description = std::string(description)};
  return InvalidRequest(std::span(&violation, 1), reason);
}

google::rpc::Status ToRpcStatus(const absl::Status& status) {
  google::rpc::Status sent;
  if (status.ok()) return sent;
  sent.set_code(static_cast<int>(status.code()));
  std::string message(ToStd(status.message()));
  if (message.size() > kMaxErrorMessageBytes) {
    size_t end = kMaxErrorMessageBytes;
    while (end > 0 && (static_cast<uint8_t>(message[end]) & 0xc0) == 0x80) --end;  // whole runes
    message.resize(end);
  }
  sent.set_message(std::move(message));
  status.ForEachPayload([&sent](absl::string_view url, const absl::Cord& payload) {
    google::protobuf::Any& detail = *sent.add_details();
    detail.set_type_url(std::string(ToStd(url)));
    detail.set_value(Fitted(url, payload));
  });
  if (!status.GetPayload(TypeUrl<google::rpc::ErrorInfo>())) {
    google::rpc::ErrorInfo info;
    info.set_reason(absl::StatusCodeToString(status.code()));
    info.set_domain(std::string(kErrorDomain));
    sent.add_details()->PackFrom(info);
  }
  return sent;
}

}  // namespace voc::base
