#include "client/cli/window_search.h"

#include <algorithm>
#include <cstdint>

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

}  // namespace

absl::StatusOr<Window> FindWindow(client::Client& client, const v1::QueryTrendRequest& query,
                                  absl::Time end, const absl::TimeZone& zone) {
  v1::QueryTrendRequest probe = query;
  probe.set_granularity(v1::GRANULARITY_TOTAL);
  probe.set_window_days(0);
  probe.clear_group_by();
  *probe.mutable_filter()->mutable_interval()->mutable_end_time() = ToTimestamp(end);
  const auto count = [&](int days) -> absl::StatusOr<int64_t> {
    *probe.mutable_filter()->mutable_interval()->mutable_start_time() =
        ToTimestamp(DaysBefore(end, days, zone));
    const auto response = client.QueryTrend(probe);
    if (!response.ok()) return response.status();
    return response->total().n();
  };
  // Doubling finds a window that has enough, halving the shortest such.
  int short_of = 0;
  Window enough;
  for (int days = 1;; days = std::min(2 * days, kMaxWindowDays)) {
    const auto n = count(days);
    if (!n.ok()) return n.status();
    enough = {.days = days, .n = *n};
    if (*n >= query.min_n()) break;
    if (days == kMaxWindowDays) return enough;
    short_of = days;
  }
  while (enough.days - short_of > 1) {
    const int days = short_of + (enough.days - short_of) / 2;
    const auto n = count(days);
    if (!n.ok()) return n.status();
    if (*n >= query.min_n()) {
      enough = {.days = days, .n = *n};
    } else {
      short_of = days;
    }
  }
  return enough;
}

}  // namespace voc::cli
