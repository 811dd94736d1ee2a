#ifndef VOC_SERVER_RPC_WIRE_H_
#define VOC_SERVER_RPC_WIRE_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <cstddef>
#include <limits>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/message_lite.h"

namespace voc::rpc {

// The hot calls take and give bytes: what they decode lies on one arena a request
// instead of in thousands of pieces on the heap, and an answer is encoded once.

// An arena for a message that takes `bytes` on the wire. It is meant to be made, and first used,
// by the thread that decodes.
std::shared_ptr<google::protobuf::Arena> MakeArena(size_t bytes);

// INVALID_ARGUMENT for bytes that are no such message.
absl::Status DecodeInto(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message);

// Empty if there is no memory for it.
grpc::ByteBuffer Encode(const google::protobuf::MessageLite& message);

// What a list in field 1 of a message may hold, and what it is called.
struct ItemLimit {
  std::string_view name;
  int max = std::numeric_limits<int>::max();
};

// A request on an arena of its own, which others may come to share.
template <typename Message>
struct Decoded {
  grpc::Slice bytes;  // as they came, in one piece
  std::shared_ptr<google::protobuf::Arena> arena;
  Message* message = nullptr;
  // The bytes of each message in field 1, in order.
  std::vector<std::string_view> items;
};

namespace internal {

// INVALID_ARGUMENT (MALFORMED_REQUEST) where bytes are no message of the type.
absl::StatusOr<grpc::Slice> InOnePiece(const grpc::ByteBuffer& bytes,
                                       const google::protobuf::MessageLite& type);
// INVALID_ARGUMENT (TOO_MANY_ITEMS) if there are more than allowed: said before anything is
// decoded, since an empty item of two bytes takes hundreds in memory. What follows bytes that are
// no message is left out.
absl::StatusOr<std::vector<std::string_view>> FindItems(const grpc::Slice& bytes, ItemLimit limit);
absl::Status Parse(const grpc::Slice& bytes, google::protobuf::MessageLite& message);

}  // namespace internal

// Errors: INVALID_ARGUMENT, TOO_MANY_ITEMS or MALFORMED_REQUEST.
template <typename Message>
absl::StatusOr<Decoded<Message>> Decode(const grpc::ByteBuffer& bytes, ItemLimit limit = {}) {
  absl::StatusOr<grpc::Slice> slice = internal::InOnePiece(bytes, Message::default_instance());
  if (!slice.ok()) return slice.status();
  Decoded<Message> decoded{.bytes = *std::move(slice)};
  absl::StatusOr<std::vector<std::string_view>> items = internal::FindItems(decoded.bytes, limit);
  if (!items.ok()) return items.status();
  decoded.items = *std::move(items);
  decoded.arena = MakeArena(decoded.bytes.size());
  decoded.message = google::protobuf::Arena::CreateMessage<Message>(decoded.arena.get());
  if (absl::Status status = internal::Parse(decoded.bytes, *decoded.message); !status.ok()) {
    return status;
  }
  return decoded;
}

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_WIRE_H_
