#ifndef VOC_CLIENT_CLI_MONDAY_FETCH_H_
#define VOC_CLIENT_CLI_MONDAY_FETCH_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "client/report/monday.h"
#include "voc/v1/feedback.pb.h"

namespace voc::cli {

// What the Monday report is about.
struct MondayQuery {
  // Which feedback; its interval is the period. An absent end is 7 days after the
  // start, an absent start 7 days before the end; without both, the last ISO week
  // that was over at `now`.
  v1::Filter filter;
  // Of which min_n, zone, zone_name and language count.
  report::TrendView view;
  absl::Time now;
};

// Alerts are counted up to so many.
inline constexpr int64_t kMaxAlerts = 10'000;
// Newest and oldest alerts, quotes of either side.
inline constexpr size_t kShownAlerts = 5;
inline constexpr size_t kShownQuotes = 4;

// Asks for all parts of the report, one after the other; each is as of when it was
// asked for. INVALID_ARGUMENT if the period ends before it starts, else the errors
// of the calls.
absl::StatusOr<report::Monday> FetchMonday(client::Client& client, const MondayQuery& query);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MONDAY_FETCH_H_
