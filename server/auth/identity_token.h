#ifndef VOC_SERVER_AUTH_IDENTITY_TOKEN_H_
#define VOC_SERVER_AUTH_IDENTITY_TOKEN_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "storage/base/clock.h"
#include "voc/v1/source.pb.h"

namespace voc::auth {

inline constexpr size_t kMaxIdentityTokenBytes = 8 * 1024;
// By how much the clocks of a host's backend and ours may differ.
inline constexpr base::TimeNs kTokenLeewayNs = 60 * base::kNsPerSecond;
// Of `sub` and `account_id`, as of the fields they fill.
inline constexpr size_t kMaxTokenIdBytes = 255;

// Who a host's backend says its user is.
struct Identity {
  std::string respondent_id;  // `sub`, never empty
  std::string account_id;     // `account_id`; empty where the token names none
};

// Reads a JWT (RFC 7519) for a source: signed by the one of its token keys that `kid` names, with
// that key's algorithm and no other; `aud` is the source_id or a list with it; `exp` is there and
// not over, `nbf`, if there, not to come. UNAUTHENTICATED with reason TOKEN_EXPIRED for a token
// that only came too late, else TOKEN_INVALID, with a message that says what is wrong but nothing
// of the keys. Thread-safe.
absl::StatusOr<Identity> ReadIdentityToken(std::string_view token, const v1::Source& source,
                                           base::TimeNs now);

}  // namespace voc::auth

#endif  // VOC_SERVER_AUTH_IDENTITY_TOKEN_H_
