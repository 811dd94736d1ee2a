#include "server/http/tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/system/error_code.hpp>

#include "absl/strings/str_cat.h"
#include "server/http/tls_context.h"

namespace voc::http {

absl::StatusOr<std::unique_ptr<boost::asio::ssl::context>> LoadTls(const TlsFiles& files) {
  using boost::asio::ssl::context;
  if (files.empty()) return nullptr;
  if (files.certificate.empty() || files.key.empty()) {
    return absl::InvalidArgumentError("TLS needs both a certificate and its key");
  }
  boost::system::error_code error;
  auto tls = std::make_unique<context>(context::tls_server);
  SSL_CTX_set_min_proto_version(tls->native_handle(), TLS1_2_VERSION);
  tls->set_options(context::default_workarounds | context::no_compression | context::single_dh_use,
                   error);
  if (tls->use_certificate_chain_file(files.certificate, error); error) {
    return absl::InvalidArgumentError(
        absl::StrCat(files.certificate, " is no PEM certificate: ", error.message()));
  }
  if (tls->use_private_key_file(files.key, context::pem, error); error) {
    return absl::InvalidArgumentError(
        absl::StrCat(files.key, " is no PEM key of that certificate: ", error.message()));
  }
  if (SSL_CTX_check_private_key(tls->native_handle()) != 1) {
    ERR_clear_error();
    return absl::InvalidArgumentError(
        absl::StrCat(files.key, " is not the key of ", files.certificate));
  }
  return tls;
}

absl::Status CheckTlsFiles(const TlsFiles& files) { return LoadTls(files).status(); }

}  // namespace voc::http
