#include "server/auth/identity_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/ecdsa.h>
#include <openssl/hmac.h>

#include <memory>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "google/rpc/error_details.pb.h"
#include "storage/base/status_details.h"
#include "tests/unit/server/auth/test_keys.h"

namespace voc::auth {
namespace {

constexpr base::TimeNs kNow = 1'763'000'000 * base::kNsPerSecond;
constexpr int64_t kNowS = 1'763'000'000;
const char kSecret[] = "0123456789abcdef0123456789abcdef";

std::string Base64Url(const std::string& bytes) { return absl::WebSafeBase64Escape(bytes); }

std::string Hmac(const std::string& key, const std::string& text) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned int length = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac, &length);
  return {reinterpret_cast<const char*>(mac), length};
}

// With a private key, as OpenSSL gives it: an ECDSA signature in DER.
std::string Sign(const std::string& pem, const std::string& text) {
  BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  EVP_PKEY* const key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, nullptr);
  BIO_free(bio);
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EXPECT_EQ(EVP_DigestSignInit(context, nullptr, EVP_sha256(), nullptr, key), 1);
  size_t length = 0;
  const auto* const data = reinterpret_cast<const unsigned char*>(text.data());
  EXPECT_EQ(EVP_DigestSign(context, nullptr, &length, data, text.size()), 1);
  std::string signature(length, '\0');
  EXPECT_EQ(EVP_DigestSign(context, reinterpret_cast<unsigned char*>(signature.data()), &length,
                           data, text.size()),
            1);
  signature.resize(length);
  EVP_MD_CTX_free(context);
  EVP_PKEY_free(key);
  return signature;
}

// As JWS has it: r and s, 32 bytes each (RFC 7518, 3.4).
std::string ToJose(const std::string& der) {
  const auto* data = reinterpret_cast<const unsigned char*>(der.data());
  ECDSA_SIG* const signature = d2i_ECDSA_SIG(nullptr, &data, static_cast<long>(der.size()));
  std::string out(64, '\0');
  auto* const bytes = reinterpret_cast<unsigned char*>(out.data());
  BN_bn2binpad(ECDSA_SIG_get0_r(signature), bytes, 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(signature), bytes + 32, 32);
  ECDSA_SIG_free(signature);
  return out;
}

class IdentityTokenTest : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    rsa_ = new KeyPair(MakeRsa(2048));
    ec_ = new KeyPair(MakeEc("P-256"));
  }
  static void TearDownTestSuite() {
    delete rsa_;
    delete ec_;
  }

  void SetUp() override {
    source_.set_source_id("app");
    AddKey("h", v1::TOKEN_ALGORITHM_HS256, kSecret);
    AddKey("r", v1::TOKEN_ALGORITHM_RS256, rsa_->public_pem);
    AddKey("e", v1::TOKEN_ALGORITHM_ES256, ec_->public_pem);
  }

  void AddKey(const char* id, v1::TokenAlgorithm algorithm, const std::string& text) {
    v1::TokenKey& key = *source_.add_token_keys();
    key.set_key_id(id);
    key.set_algorithm(algorithm);
    key.set_key(text);
  }

  static std::string Claims(const std::string& more = "") {
    return absl::StrCat(R"({"sub":"ann","aud":"app","exp":)", kNowS + 600, more, "}");
  }

  // Header and claims, to be signed.
  static std::string Text(const std::string& algorithm, const std::string& kid,
                          const std::string& claims) {
    return absl::StrCat(
        Base64Url(absl::StrCat(R"({"typ":"JWT","alg":")", algorithm, R"(","kid":")", kid, R"("})")),
        ".", Base64Url(claims));
  }
  static std::string Hs256(const std::string& claims, const std::string& kid = "h",
                           const std::string& secret = kSecret) {
    const std::string text = Text("HS256", kid, claims);
    return absl::StrCat(text, ".", Base64Url(Hmac(secret, text)));
  }
  static std::string Rs256(const std::string& claims) {
    const std::string text = Text("RS256", "r", claims);
    return absl::StrCat(text, ".", Base64Url(Sign(rsa_->private_pem, text)));
  }
  static std::string Es256(const std::string& claims) {
    const std::string text = Text("ES256", "e", claims);
    return absl::StrCat(text, ".", Base64Url(ToJose(Sign(ec_->private_pem, text))));
  }

  absl::StatusOr<Identity> Read(const std::string& token) {
    return ReadIdentityToken(token, source_, kNow);
  }
  // The reason it is refused for; empty if it is not.
  std::string Refused(const std::string& token) {
    const absl::StatusOr<Identity> identity = Read(token);
    if (identity.ok()) return "";
    EXPECT_EQ(identity.status().code(), absl::StatusCode::kUnauthenticated);
    google::rpc::ErrorInfo info;
    base::ToRpcStatus(identity.status()).details(0).UnpackTo(&info);
    return info.reason();
  }

  static KeyPair* rsa_;
  static KeyPair* ec_;
  v1::Source source_;
};

KeyPair* IdentityTokenTest::rsa_ = nullptr;
KeyPair* IdentityTokenTest::ec_ = nullptr;

TEST_F(IdentityTokenTest, EachAlgorithmIsReadWithItsKey) {
  for (const std::string& token :
       {Hs256(Claims(R"(,"account_id":"acme")")), Rs256(Claims(R"(,"account_id":"acme")")),
        Es256(Claims(R"(,"account_id":"acme")"))}) {
    const absl::StatusOr<Identity> identity = Read(token);
    ASSERT_TRUE(identity.ok()) << identity.status();
    EXPECT_EQ(identity->respondent_id, "ann");
    EXPECT_EQ(identity->account_id, "acme");
  }
  EXPECT_EQ(Read(Hs256(Claims()))->account_id, "");
}

TEST_F(IdentityTokenTest, ATokenMayBeForSeveral) {
  const std::string exp = absl::StrCat(kNowS + 600);
  EXPECT_EQ(Refused(Hs256(R"({"sub":"a","aud":["x","app"],"exp":)" + exp + "}")), "");
  for (const char* audience : {R"(["x","y"])", R"("App")", R"("")", "[]", "1", "null", "{}",
                               R"([["app"]])", R"({"app":"app"})"}) {
    EXPECT_EQ(
        Refused(Hs256(absl::StrCat(R"({"sub":"a","aud":)", audience, R"(,"exp":)", exp, "}"))),
        "TOKEN_INVALID")
        << audience;
  }
  EXPECT_EQ(Refused(Hs256(R"({"sub":"a","exp":)" + exp + "}")), "TOKEN_INVALID");
}

// Whoever knows a public key must not be able to sign with it.
TEST_F(IdentityTokenTest, AKeyIsUsedWithItsOwnAlgorithmAlone) {
  for (const char* kid : {"r", "e"}) {
    const std::string& pem = kid[0] == 'r' ? rsa_->public_pem : ec_->public_pem;
    const std::string text = Text("HS256", kid, Claims());
    EXPECT_EQ(Refused(absl::StrCat(text, ".", Base64Url(Hmac(pem, text)))), "TOKEN_INVALID") << kid;
  }
  const std::string text = Text("RS256", "h", Claims());
  EXPECT_EQ(Refused(absl::StrCat(text, ".", Base64Url(Sign(rsa_->private_pem, text)))),
            "TOKEN_INVALID");
  for (const char* algorithm : {"HS384", "HS512", "hs256", "none", "None", "NONE", ""}) {
    const std::string other = Text(algorithm, "h", Claims());
    EXPECT_EQ(Refused(absl::StrCat(other, ".", Base64Url(Hmac(kSecret, other)))), "TOKEN_INVALID")
        << algorithm;
    EXPECT_EQ(Refused(other + "."), "TOKEN_INVALID") << algorithm;
    EXPECT_EQ(Refused(other), "TOKEN_INVALID") << algorithm;
  }
}

TEST_F(IdentityTokenTest, WhatIsNotSignedByItsKeyIsRefused) {
  EXPECT_EQ(Refused(Hs256(Claims(), "h", "another secret, as long as it is")), "TOKEN_INVALID");
  EXPECT_EQ(Refused(Hs256(Claims(), "unknown")), "TOKEN_INVALID");
  EXPECT_EQ(Refused(Hs256(Claims(), "")), "TOKEN_INVALID");
  const std::string good = Hs256(Claims());
  const size_t dot = good.rfind('.');
  EXPECT_EQ(Refused(good.substr(0, dot + 1) + Base64Url(Hmac(kSecret, "other"))), "TOKEN_INVALID");
  EXPECT_EQ(Refused(good.substr(0, good.size() - 4)), "TOKEN_INVALID");
  // Another body under the same signature.
  const std::string other = Hs256(Claims(R"(,"account_id":"acme")"));
  EXPECT_EQ(Refused(other.substr(0, other.rfind('.')) + good.substr(dot)), "TOKEN_INVALID");
  // An ECDSA signature as DER is none of JWS.
  const std::string text = Text("ES256", "e", Claims());
  EXPECT_EQ(Refused(absl::StrCat(text, ".", Base64Url(Sign(ec_->private_pem, text)))),
            "TOKEN_INVALID");
  source_.clear_token_keys();
  EXPECT_EQ(Refused(good), "TOKEN_INVALID");
}

TEST_F(IdentityTokenTest, TimesHaveAMinuteOfLeeway) {
  const auto at = [](int64_t exp, const std::string& nbf) {
    return Hs256(absl::StrCat(R"({"sub":"a","aud":"app","exp":)", exp, nbf, "}"));
  };
  EXPECT_EQ(Refused(at(kNowS - 59, "")), "");
  EXPECT_EQ(Refused(at(kNowS - 60, "")), "TOKEN_EXPIRED");
  EXPECT_EQ(Refused(at(0, "")), "TOKEN_EXPIRED");
  EXPECT_EQ(Refused(at(-1, "")), "TOKEN_EXPIRED");
  EXPECT_EQ(Refused(at(kNowS + 9, absl::StrCat(R"(,"nbf":)", kNowS + 60))), "");
  EXPECT_EQ(Refused(at(kNowS + 9, absl::StrCat(R"(,"nbf":)", kNowS + 61))), "TOKEN_INVALID");
  EXPECT_EQ(Refused(at(kNowS + 9, R"(,"nbf":"soon")")), "TOKEN_INVALID");
  // What is wrong besides is told first: an expired token is one that was good.
  EXPECT_EQ(Refused(Hs256(R"({"sub":"a","aud":"x","exp":1})")), "TOKEN_INVALID");
}

TEST_F(IdentityTokenTest, ClaimsAreRequired) {
  const std::string exp = absl::StrCat(R"("exp":)", kNowS + 600);
  for (const std::string& claims :
       {std::string(R"({"sub":"a","aud":"app"})"),
        std::string(R"({"sub":"a","aud":"app","exp":"9999999999"})"),
        std::string(R"({"sub":"a","aud":"app","exp":null})"), R"({"aud":"app",)" + exp + "}",
        R"({"sub":"","aud":"app",)" + exp + "}", R"({"sub":7,"aud":"app",)" + exp + "}",
        R"({"sub":")" + std::string(256, 'x') + R"(","aud":"app",)" + exp + "}",
        R"({"sub":"a","account_id":7,"aud":"app",)" + exp + "}",
        R"({"sub":"a","account_id":")" + std::string(256, 'x') + R"(","aud":"app",)" + exp + "}",
        std::string("[]"), std::string("7"), std::string("null"), std::string(""), std::string("{"),
        std::string("{}")}) {
    EXPECT_EQ(Refused(Hs256(claims)), "TOKEN_INVALID") << claims;
  }
}

TEST_F(IdentityTokenTest, ExtensionsThatMustBeUnderstoodAreRefused) {
  for (const char* critical : {R"(["exp"])", R"("exp")", "[]", "null", "1", "true", "{}"}) {
    const std::string head =
        absl::StrCat(R"({"typ":"JWT","alg":"HS256","kid":"h","crit":)", critical, "}");
    const std::string text = absl::StrCat(Base64Url(head), ".", Base64Url(Claims()));
    EXPECT_EQ(Refused(absl::StrCat(text, ".", Base64Url(Hmac(kSecret, text)))), "TOKEN_INVALID")
        << critical;
  }
}

TEST_F(IdentityTokenTest, LongTokensAreNotRead) {
  const std::string long_claims = Claims(R"(,"x":")" + std::string(5900, 'y') + "\"");
  const std::string fits = Hs256(long_claims);
  ASSERT_LE(fits.size(), kMaxIdentityTokenBytes);
  EXPECT_EQ(Refused(fits), "");
  EXPECT_EQ(Refused(Hs256(Claims(R"(,"x":")" + std::string(6200, 'y') + "\""))), "TOKEN_INVALID");
}

TEST_F(IdentityTokenTest, GarbageIsRefused) {
  for (const std::string& token :
       {std::string(), std::string("."), std::string(".."), std::string("..."), std::string("a.b"),
        std::string("a.b.c"), std::string("a.b.c.d"), std::string("!.?.*"), std::string("a..c"),
        std::string("\0.\0.\0", 5), std::string(8192, '.'), std::string(8192, 'a'),
        Base64Url("{}") + "." + Base64Url("{}") + "." + Base64Url("x"),
        Base64Url("[]") + "." + Base64Url("[]") + "." + Base64Url("x"),
        Base64Url(R"({"alg":[],"kid":{},"typ":1})") + ".e30.eA",
        Base64Url(std::string(3000, '[')) + "." + Base64Url(std::string(2000, '{')) + ".eA"}) {
    EXPECT_EQ(Refused(token), "TOKEN_INVALID");
  }
}

// Anything at all, most of it nearly right: refused, or read as what was signed.
TEST_F(IdentityTokenTest, RandomDamageNeverPassesForSomebodyElse) {
  const unsigned seed = std::random_device{}();
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  std::mt19937 random(seed);
  const std::vector<std::string> good = {Hs256(Claims()), Rs256(Claims()), Es256(Claims())};
  constexpr char kAlphabet[] =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=/+ ";
  for (int i = 0; i < 20000; ++i) {
    std::string token = good[random() % good.size()];
    for (int damages = 1 + static_cast<int>(random() % 3); damages > 0; --damages) {
      const size_t at = random() % token.size();
      switch (random() % 4) {
        case 0:
          token[at] = kAlphabet[random() % (sizeof kAlphabet - 1)];
          break;
        case 1:
          token.erase(at, 1 + random() % 20);
          break;
        case 2:
          token.insert(at, 1, kAlphabet[random() % (sizeof kAlphabet - 1)]);
          break;
        default:
          token[at] = static_cast<char>(random());
          break;
      }
      if (token.empty()) token = ".";
    }
    const absl::StatusOr<Identity> identity = Read(token);
    if (!identity.ok()) continue;
    EXPECT_EQ(identity->respondent_id, "ann") << token;
  }
}

}  // namespace
}  // namespace voc::auth
