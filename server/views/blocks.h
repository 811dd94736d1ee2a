#ifndef VOC_SERVER_VIEWS_BLOCKS_H_
#define VOC_SERVER_VIEWS_BLOCKS_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/facts/fact.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

// Rows to a block: small enough that a block outside the asked time is worth
// skipping, large enough that a column read is worth its look-up.
inline constexpr uint32_t kBlockRows = 4096;

// A stretch of facts on disk, sorted by collection time within its run.
struct Block {
  store::Sequence run = 0;      // newest event sequence of the segment it was built from
  uint32_t number = 0;          // within the run
  uint32_t rows = 0;            // 1..kBlockRows
  base::TimeNs first_time = 0;  // bounds of collected_at, both inclusive
  base::TimeNs last_time = 0;
  store::Sequence first_event = 0;  // bounds of event_sequence, both inclusive
  store::Sequence last_event = 0;
};

std::string BlockKey(const Block& block);
std::string EncodeBlock(const Block& block);
absl::StatusOr<Block> DecodeBlock(std::string_view key, std::string_view value);

// Key of one column of one block: column first, so that a scan of few columns
// reads few places.
std::string ColumnKey(const Block& block, Column column);

// Adds the entries of one block: its bounds, and every column of rows
// [0, rows.size()) of `rows`.
void AddBlock(const Block& block, const FactBuffer& rows, store::RunSet& runs);

// Fills the columns of `columns` that `rows` was made with. DATA_LOSS if one is
// missing or damaged.
absl::Status LoadBlock(const store::ViewStore& store, const Block& block, ColumnSet columns,
                       FactBuffer& rows);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_BLOCKS_H_
