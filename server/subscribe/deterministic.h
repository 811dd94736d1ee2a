#ifndef VOC_SERVER_SUBSCRIBE_DETERMINISTIC_H_
#define VOC_SERVER_SUBSCRIBE_DETERMINISTIC_H_

#include <string>

#include "google/protobuf/message_lite.h"

namespace voc::subscribe {

// The same bytes for the same message, whatever the order of its maps.
std::string SerializeDeterministically(const google::protobuf::MessageLite& message);

}  // namespace voc::subscribe

#endif  // VOC_SERVER_SUBSCRIBE_DETERMINISTIC_H_
