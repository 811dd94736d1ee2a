#ifndef VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_
#define VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "server/views/facts/fact.h"
#include "server/views/facts/top_boxes.h"

namespace voc::views {

// A half-open stretch of collected_at, [start, end).
struct TimeRange {
  base::TimeNs start = std::numeric_limits<base::TimeNs>::min();
  base::TimeNs end = std::numeric_limits<base::TimeNs>::max();
};

// Whether some, or every, row of a span with such bounds lies within `range`.
inline bool MayReach(const FactSpan& span, TimeRange range) {
  return span.last_time >= range.start &&
         (span.first_time < range.end || range.end == TimeRange().end);
}
inline bool LiesWithin(const FactSpan& span, TimeRange range) {
  return span.first_time >= range.start &&
         (span.last_time < range.end || range.end == TimeRange().end);
}

// Reads the blocks of a source, one at a time, the columns that are asked for.
// One thread at a time.
class BlockReader {
 public:
  virtual ~BlockReader() = default;

  // Goes to a block. No column of it is loaded yet, but its size and bounds are
  // known. Ends the validity of the span before.
  virtual void Open(size_t block) = 0;

  // Loads what `columns` names and is not loaded yet, and FactSpan::live.
  virtual absl::Status Load(ColumnSet columns) = 0;

  // Sets times[k] to collected_at of row rows[k], without loading the column if
  // they are few.
  virtual absl::Status LoadTimes(const std::vector<uint32_t>& rows,
                                 std::vector<base::TimeNs>& times);

  const FactSpan& span() const { return span_; }

 protected:
  FactSpan span_;
};

// All facts as of one moment, in blocks. Blocks may hold rows that do not count
// (see FactSpan::live). Thread-safe: any number may read at once.
class FactSource {
 public:
  virtual ~FactSource() = default;

  virtual size_t block_count() const = 0;

  // A reader of its own; the source outlives it.
  virtual std::unique_ptr<BlockReader> NewReader() const = 0;

  // The newest event it reflects.
  virtual uint64_t sequence() const = 0;

  // The top boxes of sources as of now; null where none has one of its own. Lives as long as the
  // source of facts.
  virtual const TopBoxes* top_boxes() const { return nullptr; }

  // Calls `visit` with every block that may hold rows within `range`, in no
  // particular order, the columns of `columns` loaded. Blocks may hold rows
  // outside the range: the visitor checks. Stops at the first error.
  absl::Status Scan(ColumnSet columns, TimeRange range,
                    absl::FunctionRef<absl::Status(const FactSpan&)> visit) const;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_
