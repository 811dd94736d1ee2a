#include "server/rpc/caller.h"

#include "absl/strings/match.h"
#include "server/auth/edge_metadata.h"
#include "server/auth/edge_proof.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::rpc {
namespace {

constexpr std::string_view kBearer = "Bearer ";
constexpr std::string_view kRun = "voc-run";
constexpr size_t kMaxRunBytes = 64;

std::string_view Find(const grpc::CallbackServerContext& context, std::string_view name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(name.data(), name.size()));
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

absl::Status OriginNotAllowed() {
  return base::WithReason(
      absl::PermissionDeniedError("pages of other sites need a source key, and an origin that "
                                  "its source allows"),
      "ORIGIN_NOT_ALLOWED");
}

}  // namespace

Caller CallerOf(const grpc::CallbackServerContext& context) {
  Caller caller;
  std::string_view bearer = Find(context, auth::kAuthorization);
  if (absl::StartsWithIgnoreCase(base::ToAbsl(bearer), base::ToAbsl(kBearer))) {
    bearer.remove_prefix(kBearer.size());
    if (bearer.starts_with(auth::kSourceKeyPrefix)) caller.source_key = bearer;
  }
  const std::string_view address = Find(context, auth::kEdgeAddress);
  const std::string_view origin = Find(context, auth::kEdgeOrigin);
  if (address.empty() && origin.empty()) return caller;
  if (!auth::IsEdgeProof(Find(context, auth::kEdgeProofName))) return caller;
  caller.origin = origin;
  caller.address = address;
  const bool lost_key = caller.source_key.empty() && !Find(context, auth::kEdgeKeyed).empty();
  caller.cross_site = lost_key || !Find(context, auth::kEdgeCrossSite).empty();
  return caller;
}

std::string_view RunOf(const grpc::CallbackServerContext& context) {
  return Find(context, kRun).substr(0, kMaxRunBytes);
}

absl::Status CheckUnrestricted(const grpc::CallbackServerContext& context) {
  const Caller caller = CallerOf(context);
  if (!caller.source_key.empty()) return OutOfKeyScope();
  if (caller.cross_site) return OriginNotAllowed();
  return absl::OkStatus();
}

absl::StatusOr<notes::NotePtr> SourceOfKey(const Caller& caller, std::string_view key,
                                           const notes::Notes& notes) {
  // A page of another site that has no key is told what it needs.
  if (key.empty() && caller.cross_site) return OriginNotAllowed();
  notes::NotePtr source = notes.FindSourceByKey(key);
  if (source == nullptr) {
    return base::WithReason(absl::UnauthenticatedError("no source has this key"),
                            "SOURCE_KEY_UNKNOWN");
  }
  if (caller.cross_site && !notes::AllowsOrigin(source->source(), caller.origin)) {
    return OriginNotAllowed();
  }
  return source;
}

absl::Status OutOfKeyScope() {
  return base::WithReason(
      absl::PermissionDeniedError("a source key writes to its source and does nothing else"),
      "KEY_SCOPE");
}

}  // namespace voc::rpc
