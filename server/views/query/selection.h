#ifndef VOC_SERVER_VIEWS_QUERY_SELECTION_H_
#define VOC_SERVER_VIEWS_QUERY_SELECTION_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/filter.h"
#include "storage/base/clock.h"

namespace voc::views {

// Most rows one selection returns, and the most it holds twice over.
inline constexpr size_t kMaxSelected = 1'000'000;

// Where a feedback stands in lists: by collected_at, then sequence, descending.
struct Position {
  base::TimeNs collected_at = 0;
  uint64_t sequence = 0;

  friend bool operator==(const Position&, const Position&) = default;
};

// One row that passes.
struct Selected {
  Position position;
  uint64_t event_sequence = 0;
  uint64_t alert_sequence = 0;  // only of SelectAlerts
  uint8_t flags = 0;            // see Flag
};

// The `limit` (1..kMaxSelected) rows that pass `filter` and come first in list
// order, after `after` if given; in list order. text_contains is not looked at:
// whoever needs it reads the feedback and goes on after the last row. Holds
// 2 x limit rows.
absl::StatusOr<std::vector<Selected>> SelectNewest(const FactSource& source,
                                                   const CompiledFilter& filter,
                                                   std::optional<Position> after, size_t limit);

// Which feedback may hold the next alerts of a list by alert sequence, descending.
struct AlertSelection {
  // The `limit` rows with the greatest alert_sequence, descending, among those
  // with alert_sequence <= `at_most`.
  std::vector<Selected> next;
  // Rows whose greatest alert_sequence is beyond `at_most`, but which have other
  // alerts that may not be.
  std::vector<Selected> also;
};

// Rows with an alert that pass `filter`, with an open one if `only_open`.
// `at_most` nullopt: from the greatest on. RESOURCE_EXHAUSTED if `also` would
// pass kMaxSelected.
absl::StatusOr<AlertSelection> SelectAlerts(const FactSource& source, const CompiledFilter& filter,
                                            bool only_open, std::optional<uint64_t> at_most,
                                            size_t limit);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_SELECTION_H_
