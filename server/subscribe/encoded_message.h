#ifndef VOC_SERVER_SUBSCRIBE_ENCODED_MESSAGE_H_
#define VOC_SERVER_SUBSCRIBE_ENCODED_MESSAGE_H_

#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "google/protobuf/message_lite.h"

namespace voc::subscribe {

// Bytes that any number of subscribers are sent, and that are there once.
using SharedBytes = std::shared_ptr<const std::string>;

// The wire form of one response, in parts that other responses may share: protobuf
// lets the encodings of a message's fields simply follow each other.
struct EncodedMessage {
  std::vector<SharedBytes> parts;
  std::string cursor;  // the one it carries

  size_t bytes() const {
    size_t sum = 0;
    for (const SharedBytes& part : parts) sum += part->size();
    return sum;
  }
};

// A message that nobody else is sent.
inline EncodedMessage Encode(const google::protobuf::MessageLite& message, std::string cursor) {
  return {.parts = {std::make_shared<const std::string>(message.SerializeAsString())},
          .cursor = std::move(cursor)};
}

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_ENCODED_MESSAGE_H_
