#include "server/rpc/wire.h"

#include <google/protobuf/io/coded_stream.h>
#include <google/protobuf/wire_format_lite.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "absl/strings/str_cat.h"
#include "server/rpc/errors.h"
#include "storage/base/status_details.h"

namespace voc::rpc {
namespace {

// A decoded message takes a few times its bytes on the wire.
constexpr size_t kArenaBytesPerByte = 8;
constexpr size_t kMinFirstBlock = 1024;
constexpr size_t kMaxFirstBlock = 1024 * 1024;
// What follows when that is full, and what another thread begins with that adds a little.
constexpr size_t kNextBlock = 4 * 1024;
constexpr size_t kMaxNextBlock = 256 * 1024;

// An arena with its first block, of which only the thread that makes it takes.
class ArenaWithBlock {
 public:
  explicit ArenaWithBlock(size_t bytes)
      : block_(new char[bytes]), arena_(Options(block_.get(), bytes)) {}
  google::protobuf::Arena& arena() { return arena_; }

 private:
  static google::protobuf::ArenaOptions Options(char* block, size_t bytes) {
    google::protobuf::ArenaOptions options;
    options.initial_block = block;
    options.initial_block_size = bytes;
    options.start_block_size = kNextBlock;
    options.max_block_size = kMaxNextBlock;
    return options;
  }

  const std::unique_ptr<char[]> block_;
  google::protobuf::Arena arena_;
};

absl::Status Malformed(const google::protobuf::MessageLite& type) {
  return base::WithReason(
      absl::InvalidArgumentError(absl::StrCat("the request is no ", type.GetTypeName())),
      "MALFORMED_REQUEST");
}

}  // namespace

std::shared_ptr<google::protobuf::Arena> MakeArena(size_t bytes) {
  const auto whole = std::make_shared<ArenaWithBlock>(
      std::clamp(bytes * kArenaBytesPerByte, kMinFirstBlock, kMaxFirstBlock));
  return {whole, &whole->arena()};
}

absl::Status DecodeInto(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message) {
  const absl::StatusOr<grpc::Slice> slice = internal::InOnePiece(bytes, message);
  if (!slice.ok()) return slice.status();
  return internal::Parse(*slice, message);
}

namespace internal {

absl::StatusOr<grpc::Slice> InOnePiece(const grpc::ByteBuffer& bytes,
                                       const google::protobuf::MessageLite& type) {
  grpc::Slice slice;
  if (!bytes.TrySingleSlice(&slice).ok() && !bytes.DumpToSingleSlice(&slice).ok()) {
    return Malformed(type);
  }
  return slice;
}

absl::StatusOr<std::vector<std::string_view>> FindItems(const grpc::Slice& bytes, ItemLimit limit) {
  using google::protobuf::internal::WireFormatLite;
  constexpr uint32_t kItemTag =
      WireFormatLite::MakeTag(1, WireFormatLite::WIRETYPE_LENGTH_DELIMITED);
  std::vector<std::string_view> items;
  google::protobuf::io::CodedInputStream input(bytes.begin(), static_cast<int>(bytes.size()));
  while (const uint32_t tag = input.ReadTag()) {
    if (tag != kItemTag) {
      if (!WireFormatLite::SkipField(&input, tag)) break;
      continue;
    }
    if (items.size() == static_cast<size_t>(limit.max)) return TooManyItems(limit.name, limit.max);
    uint32_t length = 0;
    if (!input.ReadVarint32(&length)) break;
    const auto begin = static_cast<size_t>(input.CurrentPosition());
    if (length > bytes.size() - begin) break;
    input.Skip(static_cast<int>(length));
    items.emplace_back(reinterpret_cast<const char*>(bytes.begin()) + begin, length);
  }
  return items;
}

absl::Status Parse(const grpc::Slice& bytes, google::protobuf::MessageLite& message) {
  if (message.ParseFromArray(bytes.begin(), static_cast<int>(bytes.size()))) {
    return absl::OkStatus();
  }
  return Malformed(message);
}

}  // namespace internal

grpc::ByteBuffer Encode(const google::protobuf::MessageLite& message) {
  const size_t size = message.ByteSizeLong();
  grpc::Slice slice(size);
  // The slice is ours alone until it is handed over.
  message.SerializeWithCachedSizesToArray(const_cast<uint8_t*>(slice.begin()));
  return grpc::ByteBuffer(&slice, 1);
}

}  // namespace voc::rpc
