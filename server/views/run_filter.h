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
#include "absl/synchronization/mutex.h"
#include "storage/event_log.h"

namespace voc::views {

// Says which runs may hold a key, from memory alone: runs need not be merged to be
// found in. 2.6 bytes for each key of each run, and one cache line touched for every
// kLayerRuns runs. Where a key is in none of these, one of them is named all the
// same in one look-up of forty. One thread adds, any may ask.
class RunFilter {
 public:
  static constexpr size_t kLayerRuns = 64;

  // Runs are added from the oldest to the newest. `marks`: of the run's keys, evenly
  // spread over all numbers; quickest in ascending order.
  void AddRun(store::Sequence run, std::span<const uint32_t> marks);

  // Sets `runs` to all that hold a key of this mark, and maybe others, newest first.
  void Find(uint32_t mark, std::vector<store::Sequence>& runs) const;

  // Forgets all runs. Only while nobody else uses the filter.
  void Clear();

  size_t bytes() const;

 private:
  static constexpr size_t kSlots = 32;
  // One cache line of slots, filled from the first on: 0 where empty, else bits of the
  // mark and below them the number of the run within its layer.
  struct alignas(64) Bucket {
    std::array<std::atomic<uint16_t>, kSlots> slots{};
  };
  // A key that finds its bucket full goes into the next.
  struct Layer {
    explicit Layer(size_t keys);

    void AddAll(std::span<const uint32_t> marks, uint16_t run);
    // A bit for each run of the layer that may hold the mark, also for one that is
    // being added.
    uint64_t Find(uint32_t mark) const;
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

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_RUN_FILTER_H_
