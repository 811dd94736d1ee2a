#ifndef VOC_CLIENT_CLI_WINDOW_SEARCH_H_
#define VOC_CLIENT_CLI_WINDOW_SEARCH_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {

// Windows are looked for up to this length.
inline constexpr int kMaxWindowDays = 3'660;

// A window that ends at a given moment.
struct Window {
  int days = 0;
  // How many answers it has.
  int64_t n = 0;
};

// Dimension -> value, as in TrendSeries; empty for all answers.
using Group = std::map<std::string, std::string>;

// For each of `groups`, which are some that `query.group_by` makes, or the empty one
// alone: the shortest window of whole days, in the calendar of `zone`, that ends at
// `end` and has at least `query.min_n` answers; that of kMaxWindowDays with all its
// answers if none has. Asks `query` as one bucket, over some 20 windows for one group
// and at most 11 more for each further one. Errors are those of the calls.
absl::StatusOr<std::vector<Window>> FindWindows(client::Client& client,
                                                const v1::QueryTrendRequest& query,
                                                const std::vector<Group>& groups, absl::Time end,
                                                const absl::TimeZone& zone);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_WINDOW_SEARCH_H_
