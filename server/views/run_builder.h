#ifndef VOC_SERVER_VIEWS_RUN_BUILDER_H_
#define VOC_SERVER_VIEWS_RUN_BUILDER_H_

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "server/views/blocks.h"
#include "server/views/run_filter.h"
#include "server/views/segment.h"
#include "storage/view_store.h"

namespace voc::views {

// What the state table says of the views on disk.
struct ViewsState {
  store::Sequence covered_sequence = 0;
  int64_t feedback = 0;
  int64_t excluded = 0;
};

// Version of everything the views write. A store of another version is dropped
// and rebuilt from the log.
inline constexpr std::string_view kViewsFormat = "9";
inline constexpr std::string_view kStateKey = "state";

std::string EncodeState(const ViewsState& state);
// FAILED_PRECONDITION for another format, DATA_LOSS for other bytes.
absl::StatusOr<ViewsState> DecodeState(std::string_view bytes);

struct BuiltRuns {
  store::RunSet runs;
  std::vector<Block> blocks;
  // What the filters of runs are told: see run_marks.h.
  std::vector<RunKey> ids;
  std::vector<RunKey> answers;
};

// Turns a sealed segment into sorted runs and fact blocks. Pure. `installed_deaths`
// and `installed_dictionary` say what is on disk already, so that only what is new
// is written.
BuiltRuns BuildRuns(const Segment& segment, const Dictionaries& dictionaries,
                    const DeathSet::Snapshot& installed_deaths,
                    const std::array<Ordinal, kDimensionCount>& installed_dictionary);

// Key of a dictionary entry: dimension, ordinal.
std::string DictionaryKey(Dimension dimension, Ordinal ordinal);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_RUN_BUILDER_H_
