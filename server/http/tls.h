#ifndef VOC_SERVER_HTTP_TLS_H_
#define VOC_SERVER_HTTP_TLS_H_

#include <string>

#include "absl/status/status.h"

namespace voc::http {

// PEM files: a certificate with those that vouch for it, and its key. Both empty: no TLS.
struct TlsFiles {
  std::string certificate;
  std::string key;

  bool empty() const { return certificate.empty() && key.empty(); }
};

// INVALID_ARGUMENT that says which file is wrong, and how.
absl::Status CheckTlsFiles(const TlsFiles& files);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_TLS_H_
