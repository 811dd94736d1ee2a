#ifndef VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_
#define VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_

#include <cstdint>
#include <limits>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "server/views/facts/fact.h"

namespace voc::views {

// A half-open stretch of collected_at, [start, end).
struct TimeRange {
  base::TimeNs start = std::numeric_limits<base::TimeNs>::min();
  base::TimeNs end = std::numeric_limits<base::TimeNs>::max();
};

// All facts as of one moment. Thread-safe: any number may scan at once.
class FactSource {
 public:
  virtual ~FactSource() = default;

  // Calls `visit` with every block that may hold rows within `range`, in no
  // particular order, the columns of `columns` loaded. Blocks may hold rows
  // outside the range and rows that do not count (see FactSpan::live): the
  // visitor checks both. Stops at the first error.
  virtual absl::Status Scan(ColumnSet columns, TimeRange range,
                            absl::FunctionRef<absl::Status(const FactSpan&)> visit) const = 0;

  // The newest event it reflects.
  virtual uint64_t sequence() const = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_
