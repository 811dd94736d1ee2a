#ifndef VOC_SERVER_VIEWS_SEGMENT_H_
#define VOC_SERVER_VIEWS_SEGMENT_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/btree_map.h"
#include "absl/container/flat_hash_map.h"
#include "server/ingest/feedback_key.h"
#include "server/notes/notes.h"
#include "server/views/alert_runs.h"
#include "server/views/deaths.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "server/views/known_feedback.h"
#include "server/views/past_answer.h"

namespace voc::views {

// Rows to a chunk of a segment's facts.
inline constexpr size_t kChunkRows = 4096;

// A stretch of the newest events in the shape each view needs. The owner
// serialises Add; once sealed it never changes.
struct Segment {
  // Room for `expected` events.
  explicit Segment(int64_t expected = 0);

  // Folds one event in. `alert_bits`: see AlertBits.
  void Add(const ingest::FeedbackId& id, const KnownFeedback& known, const Fact& fact,
           uint8_t alert_bits);

  // Folds in an event that is about no feedback.
  void AddNote(store::Sequence sequence, std::vector<notes::Notes::Change> changes);

  // Has the place of an id that is about to be added fetched into the cache.
  void Prefetch(const ingest::FeedbackId& id) const { rows_.prefetch(id); }

  // nullptr for an id without an event here.
  const KnownFeedback* Find(const ingest::FeedbackId& id) const;

  store::Sequence first_event = 0;  // 0 while empty
  store::Sequence last_event = 0;
  int64_t events = 0;

  struct Id {
    ingest::FeedbackId id;
    KnownFeedback known;  // as its newest event left it
  };
  std::vector<Id> ids;  // each once
  TailAnswers answers;
  std::vector<std::shared_ptr<FactBuffer>> chunks;     // all full but the last
  std::vector<AlertRow> alerts;                        // oldest first
  absl::btree_map<std::string, notes::NotePtr> notes;  // by key, as changed last; null: gone

  // Filled when sealed: everything as of last_event.
  DeathSet::Snapshot deaths;
  std::array<Ordinal, kDimensionCount> dictionary_sizes{};
  int64_t feedback = 0;
  int64_t excluded = 0;

 private:
  void CountEvent(store::Sequence sequence);

  absl::flat_hash_map<ingest::FeedbackId, uint32_t, ingest::FeedbackIdHash> rows_;  // of ids
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_SEGMENT_H_
