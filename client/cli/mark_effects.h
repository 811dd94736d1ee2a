#ifndef VOC_CLIENT_CLI_MARK_EFFECTS_H_
#define VOC_CLIENT_CLI_MARK_EFFECTS_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cpp/client.h"
#include "client/report/marks.h"
#include "voc/v1/trend.pb.h"

namespace voc::cli {

// More marks than these make no readable chart: the newest are kept.
inline constexpr size_t kMaxMarks = 10;

// The marks of [start, end), and what the metric of `query` did after each: its
// value over [mark, mark + kMarkDays or `end`), against as long before. None from a
// server that keeps no marks. With `measure` false the marks alone. Errors are
// those of the calls.
absl::StatusOr<std::vector<report::MarkEffect>> FetchMarks(client::Client& client,
                                                           const v1::QueryTrendRequest& query,
                                                           absl::Time start, absl::Time end,
                                                           bool measure);

}  // namespace voc::cli

#endif  // VOC_CLIENT_CLI_MARK_EFFECTS_H_
