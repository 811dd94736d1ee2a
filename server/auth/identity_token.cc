#include "server/auth/identity_token.h"

#include <jwt.h>

#include <algorithm>
#include <cerrno>
#include <cmath>
#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "google/protobuf/struct.pb.h"
#include "google/protobuf/util/json_util.h"
#include "storage/base/status_details.h"

namespace voc::auth {
namespace {

using google::protobuf::Struct;
using google::protobuf::Value;

struct FreeToken {
  void operator()(jwt_t* token) const { jwt_free(token); }
};
using Token = std::unique_ptr<jwt_t, FreeToken>;

absl::Status Bad(const char* message, const char* reason = "TOKEN_INVALID") {
  return base::WithReason(absl::UnauthenticatedError(message), reason);
}

// Three parts of base64url, as every signed token has: libjwt need not see anything else.
bool LooksLikeToken(std::string_view token) {
  return std::count(token.begin(), token.end(), '.') == 2 && token.front() != '.' &&
         token.back() != '.' && token.find("..") == std::string_view::npos &&
         std::all_of(token.begin(), token.end(), [](unsigned char c) {
           return absl::ascii_isalnum(c) || c == '-' || c == '_' || c == '.';
         });
}

// Checks the signature with `key`, or, without a key, only reads the token.
Token Decode(const std::string& token, const std::string* key) {
  jwt_t* decoded = nullptr;
  const auto* const bytes =
      key == nullptr ? nullptr : reinterpret_cast<const unsigned char*>(key->data());
  const int result = jwt_decode(&decoded, token.c_str(), bytes,
                                key == nullptr ? 0 : static_cast<int>(key->size()));
  if (result == 0) return Token(decoded);
  return nullptr;
}

// As libjwt and as tokens call it.
struct Algorithm {
  jwt_alg_t id = JWT_ALG_INVAL;
  std::string_view name;
};

Algorithm AlgorithmOf(v1::TokenAlgorithm algorithm) {
  switch (algorithm) {
    case v1::TOKEN_ALGORITHM_HS256:
      return {JWT_ALG_HS256, "HS256"};
    case v1::TOKEN_ALGORITHM_RS256:
      return {JWT_ALG_RS256, "RS256"};
    case v1::TOKEN_ALGORITHM_ES256:
      return {JWT_ALG_ES256, "ES256"};
    default:
      return {};
  }
}

std::string_view Header(jwt_t* token, const char* name) {
  const char* const value = jwt_get_header(token, name);
  return value == nullptr ? std::string_view() : value;
}

const v1::TokenKey* FindKey(const v1::Source& source, std::string_view key_id) {
  for (const v1::TokenKey& key : source.token_keys()) {
    if (key.key_id() == key_id) return &key;
  }
  return nullptr;
}

// False for what is no JSON object.
bool ReadClaims(jwt_t* token, Struct& claims) {
  const std::unique_ptr<char, decltype(&std::free)> json(jwt_get_grants_json(token, nullptr),
                                                         &std::free);
  return json != nullptr && google::protobuf::util::JsonStringToMessage(json.get(), &claims).ok();
}

const Value* Find(const Struct& claims, const char* name) {
  const auto found = claims.fields().find(name);
  return found == claims.fields().end() ? nullptr : &found->second;
}

bool IsFor(const Value* audience, const std::string& source_id) {
  if (audience == nullptr) return false;
  if (audience->kind_case() == Value::kStringValue) return audience->string_value() == source_id;
  return std::any_of(audience->list_value().values().begin(), audience->list_value().values().end(),
                     [&](const Value& one) {
                       return one.kind_case() == Value::kStringValue &&
                              one.string_value() == source_id;
                     });
}

}  // namespace

absl::StatusOr<Identity> ReadIdentityToken(std::string_view token, const v1::Source& source,
                                           base::TimeNs now) {
  if (token.size() > kMaxIdentityTokenBytes) return Bad("the identity token is longer than 8 KiB");
  if (token.empty() || !LooksLikeToken(token)) return Bad("the identity token is no signed JWT");
  const std::string text(token);
  // Which key it wants to be held against; nothing else of it is believed.
  const Token unchecked = Decode(text, nullptr);
  if (unchecked == nullptr) return Bad("the identity token cannot be read");
  const v1::TokenKey* const key = FindKey(source, Header(unchecked.get(), "kid"));
  if (key == nullptr) return Bad("the identity token names no key of the source (kid)");
  // libjwt checks a signature as the token says, so that is held against the key first.
  const Algorithm algorithm = AlgorithmOf(key->algorithm());
  if (algorithm.name.empty() || Header(unchecked.get(), "alg") != algorithm.name) {
    return Bad("the identity token has another algorithm than its key");
  }
  errno = 0;
  if (jwt_get_header(unchecked.get(), "crit") != nullptr || errno != ENOENT) {
    return Bad("the identity token asks for extensions (crit)");
  }
  const Token checked = Decode(text, &key->key());
  if (checked == nullptr || jwt_get_alg(checked.get()) != algorithm.id) {
    return Bad("the identity token is not signed by its key");
  }

  Struct claims;
  if (!ReadClaims(checked.get(), claims)) return Bad("the identity token holds no claims");
  if (!IsFor(Find(claims, "aud"), source.source_id())) {
    return Bad("the identity token is for another source (aud)");
  }
  const double seconds = static_cast<double>(now) / base::kNsPerSecond;
  constexpr double kLeeway = static_cast<double>(kTokenLeewayNs) / base::kNsPerSecond;
  const Value* const expires = Find(claims, "exp");
  if (expires == nullptr || expires->kind_case() != Value::kNumberValue ||
      !std::isfinite(expires->number_value())) {
    return Bad("the identity token does not say when it expires (exp)");
  }
  if (const Value* const begins = Find(claims, "nbf");
      begins != nullptr && !(begins->kind_case() == Value::kNumberValue &&
                             begins->number_value() <= seconds + kLeeway)) {
    return Bad("the identity token is not valid yet (nbf)");
  }
  const Value* const subject = Find(claims, "sub");
  if (subject == nullptr || subject->string_value().empty() ||
      subject->string_value().size() > kMaxTokenIdBytes) {
    return Bad("the identity token names nobody (sub, 1 to 255 bytes)");
  }
  Identity identity{.respondent_id = subject->string_value()};
  if (const Value* const account = Find(claims, "account_id"); account != nullptr) {
    if (account->kind_case() != Value::kStringValue ||
        account->string_value().size() > kMaxTokenIdBytes) {
      return Bad("the identity token's account_id is no text of at most 255 bytes");
    }
    identity.account_id = account->string_value();
  }
  if (expires->number_value() <= seconds - kLeeway) {
    return Bad("the identity token has expired", "TOKEN_EXPIRED");
  }
  return identity;
}

}  // namespace voc::auth
