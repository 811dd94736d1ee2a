#include "server/rpc/caller.h"

#include "absl/strings/match.h"
#include "server/auth/edge_metadata.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"

namespace voc::rpc {
namespace {

constexpr std::string_view kInProcess = "inproc";
constexpr std::string_view kBearer = "Bearer ";

std::string_view Find(const grpc::CallbackServerContext& context, std::string_view name) {
  const auto& metadata = context.client_metadata();
  const auto found = metadata.find(grpc::string_ref(name.data(), name.size()));
  if (found == metadata.end()) return {};
  return {found->second.data(), found->second.size()};
}

}  // namespace

Caller CallerOf(const grpc::CallbackServerContext& context) {
  Caller caller;
  std::string_view bearer = Find(context, auth::kAuthorization);
  if (absl::StartsWithIgnoreCase(base::ToAbsl(bearer), base::ToAbsl(kBearer))) {
    bearer.remove_prefix(kBearer.size());
    if (bearer.starts_with(auth::kSourceKeyPrefix)) caller.source_key = bearer;
  }
  if (!context.peer().starts_with(kInProcess)) return caller;
  caller.origin = Find(context, auth::kEdgeOrigin);
  caller.address = Find(context, auth::kEdgeAddress);
  caller.cross_site = !Find(context, auth::kEdgeCrossSite).empty();
  return caller;
}

absl::Status CheckUnrestricted(const grpc::CallbackServerContext& context) {
  const Caller caller = CallerOf(context);
  if (!caller.source_key.empty()) {
    return base::WithReason(
        absl::PermissionDeniedError("a source key writes to its source and does nothing else"),
        "KEY_SCOPE");
  }
  if (caller.cross_site) {
    return base::WithReason(
        absl::PermissionDeniedError("pages of other sites need a source key, and an origin that "
                                    "its source allows"),
        "ORIGIN_NOT_ALLOWED");
  }
  return absl::OkStatus();
}

}  // namespace voc::rpc
