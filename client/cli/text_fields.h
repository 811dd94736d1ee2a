#ifndef VOC_CLIENT_CLI_TEXT_FIELDS_H_
#define VOC_CLIENT_CLI_TEXT_FIELDS_H_

#include <functional>
#include <string>
#include <string_view>

#include "google/protobuf/message.h"

namespace voc::cli {

// The path of the first text in `message` that `matches`, as errors name fields:
// "response.comment", "source_ids[1]", "properties[plan]" for key or value.
// Empty if there is none.
std::string FindText(const google::protobuf::Message& message,
                     const std::function<bool(std::string_view)>& matches);

// The path of the first text that is not UTF-8, with which no message can be
// sent; empty if there is none.
std::string FindBrokenText(const google::protobuf::Message& message);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_TEXT_FIELDS_H_
