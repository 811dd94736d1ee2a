#include "tests/benchmark/workload.h"

#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/str_format.h"
#include "storage/base/time.h"
#include "tests/benchmark/comments.h"
#include "tests/benchmark/random.h"

namespace voc::benchmark {
namespace {

constexpr int kRepeatsPercent = 2;
constexpr int kCommentsPercent = 30;

// What is drawn for a row, each from numbers of its own.
enum class Draw : uint64_t { kRow, kRepeat, kTime };

Random RandomFor(Draw draw, uint64_t seed, uint64_t index) {
  return Random(seed * 4 + static_cast<uint64_t>(draw), index);
}

struct Scale {
  v1::Metric metric;
  std::string_view question;
  int first;                 // the smallest score
  std::array<int, 11> odds;  // of each score, in percent
  int mixed;                 // from here on it is not bad
  int good;                  // from here on it is good
};

constexpr std::array<Scale, 3> kScales = {{
    {v1::METRIC_NPS, "nps", 0, {3, 1, 1, 2, 2, 5, 6, 12, 18, 22, 28}, 7, 9},
    {v1::METRIC_CSAT, "csat", 1, {7, 6, 12, 30, 45}, 3, 4},
    {v1::METRIC_CES, "ces", 1, {5, 5, 8, 10, 17, 25, 30}, 4, 6},
}};
constexpr std::array<int, 3> kScaleOdds = {60, 25, 15};

constexpr std::array<std::string_view, 3> kPlans = {"free", "pro", "enterprise"};
constexpr std::array<std::string_view, 4> kChannels = {"email", "in_app", "web", "sms"};
constexpr uint64_t kAppVersions = 24;

std::string MakeUuid(Random& random) {
  const uint64_t high = (random.Next() & ~0xf000ULL) | 0x4000ULL;
  const uint64_t low = (random.Next() >> 2) | 0x8000000000000000ULL;
  return absl::StrFormat("%08x-%04x-%04x-%04x-%012x", high >> 32, (high >> 16) & 0xffff,
                         high & 0xffff, low >> 48, low & 0xffffffffffffULL);
}

Mood MoodOf(const Scale& scale, int score) {
  if (score >= scale.good) return Mood::kGood;
  return score >= scale.mixed ? Mood::kMixed : Mood::kBad;
}

bool IsRepeat(uint64_t seed, uint64_t index) {
  return index > 0 && RandomFor(Draw::kRepeat, seed, index).Below(100) < kRepeatsPercent;
}

base::TimeNs TimeOf(const WorkloadOptions& options, uint64_t index) {
  if (options.order == Order::kTime) {
    const double share = static_cast<double>(index) / static_cast<double>(options.rows);
    // Whole milliseconds, as a browser's clock gives them.
    constexpr base::TimeNs kMs = 1'000'000;
    return kYearStart + static_cast<base::TimeNs>(share * static_cast<double>(kYearNs)) / kMs * kMs;
  }
  Random random = RandomFor(Draw::kTime, options.seed, index);
  constexpr uint64_t kMsOfYear = static_cast<uint64_t>(kYearNs) / 1'000'000;
  return kYearStart + static_cast<base::TimeNs>(random.Below(kMsOfYear)) * 1'000'000;
}

}  // namespace

uint64_t Workload::OriginOf(uint64_t index) const {
  while (IsRepeat(options_.seed, index)) {
    Random random = RandomFor(Draw::kRepeat, options_.seed, index);
    random.Next();  // that one decided that it is a repeat
    index = random.Below(index);
  }
  return index;
}

void Workload::Make(uint64_t index, v1::Feedback& row) const {
  index = OriginOf(index);
  Random random = RandomFor(Draw::kRow, options_.seed, index);
  row.Clear();
  row.set_submission_id(MakeUuid(random));
  row.set_source_id(absl::StrFormat("survey-%02d", random.Below(kSources)));
  const Scale& scale = kScales[random.Weighted(kScaleOdds, 100)];
  row.set_question_id(std::string(scale.question));
  const int score = scale.first + static_cast<int>(random.Weighted(scale.odds, 100));
  v1::SurveyResponse& response = *row.mutable_response();
  response.set_metric(scale.metric);
  response.set_score(score);
  response.set_finished(true);
  if (random.Below(100) < kCommentsPercent) {
    // Made in any case, so that what is drawn after it stays the same.
    std::string comment = MakeComment(MoodOf(scale, score), random);
    if (options_.comments) response.set_comment(std::move(comment));
  }
  const uint64_t respondent = random.Below(kRespondents);
  row.set_respondent_id(absl::StrFormat("user-%06d", respondent));
  // A person works for one company, which has one plan.
  const uint64_t account = Mix(respondent) % kAccounts;
  row.set_account_id(absl::StrFormat("acct-%04d", account));
  base::SetTimestamp(TimeOf(options_, index), *row.mutable_collected_at());
  row.set_channel(std::string(random.Pick<std::string_view>(kChannels)));
  auto& properties = *row.mutable_properties();
  properties["plan"] = std::string(kPlans[account % kPlans.size()]);
  const uint64_t version = random.Below(kAppVersions);
  properties["app_version"] = absl::StrFormat("%d.%d.0", 4 + version / 12, version % 12);
}

}  // namespace voc::benchmark
