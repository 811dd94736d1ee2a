#include "server/views/query/window_list.h"

#include <algorithm>

namespace voc::views {

WindowIndexes WindowFinder::Find(base::TimeNs time, base::TimeNs next) {
  WindowIndexes result = Find(time);
  if (result.empty()) return result;
  const auto begin = list_->ends.begin();
  const auto last = begin + result.last + 1;
  result.last = std::upper_bound(begin + result.first, last, next) - begin - 1;
  return result;
}

void WindowFinder::Search(base::TimeNs time) {
  const std::vector<base::TimeNs>& starts = list_->starts;
  const std::vector<base::TimeNs>& ends = list_->ends;
  // Windows that have begun are a prefix, those that have not ended a suffix.
  const auto begun = std::upper_bound(starts.begin(), starts.end(), time);
  const auto unended = std::upper_bound(ends.begin(), ends.end(), time);
  found_.first = unended - ends.begin();
  found_.last = begun - starts.begin() - 1;
  valid_from_ = std::numeric_limits<base::TimeNs>::min();
  valid_until_ = std::numeric_limits<base::TimeNs>::max();
  if (begun != starts.begin()) valid_from_ = *(begun - 1);
  if (begun != starts.end()) valid_until_ = *begun;
  if (unended != ends.begin()) valid_from_ = std::max(valid_from_, *(unended - 1));
  if (unended != ends.end()) valid_until_ = std::min(valid_until_, *unended);
}

}  // namespace voc::views
