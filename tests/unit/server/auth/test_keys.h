#ifndef VOC_TESTS_UNIT_SERVER_AUTH_TEST_KEYS_H_
#define VOC_TESTS_UNIT_SERVER_AUTH_TEST_KEYS_H_

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <memory>
#include <string>

namespace voc::auth {

// Key pairs made for a test, in PEM.
struct KeyPair {
  std::string public_pem;
  std::string private_pem;
};

inline KeyPair ToPem(EVP_PKEY* key) {
  const auto text = [](auto write) {
    BIO* const bio = BIO_new(BIO_s_mem());
    EXPECT_EQ(write(bio), 1);
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    std::string pem(data, static_cast<size_t>(size));
    BIO_free(bio);
    return pem;
  };
  KeyPair pair{.public_pem = text([&](BIO* bio) { return PEM_write_bio_PUBKEY(bio, key); }),
               .private_pem = text([&](BIO* bio) {
                 return PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
               })};
  EVP_PKEY_free(key);
  return pair;
}

inline KeyPair MakeRsa(size_t bits) { return ToPem(EVP_RSA_gen(static_cast<unsigned>(bits))); }
inline KeyPair MakeEc(const char* curve) { return ToPem(EVP_EC_gen(curve)); }

}  // namespace voc::auth

#endif  // VOC_TESTS_UNIT_SERVER_AUTH_TEST_KEYS_H_
