#ifndef VOC_CLIENT_CPP_STATUS_H_
#define VOC_CLIENT_CPP_STATUS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"

namespace google::rpc {
class Status;
}

namespace voc::client {

// One bad field and what is allowed there.
struct FieldViolation {
  std::string field;
  std::string description;

  friend bool operator==(const FieldViolation& a, const FieldViolation& b) = default;
};

// A google.rpc.Status as an absl::Status that carries the whole message along,
// so that the functions below can read its details. OK for code 0.
absl::Status FromRpcStatus(const google::rpc::Status& status);

// The violations of every BadRequest among the details, in order.
std::vector<FieldViolation> ViolationsOf(const google::rpc::Status& status);
std::vector<FieldViolation> ViolationsOf(const absl::Status& status);

// The reason of ErrorInfo ("QUEUE_FULL"); empty where there is none.
std::string ReasonOf(const absl::Status& status);

// How long the server asks to wait (RetryInfo); absent where it does not say.
std::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// The message, then one line a violation: "field: description".
std::string Describe(const absl::Status& status);

// Whether the same call may succeed when repeated: the server could not be
// reached, was full, or went away. Every call of this library is harmless when
// repeated.
bool IsTransient(const absl::Status& status);

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_STATUS_H_
