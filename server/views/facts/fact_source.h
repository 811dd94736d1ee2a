#ifndef VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_
#define VOC_SERVER_VIEWS_FACTS_FACT_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
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

  // Load for who looks at no other rows than these: of a column that was not loaded before,
  // the values of others may be anything. Cheaper where rows are few.
  virtual absl::Status LoadRows(ColumnSet columns, const std::vector<uint32_t>& rows);

  // collected_at of one row, without loading the column.
  virtual absl::StatusOr<base::TimeNs> TimeOf(size_t row);

  // Sets times[k] to collected_at of row rows[k].
  absl::Status LoadTimes(const std::vector<uint32_t>& rows, std::vector<base::TimeNs>& times);

  const FactSpan& span() const { return span_; }

 protected:
  FactSpan span_;
};

// What a source held at its moment, for telling later what is new.
struct FactMark {
  uint64_t sequence = 0;  // of the source
  uint64_t replaced = 0;  // facts of events up to it that were replaced by then
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

  // What this source holds, for Since of a later one.
  virtual FactMark mark() const { return {.sequence = sequence()}; }

  // The facts of events after mark.sequence alone, where they are all that this source has and
  // the one that was marked had not, and where nothing that it had is gone. Else, and where that
  // cannot be told, null. Lives no longer than this.
  virtual std::unique_ptr<FactSource> Since(const FactMark& mark) const;

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
