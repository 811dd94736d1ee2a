#ifndef VOC_SERVER_VIEWS_ALERT_RUNS_H_
#define VOC_SERVER_VIEWS_ALERT_RUNS_H_

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/fact.h"
#include "storage/event_log.h"
#include "storage/view_store.h"
#include "voc/storage/v1/record.pb.h"

namespace voc::views {

// Rows to a block of alerts: what is held at once for a reader.
inline constexpr size_t kAlertBlockRows = 2048;

// What an event did with alerts, in bits. Part of the disk format.
enum AlertBit : uint8_t {
  kMadeAlert = 1,   // made at least one version
  kBackfill = 2,    // of old feedback, every one of them
  kCorrection = 4,  // replaced an event, which may have passed other filters
};

// An event that made versions of alerts. Unlike a fact it stays when a later event
// of the feedback replaces it: alerts are a log.
struct AlertRow {
  Fact fact;         // of the feedback after the event
  uint8_t bits = 0;  // see AlertBit
};

// 0 for an event that made no version of an alert.
uint8_t AlertBits(const storage::v1::FeedbackEvent& event, store::Sequence sequence);

// Rows of some stretch of the log, oldest first: all there are up to `reached`.
struct AlertRows {
  std::vector<AlertRow> rows;
  store::Sequence reached = 0;
};

// Adds the rows of a segment that ends with event `run` to its runs, in blocks.
void AddAlerts(const std::vector<AlertRow>& rows, store::Sequence run, store::Run& entries);

// Reads the first block with rows after `after`. `covered` is the newest event of
// the newest run, and `reached` if there is no such block. DATA_LOSS for a damaged
// one.
absl::StatusOr<AlertRows> ReadAlerts(const store::ViewStore& store, store::Sequence after,
                                     store::Sequence covered);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_ALERT_RUNS_H_
