#ifndef VOC_CLIENT_CLI_WINDOW_SEARCH_H_
#define VOC_CLIENT_CLI_WINDOW_SEARCH_H_

#include <cstdint>

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

// The shortest window of whole days, in the calendar of `zone`, that ends at `end`
// and has at least `query.min_n` answers; that of kMaxWindowDays with all its
// answers if none has. Asks `query` over some 20 windows, as one bucket without
// groups. Errors are those of the calls.
absl::StatusOr<Window> FindWindow(client::Client& client, const v1::QueryTrendRequest& query,
                                  absl::Time end, const absl::TimeZone& zone);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_WINDOW_SEARCH_H_
