#ifndef VOC_SERVER_VIEWS_RUN_FILTER_H_
#define VOC_SERVER_VIEWS_RUN_FILTER_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/container/inlined_vector.h"
#include "absl/synchronization/mutex.h"
#include "storage/event_log.h"

namespace voc::views {

// A key of a run as a filter is told it: `mark` stands for the key and is evenly spread
// over all numbers; `note` is whatever else is to be known of it without a read.
struct RunKey {
  uint32_t mark = 0;
  uint16_t note = 0;
};

// Says which runs may hold a key, from memory alone: runs need not be merged to be
// found in. One cache line is touched for every kLayerRuns runs. Where a key is in none
// of these, one of them is named all the same in one look-up of forty. One thread adds,
// any may ask.
//
// A Slot of 16 bits takes 2.6 bytes for each key of each run and keeps no notes; one of
// 32 bits takes 5.4 and does.
template <typename Slot>
class RunFilter {
 public:
  static constexpr size_t kLayerRuns = 64;

  struct Found {
    store::Sequence run = 0;
    uint16_t note = 0;

    friend bool operator==(const Found&, const Found&) = default;
  };

  // Runs are added from the oldest to the newest. A key may be there with several notes.
  // Quickest in the order of their marks.
  void AddRun(store::Sequence run, std::span<const RunKey> keys);

  // Sets `found` to all runs that hold a key of this mark, and maybe others, newest first;
  // each once with each note.
  void Find(uint32_t mark, std::vector<Found>& found) const;

  // Forgets all runs. Only while nobody else uses the filter.
  void Clear();

  size_t bytes() const;

 private:
  // Of one look-up: as a rule few.
  using Slots = absl::InlinedVector<Slot, 16>;

  static constexpr size_t kSlots = 64 / sizeof(Slot);
  // One cache line of slots, filled from the first on: 0 where empty, else from the lowest
  // bit on the number of the run within its layer, bits of the mark, and the note.
  struct alignas(64) Bucket {
    std::array<std::atomic<Slot>, kSlots> slots{};
  };
  // A key that finds its bucket full goes into the next.
  struct Layer {
    explicit Layer(size_t keys);

    void AddAll(std::span<const RunKey> keys, Slot run);
    // Adds what may hold the mark to `found`, also what is in the run that is being added.
    void Find(uint32_t mark, Slots& found) const;
    size_t HomeOf(uint32_t mark) const { return uint64_t{mark} * size >> 32; }

    const size_t size;
    const std::unique_ptr<Bucket[]> buckets;
    // The adding thread's own: keys it still takes, and slots of each bucket that are
    // filled, so that adding searches none.
    size_t room;
    std::vector<uint8_t> filled;
    std::vector<store::Sequence> runs;  // under the filter's lock
  };

  Layer* LayerFor(size_t keys);

  mutable absl::Mutex mutex_;
  std::vector<std::unique_ptr<Layer>> layers_ ABSL_GUARDED_BY(mutex_);  // oldest first
};

extern template class RunFilter<uint16_t>;
extern template class RunFilter<uint32_t>;

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_RUN_FILTER_H_
