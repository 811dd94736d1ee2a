#ifndef VOC_SERVER_RPC_SOURCE_REQUEST_H_
#define VOC_SERVER_RPC_SOURCE_REQUEST_H_

#include "absl/status/statusor.h"
#include "server/ingest/command.h"
#include "voc/v1/source.pb.h"

namespace voc::rpc {

// What a request about sources asks for; keys are still to be drawn. INVALID_ARGUMENT names every
// bad field. Pure, but for OpenSSL, which reads keys.
absl::StatusOr<ingest::CreateSource> CreateSourceOf(const v1::CreateSourceRequest& request);
// What the source would become is checked where it is decided.
absl::StatusOr<ingest::UpdateSource> UpdateSourceOf(const v1::UpdateSourceRequest& request);
absl::StatusOr<ingest::CreateSourceKey> CreateSourceKeyOf(
    const v1::CreateSourceKeyRequest& request);
absl::StatusOr<ingest::RevokeSourceKey> RevokeSourceKeyOf(
    const v1::RevokeSourceKeyRequest& request);

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_SOURCE_REQUEST_H_
