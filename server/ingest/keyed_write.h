#ifndef VOC_SERVER_INGEST_KEYED_WRITE_H_
#define VOC_SERVER_INGEST_KEYED_WRITE_H_

#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "server/auth/identity_token.h"
#include "server/ingest/validate.h"
#include "storage/base/clock.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/source.pb.h"

namespace voc::ingest {

// What is written with a source key: by whoever has seen a page of the host. Pure.
struct KeyedWrite {
  const v1::Source* source = nullptr;  // whose key it is
  base::TimeNs now = 0;
  std::optional<auth::Identity> identity;  // as a token says it
};

// What such a feedback may not say beyond Validate: anything but what the source asks for, on its
// scale, at about this time (kMaxKeyedAgeNs, kMaxKeyedAheadNs), by whom the token names.
std::vector<Violation> CheckKeyed(const v1::Feedback& feedback, const KeyedWrite& write);
std::vector<Violation> CheckKeyed(const v1::Display& display, const KeyedWrite& write);

// Says on a checked feedback who answered, and what vouches for it.
void SetIdentity(const KeyedWrite& write, v1::Feedback& feedback);

// Whether a feedback that was written with a source key may come under a key that is known: only in
// place of what was written so too, and in place of what a token vouches for only where a token
// says that it is of the same respondent and account; a repeat that `changes` nothing may name them
// alone, since a token may expire before its answer is known to have come. Else INVALID_ARGUMENT
// (SUBMISSION_TAKEN), which says the same whatever is there.
absl::Status CheckReplaces(const v1::Feedback& stored, const v1::Feedback& written, bool changes);

// Whether the same content is news since a token now vouches for who said it.
bool VouchesAnew(const v1::Feedback& stored, const v1::Feedback& written);

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_KEYED_WRITE_H_
