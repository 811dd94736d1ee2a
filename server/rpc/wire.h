#ifndef VOC_SERVER_RPC_WIRE_H_
#define VOC_SERVER_RPC_WIRE_H_

#include <grpcpp/support/byte_buffer.h>

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/message_lite.h"

namespace voc::rpc {

// The hot calls take and give bytes: what they decode lies on one arena a request
// instead of in thousands of pieces on the heap, and an answer is encoded once.

// An arena for a message that takes `bytes` on the wire.
std::shared_ptr<google::protobuf::Arena> MakeArena(size_t bytes);

// INVALID_ARGUMENT for bytes that are no such message.
absl::Status DecodeInto(const grpc::ByteBuffer& bytes, google::protobuf::MessageLite& message);

// INVALID_ARGUMENT (TOO_MANY_ITEMS) if field 1 of an encoded message, a list that `name` names,
// holds more than `max`: said before anything is decoded, since an empty item of two bytes takes
// hundreds in memory. OK for bytes that are no message.
absl::Status CheckItems(const grpc::ByteBuffer& bytes, std::string_view name, int max);

// Empty if there is no memory for it.
grpc::ByteBuffer Encode(const google::protobuf::MessageLite& message);

// A request on an arena of its own, which others may come to share.
template <typename Message>
struct Decoded {
  std::shared_ptr<google::protobuf::Arena> arena;
  Message* message = nullptr;
  size_t bytes = 0;  // on the wire
};

template <typename Message>
absl::StatusOr<Decoded<Message>> Decode(const grpc::ByteBuffer& bytes) {
  Decoded<Message> decoded{.arena = MakeArena(bytes.Length()), .bytes = bytes.Length()};
  decoded.message = google::protobuf::Arena::CreateMessage<Message>(decoded.arena.get());
  if (absl::Status status = DecodeInto(bytes, *decoded.message); !status.ok()) return status;
  return decoded;
}

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_WIRE_H_
