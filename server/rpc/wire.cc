#include "server/rpc/wire.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/rpc/errors.h"
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

absl::Status CheckItems(const grpc::ByteBuffer& bytes, std::string_view name, int max) {
  using google::protobuf::internal::WireFormatLite;
  constexpr uint32_t kItemTag =
      WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  grpc::Slice slice;
  if (!bytes.TrySingleSlice(&slice).ok() && !bytes.DumpToSingleSlice(&slice).ok()) {
    return absl::OkStatus();
  }
  google::protobuf::io::CodedInputStream input(slice.begin(), static_cast<int>(slice.size()));
  int items = 0;
  while (const uint32_t tag = input.ReadTag()) {
    if (tag == kItemTag && ++items > max) return TooManyItems(name, max);
    if (!WireFormatLite::SkipField(&input, tag)) break;
  }
  return absl::OkStatus();
}

grpc::ByteBuffer Encode(const google::protobuf::MessageLite& message) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  // The slice is ours alone until it is handed over.
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace voc::rpc
