#include "server/rpc/mark_request.h"

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "server/ingest/hash_input.h"
#include "server/ingest/limits.h"
#include "server/ingest/sha256.h"
#include "storage/base/status_details.h"
#include "storage/base/time.h"
#include "storage/base/violation.h"

namespace voc::rpc {
namespace {

std::vector<base::Violation> Validate(const v1::Mark& mark) {
  std::vector<base::Violation> violations;
  const auto check = [&](const char* field, size_t bytes, size_t min, size_t max) {
    if (bytes >= min && bytes <= max) return;
    violations.push_back(
        {field, absl::StrCat("must have ", min, " to ", max, " bytes, has ", bytes)});
  };
  check("mark.mark_id", mark.mark_id().size(), 0, ingest::kMaxMarkIdBytes);
  check("mark.title", mark.title().size(), 1, ingest::kMaxMarkTitleBytes);
  check("mark.note", mark.note().size(), 0, ingest::kMaxTextBytes);
  const auto& time = mark.mark_time();
  if (!mark.has_mark_time()) {
    violations.push_back({"mark.mark_time", "is required"});
  } else if (time.seconds() < ingest::kMinCollectedAtSeconds ||
             time.seconds() >= ingest::kEndCollectedAtSeconds || time.nanos() < 0 ||
             time.nanos() >= base::kNsPerSecond) {
    violations.push_back({"mark.mark_time", "must lie in the years 1678 to 2261"});
  }
  return violations;
}

// The same title at the same time is the same mark.
std::string IdOf(const v1::Mark& mark) {
  ingest::HashInput input;
  input.Bytes("voc.mark_id.1");
  input.Text(mark.title());
  input.Bytes(std::to_string(base::FromTimestamp(mark.mark_time())));
  const auto hash = ingest::Sha256First16(input.bytes());
  return absl::BytesToHexString(
      absl::string_view(reinterpret_cast<const char*>(hash.data()), hash.size()));
}

}  // namespace

absl::StatusOr<v1::Mark> MarkOf(const v1::RecordMarkRequest& request) {
  const v1::Mark& asked = request.mark();
  const std::vector<base::Violation> violations = Validate(asked);
  if (!violations.empty()) return base::InvalidRequest(violations);
  v1::Mark mark;
  mark.set_mark_id(asked.mark_id().empty() ? IdOf(asked) : asked.mark_id());
  mark.set_title(asked.title());
  base::SetTimestamp(base::FromTimestamp(asked.mark_time()), *mark.mutable_mark_time());
  mark.set_note(asked.note());
  return mark;
}

}  // namespace voc::rpc
