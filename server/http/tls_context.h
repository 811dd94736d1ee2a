#ifndef VOC_SERVER_HTTP_TLS_CONTEXT_H_
#define VOC_SERVER_HTTP_TLS_CONTEXT_H_

#include <boost/asio/ssl/context.hpp>
#include <memory>

#include "absl/status/statusor.h"
#include "server/http/tls.h"

namespace voc::http {

// TLS 1.2 and 1.3 with the certificate of these files; null where there are none.
absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> LoadTls(const TlsFiles& files);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_TLS_CONTEXT_H_
