#ifndef VOC_SERVER_HTTP_PROTOCOL_QUICK_JSON_H_
#define VOC_SERVER_HTTP_PROTOCOL_QUICK_JSON_H_

#include <google/protobuf/descriptor.h>

#include <string>
#include <string_view>

namespace voc::http {

// Appends the encoded message that plain JSON means, in one pass and straight from the
// descriptors: protobuf's own reader, which builds a description of every type anew for each
// message, takes several times as long. Plain is what clients send: fields the type knows, once
// each, with strings, whole numbers, booleans, names of enums, times, lists, maps of strings and
// messages of such. Of anything else, and of every mistake, it says false, `bytes` is void, and
// protobuf's reader has to be asked.
bool QuickJsonToBytes(const google::protobuf::Descriptor& type, std::string_view json,
                      std::string& bytes);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_QUICK_JSON_H_
