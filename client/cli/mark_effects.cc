#include "client/cli/mark_effects.h"

#include <algorithm>
#include <deque>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cli/time_text.h"
#include "client/cpp/client.h"

namespace voc::cli {
namespace {

constexpr int kMarksPage = 1'000;

absl::StatusOr<std::deque<v1::Mark>> ListNewest(client::Client& client, absl::Time start,
                                                absl::Time end) {
  v1::ListMarksRequest request;
  *request.mutable_interval()->mutable_start_time() = ToTimestamp(start);
  *request.mutable_interval()->mutable_end_time() = ToTimestamp(end);
  request.set_page_size(kMarksPage);
  std::deque<v1::Mark> newest;
  do {
    auto page = client.ListMarks(request);
    // A server of before there were marks.
    if (absl::IsUnimplemented(page.status())) return newest;
    if (!page.ok()) return page.status();
    for (v1::Mark& mark : *page->mutable_marks()) {
      newest.push_back(std::move(mark));
      if (newest.size() > kMaxMarks) newest.pop_front();
    }
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty());
  return newest;
}

}  // namespace

absl::StatusOr<std::vector<report::MarkEffect>> FetchMarks(client::Client& client,
                                                           const v1::QueryTrendRequest& query,
                                                           absl::Time start, absl::Time end,
                                                           bool measure) {
  auto marks = ListNewest(client, start, end);
  if (!marks.ok()) return marks.status();
  v1::QueryTrendRequest after = query;
  after.set_granularity(v1::GRANULARITY_TOTAL);
  after.set_comparison(v1::COMPARISON_PREVIOUS);
  after.set_window_days(0);
  after.clear_group_by();
  std::vector<report::MarkEffect> effects;
  for (v1::Mark& mark : *marks) {
    report::MarkEffect effect{.mark = std::move(mark)};
    if (measure) {
      const absl::Time from = FromTimestamp(effect.mark.mark_time());
      const absl::Time until = std::min(from + absl::Hours(24 * report::kMarkDays), end);
      v1::Interval* const interval = after.mutable_filter()->mutable_interval();
      *interval->mutable_start_time() = ToTimestamp(from);
      *interval->mutable_end_time() = ToTimestamp(until);
      const auto response = client.QueryTrend(after);
      if (!response.ok()) return response.status();
      // Several scales have no value in common.
      if (response->series_size() == 1 && response->series(0).points_size() == 1) {
        effect.after = response->series(0).points(0);
      }
    }
    effects.push_back(std::move(effect));
  }
  return effects;
}

}  // namespace voc::cli
