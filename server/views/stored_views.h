#ifndef VOC_SERVER_VIEWS_STORED_VIEWS_H_
#define VOC_SERVER_VIEWS_STORED_VIEWS_H_

#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/answer_runs.h"
#include "server/views/blocks.h"
#include "server/views/deaths.h"
#include "server/views/facts/dictionary.h"
#include "server/views/run_filter.h"
#include "server/views/seen_ids.h"
#include "storage/event_log.h"
#include "storage/view_store.h"

namespace voc::views {

// What a start reads of the installed views into memory, a table a function. All give
// DATA_LOSS for what the builder did not write.

// Adds every string, under its ordinal.
absl::Status ReadDictionary(const store::ViewStore& store, Dictionaries& dictionaries);

struct StoredBlocks {
  std::vector<Block> read;     // by scans, in the order of their keys
  std::vector<Block> retired;  // replaced, to be removed
};
absl::StatusOr<StoredBlocks> ReadBlocks(const store::ViewStore& store);

// `last`: the newest event that may have died.
absl::StatusOr<DeathSet> ReadDeaths(const store::ViewStore& store, store::Sequence last);

// Tells the filters what the runs hold.
absl::Status ReadMarks(const store::ViewStore& store, SeenIds& seen_ids,
                       RunFilter<uint16_t>& id_runs, AnswerRuns& answer_runs);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_STORED_VIEWS_H_
