#include "server/rpc/wire.h"

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

// A decoded message takes a few times its bytes on the wire.
constexpr size_t kArenaBytesPerByte = 4;
constexpr size_t kMinArenaBlock = 1024;
constexpr size_t kMaxArenaBlock = 256 * 1024;

}  // namespace

std::shared_ptr<google::protobuf::Arena> MakeArena(size_t bytes) {
  google::protobuf::ArenaOptions options;
  options.start_block_size = std::clamp(bytes * kArenaBytesPerByte, kMinArenaBlock, kMaxArenaBlock);
  options.max_block_size = kMaxArenaBlock;
  return std::make_shared<google::protobuf::Arena>(options);
}

absl::Status DecodeInto(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message) {
  grpc::Slice slice;
  const bool in_one_piece =
      bytes.TrySingleSlice(&slice).ok() || bytes.DumpToSingleSlice(&slice).ok();
  if (in_one_piece && message.ParseFromArray(slice.begin(), static_cast<int>(slice.size()))) {
    return absl::OkStatus();
  }
  return base::WithReason(
      absl::InvalidArgumentError(absl::StrCat("the request is no ", message.GetTypeName())),
      "MALFORMED_REQUEST");
}

grpc::ByteBuffer Encode(const google::protobuf::MessageLite& message) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  // The slice is ours alone until it is handed over.
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace voc::rpc
