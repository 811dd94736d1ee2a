#include "server/rpc/source_request.h"

#include <string>
#include <utility>
#include <vector>

#include "server/ingest/source_definition.h"
#include "storage/base/status_details.h"

namespace voc::rpc {

absl::StatusOr<ingest::CreateSource> CreateSourceOf(const v1::CreateSourceRequest& request) {
  const std::vector<base::Violation> violations = ingest::ValidateSource(request.source());
  if (!violations.empty()) return base::InvalidRequest(violations);
  ingest::CreateSource command{.source = request.source()};
  ingest::ClearOutputOnly(command.source);
  ingest::NormalizeSource(command.source);
  return command;
}

absl::StatusOr<ingest::UpdateSource> UpdateSourceOf(const v1::UpdateSourceRequest& request) {
  if (request.source().source_id().empty()) {
    return base::InvalidField("source.source_id", "is required");
  }
  absl::StatusOr<std::vector<std::string>> fields = ingest::FieldsOf(request.update_mask());
  if (!fields.ok()) return fields.status();
  return ingest::UpdateSource{.source = request.source(), .fields = *std::move(fields)};
}

absl::StatusOr<ingest::CreateSourceKey> CreateSourceKeyOf(
    const v1::CreateSourceKeyRequest& request) {
  if (request.source_id().empty()) return base::InvalidField("source_id", "is required");
  return ingest::CreateSourceKey{.source_id = request.source_id()};
}

absl::StatusOr<ingest::RevokeSourceKey> RevokeSourceKeyOf(
    const v1::RevokeSourceKeyRequest& request) {
  std::vector<base::Violation> violations;
  if (request.source_id().empty()) violations.push_back({"source_id", "is required"});
  if (request.key().empty()) violations.push_back({"key", "is required"});
  if (!violations.empty()) return base::InvalidRequest(violations);
  return ingest::RevokeSourceKey{.source_id = request.source_id(), .key = request.key()};
}

}  // namespace voc::rpc
