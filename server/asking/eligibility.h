#ifndef VOC_SERVER_ASKING_ELIGIBILITY_H_
#define VOC_SERVER_ASKING_ELIGIBILITY_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>

#include "storage/base/clock.h"
#include "voc/v1/source.pb.h"

namespace voc::asking {

// Where a source says nothing.
inline constexpr base::TimeNs kDayNs = int64_t{24} * 60 * 60 * base::kNsPerSecond;
inline constexpr base::TimeNs kDefaultQuietNs = 90 * kDayNs;

// For how long the source leaves a respondent alone.
base::TimeNs QuietPeriodOf(const v1::Source& source);

struct Candidate {
  std::string_view respondent_id;          // empty: not known
  std::optional<base::TimeNs> last_asked;  // as far as is known
};

struct Verdict {
  // UNSPECIFIED: may be asked.
  v1::IneligibleReason reason = v1::INELIGIBLE_REASON_UNSPECIFIED;
  // When to ask again; absent where nobody is asked, and where somebody is.
  std::optional<base::TimeNs> next_time;
};

// Whether to ask now. Who is drawn follows from source, respondent and time: it stays so for a
// quiet period (a day at least), which begins at another time for everyone. For somebody who is not
// known `draw`, which gives any number as likely as any other, decides each time. Pure.
Verdict MayAsk(const v1::Source& source, const Candidate& candidate, base::TimeNs now,
               const std::function<uint64_t()>& draw);

}  // namespace voc::asking

#endif  // VOC_SERVER_ASKING_ELIGIBILITY_H_
