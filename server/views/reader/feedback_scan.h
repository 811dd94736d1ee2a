#ifndef VOC_SERVER_VIEWS_READER_FEEDBACK_SCAN_H_
#define VOC_SERVER_VIEWS_READER_FEEDBACK_SCAN_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/filter.h"
#include "server/views/query/selection.h"
#include "storage/event_log.h"
#include "voc/v1/feedback.pb.h"

namespace voc::views {

// Rows that one pass over the facts selects: memory for passes.
inline constexpr size_t kMaxSelectedRows = 64 * 1024;

// Records that are read from the log at once, and the bytes aimed at.
inline constexpr size_t kMaxReadRows = 512;
inline constexpr size_t kTargetReadBytes = 1024 * 1024;

// Records that one call of Next reads at most before it returns, give or take
// kMaxReadRows: a text that is rarely found does not keep a thread.
inline constexpr size_t kMaxStepRecords = 4096;

// Feedback that passes a filter, as of one moment, by collected_at then sequence,
// descending, a bounded part at a time. Blocks on the disk. Not thread-safe.
class FeedbackScan {
 public:
  struct Row {
    Position position;
    v1::Feedback feedback;
  };

  // `filter` has passed ValidateFilter. Begins after `after`. `first_rows`: how
  // many rows the caller is likely to take. What is given here outlives the scan.
  FeedbackScan(std::shared_ptr<const FactSource> facts, const v1::Filter& filter,
               const Dictionaries& dictionaries, const store::EventLog& log,
               std::optional<Position> after, size_t first_rows);

  // The next rows: at most as many as asked for, fewer once they take `max_bytes`
  // or a step's worth of records was read. None is possible before the end.
  absl::StatusOr<std::vector<Row>> Next(size_t max_rows, size_t max_bytes);

  // Whether Next returned the last row.
  bool done() const { return last_pass_ && next_ == selected_.size(); }

 private:
  absl::Status SelectMore();
  absl::StatusOr<std::vector<std::string>> ReadMore(size_t rows);

  const std::shared_ptr<const FactSource> facts_;
  CompiledFilter filter_;
  const store::EventLog& log_;
  std::optional<Position> after_;
  size_t pass_rows_;
  std::vector<Selected> selected_;
  size_t next_ = 0;  // in selected_
  bool last_pass_ = false;
  size_t read_rows_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_READER_FEEDBACK_SCAN_H_
