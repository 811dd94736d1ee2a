#ifndef VOC_SERVER_RPC_STREAM_WIRE_H_
#define VOC_SERVER_RPC_STREAM_WIRE_H_

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/slice.h>

#include <memory>
#include <string>
#include <vector>

#include "server/subscribe/encoded_message.h"

namespace voc::rpc {

// What gRPC is given to write for a message of a subscription: the message itself,
// or, for an encoded one, its bytes.
template <typename Message>
struct WireTraits {
  using Wire = Message;
};
template <>
struct WireTraits<subscribe::EncodedMessage> {
  using Wire = grpc::ByteBuffer;
};
template <typename Message>
using WireOf = typename WireTraits<Message>::Wire;

// The wire form of `message`, which stays valid as long as both arguments do.
template <typename Message>
const Message* ToWire(const Message& message, Message&) {
  return &message;
}

// The buffer refers to the message's parts, and keeps them for as long as the
// transport does: what a thousand are sent is in memory once.
inline const grpc::ByteBuffer* ToWire(const subscribe::EncodedMessage& message,
                                      grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  slices.reserve(message.parts.size());
  for (const subscribe::SharedBytes& part : message.parts) {
    auto* kept = new subscribe::SharedBytes(part);
    slices.emplace_back(
        const_cast<char*>(part->data()), part->size(),
        [](void* shared) { delete static_cast<subscribe::SharedBytes*>(shared); }, kept);
  }
  buffer = grpc::ByteBuffer(slices.data(), slices.size());
  return &buffer;
}

// The cursor that a message carries; empty if messages of its kind carry none.
template <typename Message>
std::string CursorOf(const Message&) {
  return std::string();
}
inline std::string CursorOf(const subscribe::EncodedMessage& message) { return message.cursor; }

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_STREAM_WIRE_H_
