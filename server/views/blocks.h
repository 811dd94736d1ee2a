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
// skipping and that a few unpacked columns stay in the second cache, large enough
// that a column read is worth its look-up.
inline constexpr uint32_t kBlockRows = 16 * 1024;

// Numbers of the blocks of a merged run begin here.
inline constexpr uint32_t kFirstMergedBlock = 1u << 24;

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

inline bool IsMerged(const Block& block) { return block.number >= kFirstMergedBlock; }

std::string BlockKey(const Block& block);
std::string EncodeBlock(const Block& block, bool retired = false);
// Sets `retired` to whether it is: its facts are in other blocks.
absl::StatusOr<Block> DecodeBlock(std::string_view key, std::string_view value, bool& retired);

// Key of one column of one block: column first, so that a scan of few columns
// reads few places.
std::string ColumnKey(const Block& block, Column column);

// Adds the entries of one block: its bounds, and every column of rows
// [0, rows.size()) of `rows`.
void AddBlock(const Block& block, const FactBuffer& rows, store::RunSet& runs);

// Marks a block as retired, and removes one that is.
void RetireBlock(const Block& block, store::RunSet& runs);
void RemoveBlock(const Block& block, store::RunSet& runs);

// Fills `rows`, of all columns and kBlockRows. DATA_LOSS if a column is missing or
// damaged.
absl::Status LoadBlock(const store::ViewStore& store, const Block& block, FactBuffer& rows);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_BLOCKS_H_
