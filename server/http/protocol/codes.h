#ifndef VOC_SERVER_HTTP_PROTOCOL_CODES_H_
#define VOC_SERVER_HTTP_PROTOCOL_CODES_H_

#include <string_view>

namespace voc::http {

// Of a google.rpc.Code: as Connect names it ("invalid_argument"), and the HTTP status that a unary
// Connect call ends with. Numbers that are no code count as UNKNOWN.
std::string_view ConnectCode(int code);
int HttpStatusOf(int code);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_CODES_H_
