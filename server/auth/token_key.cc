#include "server/auth/token_key.h"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace voc::auth {
namespace {

struct FreeBio {
  void operator()(BIO* bio) const { BIO_free(bio); }
};
struct FreeKey {
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
};
using Key = std::unique_ptr<EVP_PKEY, FreeKey>;

Key ParsePublic(const std::string& pem) {
  const std::unique_ptr<BIO, FreeBio> bio(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
  // A PEM with a password is asked for on the terminal unless somebody answers.
  const auto no_password = [](char*, int, int, void*) { return -1; };
  Key key(bio == nullptr ? nullptr : PEM_read_bio_PUBKEY(bio.get(), nullptr, no_password, nullptr));
  ERR_clear_error();
  return key;
}

bool IsP256(const EVP_PKEY* key) {
  std::array<char, 64> group{};
  size_t length = 0;
  if (EVP_PKEY_get_group_name(const_cast<EVP_PKEY*>(key), group.data(), group.size(), &length) !=
      1) {
    return false;
  }
  return std::string_view(group.data(), length) == "prime256v1";
}

}  // namespace

std::string ProblemOfKey(const v1::TokenKey& key) {
  if (key.key().size() > kMaxTokenKeyBytes) {
    return absl::StrCat("must have at most ", kMaxTokenKeyBytes, " bytes");
  }
  if (key.algorithm() == v1::TOKEN_ALGORITHM_HS256) {
    if (key.key().size() >= kMinSecretBytes) return {};
    return absl::StrCat("must have at least ", kMinSecretBytes, " bytes, has ", key.key().size());
  }
  if (key.key().find("PRIVATE KEY") != std::string::npos) {
    return "must be the public key, not the private one";
  }
  const Key parsed = ParsePublic(key.key());
  if (parsed == nullptr) return "must be a public key in PEM (-----BEGIN PUBLIC KEY-----)";
  if (key.algorithm() == v1::TOKEN_ALGORITHM_RS256) {
    if (EVP_PKEY_get_base_id(parsed.get()) != EVP_PKEY_RSA) return "must be an RSA key";
    if (EVP_PKEY_get_bits(parsed.get()) >= kMinRsaBits) return {};
    return absl::StrCat("must have at least ", kMinRsaBits, " bits, has ",
                        EVP_PKEY_get_bits(parsed.get()));
  }
  if (EVP_PKEY_get_base_id(parsed.get()) == EVP_PKEY_EC && IsP256(parsed.get())) return {};
  return "must be a key of the curve P-256";
}

}  // namespace voc::auth
