#ifndef VOC_STORAGE_BASE_STATUS_DETAILS_H_
#define VOC_STORAGE_BASE_STATUS_DETAILS_H_

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "google/rpc/status.pb.h"
#include "storage/base/violation.h"

namespace voc::base {

// Who defines the reasons of our errors.
inline constexpr std::string_view kErrorDomain = "voc";

// Details travel in trailers, for which clients allow 8 KiB; violations beyond
// this are left out.
inline constexpr size_t kMaxDetailsBytes = 3 * 1024;
inline constexpr size_t kMaxErrorMessageBytes = 1024;

// An absl::Status carries google.rpc details as payloads, keyed by type URL, from
// where the error arises to the edge that sends it.

// The status with an ErrorInfo: `reason` in UPPER_SNAKE, domain kErrorDomain.
// Replaces one that is there.
absl::Status WithReason(
    absl::Status status, std::string_view reason,
    std::initializer_list<std::pair<std::string_view, std::string_view>> metadata = {});

// The status with a RetryInfo.
absl::Status WithRetryDelay(absl::Status status, absl::Duration delay);

// INVALID_ARGUMENT with reason `reason` and a BadRequest of these violations, the
// first of which is in the message. `violations` must not be empty.
absl::Status InvalidRequest(std::span<const Violation> violations,
                            std::string_view reason = "INVALID_REQUEST");
absl::Status InvalidField(std::string_view field, std::string_view description,
                          std::string_view reason = "INVALID_REQUEST");

// As sent: code, message and details. An error that carries no ErrorInfo gets
// one whose reason is the name of its code.
google::rpc::Status ToRpcStatus(const absl::Status& status);

}  // namespace voc::base

#endif  // VOC_STORAGE_BASE_STATUS_DETAILS_H_
