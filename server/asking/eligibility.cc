#include "server/asking/eligibility.h"

#include <xxhash.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "server/ingest/hash_input.h"

namespace voc::asking {
namespace {

uint64_t Hash(std::string_view what, std::string_view source_id, std::string_view respondent_id,
              uint64_t number) {
  ingest::HashInput input;
  input.Bytes(what);
  input.Text(source_id);
  input.Text(respondent_id);
  input.Uint64(number);
  return XXH3_64bits(input.bytes().data(), input.bytes().size());
}

// Whether a number that is as likely as any other falls into the share.
bool IsDrawn(uint64_t number, double share) {
  return std::ldexp(static_cast<double>(number >> 11), -53) < share;
}

// From where on the draws of a respondent count, so that not all change at one moment, and how long
// each holds.
struct Draws {
  base::TimeNs offset;
  base::TimeNs length;

  int64_t IndexAt(base::TimeNs now) const {
    const base::TimeNs shifted = now - offset;
    return shifted >= 0 ? shifted / length : -((-shifted + length - 1) / length);
  }
  base::TimeNs EndOf(int64_t index) const { return offset + (index + 1) * length; }
};

}  // namespace

base::TimeNs QuietPeriodOf(const v1::Source& source) {
  if (!source.has_quiet_period()) return kDefaultQuietNs;
  return source.quiet_period().seconds() * base::kNsPerSecond + source.quiet_period().nanos();
}

Verdict MayAsk(const v1::Source& source, const Candidate& candidate, base::TimeNs now,
               const std::function<uint64_t()>& draw) {
  const bool asks = source.kind() != v1::SOURCE_KIND_REVIEW_SITE &&
                    !(source.has_sampling() && source.sampling() == 0);
  if (!asks) return {.reason = v1::INELIGIBLE_REASON_PAUSED};
  const base::TimeNs quiet = QuietPeriodOf(source);
  if (candidate.last_asked.has_value() && now < *candidate.last_asked + quiet) {
    return {.reason = v1::INELIGIBLE_REASON_QUIET_PERIOD,
            .next_time = *candidate.last_asked + quiet};
  }
  if (!source.has_sampling()) return {};
  const base::TimeNs length = std::max(quiet, kDayNs);
  if (candidate.respondent_id.empty()) {
    if (IsDrawn(draw(), source.sampling())) return {};
    return {.reason = v1::INELIGIBLE_REASON_NOT_SAMPLED, .next_time = now + length};
  }
  const uint64_t offset =
      Hash("voc.sampling.offset.1", source.source_id(), candidate.respondent_id, 0);
  const Draws draws = {.offset = static_cast<base::TimeNs>(offset % static_cast<uint64_t>(length)),
                       .length = length};
  const int64_t index = draws.IndexAt(now);
  if (IsDrawn(Hash("voc.sampling.draw.1", source.source_id(), candidate.respondent_id,
                   static_cast<uint64_t>(index)),
              source.sampling())) {
    return {};
  }
  return {.reason = v1::INELIGIBLE_REASON_NOT_SAMPLED, .next_time = draws.EndOf(index)};
}

}  // namespace voc::asking
