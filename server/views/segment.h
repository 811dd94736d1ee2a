#ifndef VOC_SERVER_VIEWS_SEGMENT_H_
#define VOC_SERVER_VIEWS_SEGMENT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/ingest/feedback_key.h"
#include "server/views/deaths.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "server/views/known_feedback.h"
#include "server/views/voice.h"

namespace voc::views {

// Rows to a chunk of a segment's facts.
inline constexpr size_t kChunkRows = 4096;

// A stretch of the newest events in the shape each view needs. The owner
// serialises Add; once sealed it never changes.
struct Segment {
  // Folds one event in.
  void Add(const ingest::FeedbackId& id, const KnownFeedback& known, const Fact& fact);

  store::Sequence first_event = 0;  // 0 while empty
  store::Sequence last_event = 0;
  int64_t events = 0;

  absl::flat_hash_map<ingest::FeedbackId, KnownFeedback> ids;
  absl::flat_hash_map<Ordinal, std::vector<Voice>> accounts;     // oldest first
  absl::flat_hash_map<Ordinal, std::vector<Voice>> respondents;  // oldest first
  std::vector<std::shared_ptr<FactBuffer>> chunks;               // all full but the last

  // Filled when sealed: everything as of last_event.
  DeathSet::Snapshot deaths;
  std::array<Ordinal, kDimensionCount> dictionary_sizes{};
  int64_t feedback = 0;
  int64_t excluded = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_SEGMENT_H_
