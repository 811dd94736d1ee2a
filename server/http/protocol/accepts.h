#ifndef VOC_SERVER_HTTP_PROTOCOL_ACCEPTS_H_
#define VOC_SERVER_HTTP_PROTOCOL_ACCEPTS_H_

#include <string_view>

namespace voc::http {

// Whether a list of encodings like "br, gzip;q=0.5" takes gzip.
bool TakesGzip(std::string_view list);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_ACCEPTS_H_
