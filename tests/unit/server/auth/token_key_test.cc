#include "server/auth/token_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/server/auth/test_keys.h"

namespace voc::auth {
namespace {

using ::testing::HasSubstr;

std::string Problem(v1::TokenAlgorithm algorithm, const std::string& text) {
  v1::TokenKey key;
  key.set_algorithm(algorithm);
  key.set_key(text);
  return ProblemOfKey(key);
}

TEST(TokenKeyTest, ASecretHas32Bytes) {
  EXPECT_EQ(Problem(v1::TOKEN_ALGORITHM_HS256, std::string(32, 'x')), "");
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_HS256, std::string(31, 'x')), HasSubstr("32"));
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_HS256, std::string(8193, 'x')), HasSubstr("8192"));
}

TEST(TokenKeyTest, APublicKeyIsOfTheKindAndSizeThatTheAlgorithmNeeds) {
  const KeyPair rsa = MakeRsa(2048);
  const KeyPair ec = MakeEc("P-256");
  EXPECT_EQ(Problem(v1::TOKEN_ALGORITHM_RS256, rsa.public_pem), "");
  EXPECT_EQ(Problem(v1::TOKEN_ALGORITHM_ES256, ec.public_pem), "");
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_RS256, MakeRsa(1024).public_pem), HasSubstr("2048"));
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_ES256, MakeEc("P-384").public_pem), HasSubstr("P-256"));
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_RS256, ec.public_pem), HasSubstr("RSA"));
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_ES256, rsa.public_pem), HasSubstr("P-256"));
  EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_RS256, rsa.private_pem), HasSubstr("public key"));
  for (const std::string& text :
       {std::string(), std::string("nonsense"), rsa.public_pem.substr(0, 100),
        std::string("-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n")}) {
    EXPECT_THAT(Problem(v1::TOKEN_ALGORITHM_RS256, text), HasSubstr("PEM")) << text;
  }
}

}  // namespace
}  // namespace voc::auth
