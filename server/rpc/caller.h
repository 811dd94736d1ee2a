#ifndef VOC_SERVER_RPC_CALLER_H_
#define VOC_SERVER_RPC_CALLER_H_

#include <grpcpp/server_context.h>

#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/notes/notes.h"

namespace voc::rpc {

// Who calls, as the metadata of the call says. Views into the context.
struct Caller {
  std::string_view source_key;  // empty: none
  // As the HTTP edge says (server/auth/edge_metadata.h); empty and false of a gRPC client.
  std::string_view origin;
  std::string_view address;
  bool cross_site = false;

  // Whether it may do only what a source key allows, with or without having one.
  bool restricted() const { return !source_key.empty() || cross_site; }
};

Caller CallerOf(const grpc::CallbackServerContext& context);

// Which client it is of those that bring imports (imports::ImportRuns): what it says in `voc-run`,
// at most 64 bytes of it; empty if it says nothing. A view into the context.
std::string_view RunOf(const grpc::CallbackServerContext& context);

// OK for callers who may call everything: those without a source key, unless a page of another site
// calls. Else PERMISSION_DENIED, reason KEY_SCOPE or ORIGIN_NOT_ALLOWED. Every method asks, but for
// those that a source key allows, which look at the caller themselves: RunRead, RunWork, Refuse and
// the streams ask for them.
absl::Status CheckUnrestricted(const grpc::CallbackServerContext& context);

// The note of the source that has this key, for a caller who may use it: UNAUTHENTICATED
// (SOURCE_KEY_UNKNOWN) for no key that stands; PERMISSION_DENIED (ORIGIN_NOT_ALLOWED) for a page of
// another site that the source does not name. A caller without an Origin, as of an app or a script,
// is not held to one.
absl::StatusOr<notes::NotePtr> SourceOfKey(const Caller& caller, std::string_view key,
                                           const notes::Notes& notes);

// PERMISSION_DENIED (KEY_SCOPE): what a source key does not allow.
absl::Status OutOfKeyScope();

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_CALLER_H_
