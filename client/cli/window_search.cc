#include "client/cli/window_search.h"

#include <algorithm>
#include <cstdint>
#include <map>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cli/time_text.h"
#include "client/cpp/client.h"

namespace voc::cli {
namespace {

// The same time of day, `days` earlier.
absl::Time DaysBefore(absl::Time end, int days, const absl::TimeZone& zone) {
  const absl::CivilSecond second = absl::ToCivilSecond(end, zone);
  const absl::CivilDay day = absl::CivilDay(second) - days;
  return absl::FromCivil(absl::CivilSecond(day.year(), day.month(), day.day(), second.hour(),
                                           second.minute(), second.second()),
                         zone);
}

// Counts answers of windows that end at one moment; asks of each length once.
class Counter {
 public:
  Counter(client::Client& client, const v1::QueryTrendRequest& query, absl::Time end,
          const absl::TimeZone& zone)
      : client_(client), probe_(query), end_(end), zone_(zone) {
    probe_.set_granularity(v1::GRANULARITY_TOTAL);
    probe_.set_window_days(0);
    *probe_.mutable_filter()->mutable_interval()->mutable_end_time() = ToTimestamp(end);
  }

  absl::StatusOr<int64_t> Count(const Group& group, int days) {
    auto known = counts_.find(days);
    if (known == counts_.end()) {
      auto counts = Ask(days);
      if (!counts.ok()) return counts.status();
      known = counts_.emplace(days, *std::move(counts)).first;
    }
    const auto at = known->second.find(group);
    return at == known->second.end() ? 0 : at->second;
  }

 private:
  absl::StatusOr<std::map<Group, int64_t>> Ask(int days) {
    *probe_.mutable_filter()->mutable_interval()->mutable_start_time() =
        ToTimestamp(DaysBefore(end_, days, zone_));
    const auto response = client_.QueryTrend(probe_);
    if (!response.ok()) return response.status();
    std::map<Group, int64_t> counts;
    for (const v1::TrendSeries& series : response->series()) {
      counts[Group(series.group().begin(), series.group().end())] = series.total().n();
    }
    counts[{}] = response->total().n();
    return counts;
  }

  client::Client& client_;
  v1::QueryTrendRequest probe_;
  const absl::Time end_;
  const absl::TimeZone zone_;
  std::map<int, std::map<Group, int64_t>> counts_;
};

// Doubling finds a window that has enough, halving the shortest such.
absl::StatusOr<Window> Find(Counter& counter, const Group& group, int64_t least) {
  int short_of = 0;
  Window enough;
  for (int days = 1;; days = std::min(2 * days, kMaxWindowDays)) {
    const auto n = counter.Count(group, days);
    if (!n.ok()) return n.status();
    enough = {.days = days, .n = *n};
    if (*n >= least) break;
    if (days == kMaxWindowDays) return enough;
    short_of = days;
  }
  while (enough.days - short_of > 1) {
    const int days = short_of + (enough.days - short_of) / 2;
    const auto n = counter.Count(group, days);
    if (!n.ok()) return n.status();
    if (*n >= least) {
      enough = {.days = days, .n = *n};
    } else {
      short_of = days;
    }
  }
  return enough;
}

}  // namespace

absl::StatusOr<std::vector<Window>> FindWindows(client::Client& client,
                                                const v1::QueryTrendRequest& query,
                                                const std::vector<Group>& groups, absl::Time end,
                                                const absl::TimeZone& zone) {
  Counter counter(client, query, end, zone);
  std::vector<Window> windows;
  for (const Group& group : groups) {
    const auto window = Find(counter, group, query.min_n());
    if (!window.ok()) return window.status();
    windows.push_back(*window);
  }
  return windows;
}

}  // namespace voc::cli
