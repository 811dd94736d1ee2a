#include "server/views/run_filter.h"

#include <algorithm>

namespace voc::views {
namespace {

constexpr int kRunBits = 6;
constexpr uint32_t kRunMask = (1 << kRunBits) - 1;
constexpr int kNoteShift = 16;
// What a slot keeps of a mark: 1 to kMarkValues.
constexpr uint32_t kMarkValues = (1 << (kNoteShift - kRunBits)) - 1;
constexpr uint32_t kMarkMask = kMarkValues << kRunBits;
// Keys further on whose buckets are on their way into the cache.
constexpr size_t kPrefetched = 16;
// A layer that begins with a small run takes larger ones too.
constexpr size_t kLeastKeys = 1024;

// Of a bucket's slots when a layer is full: few buckets overflow then.
constexpr size_t FilledOf(size_t slots) { return slots * 25 / 32; }

// Of the lower bits; the upper ones choose the bucket.
uint32_t SlotOf(uint32_t mark) { return (1 + mark % kMarkValues) << kRunBits; }

}  // namespace

template <typename Slot>
RunFilter<Slot>::Layer::Layer(size_t keys)
    : size(keys / FilledOf(kSlots) + 1),
      buckets(std::make_unique<Bucket[]>(size)),
      room(keys),
      filled(size) {
  static_assert(kLayerRuns == size_t{1} << kRunBits);
  runs.reserve(kLayerRuns);
}

template <typename Slot>
void RunFilter<Slot>::Layer::AddAll(std::span<const RunKey> keys, Slot run) {
  for (size_t i = 0; i < keys.size(); ++i) {
    if (i + kPrefetched < keys.size()) {
      __builtin_prefetch(&buckets[HomeOf(keys[i + kPrefetched].mark)], /*for writing*/ 1);
    }
    size_t bucket = HomeOf(keys[i].mark);
    while (filled[bucket] == kSlots) bucket = bucket + 1 == size ? 0 : bucket + 1;
    // What has no room for a note drops it here.
    const auto slot = static_cast<Slot>(uint32_t{keys[i].note} << kNoteShift |
                                        SlotOf(keys[i].mark) | uint32_t{run});
    buckets[bucket].slots[filled[bucket]++].store(slot, std::memory_order_relaxed);
  }
  room -= keys.size();
}

template <typename Slot>
void RunFilter<Slot>::Layer::Find(uint32_t mark, Slots& found) const {
  const uint32_t wanted = SlotOf(mark);
  for (size_t bucket = HomeOf(mark);; bucket = bucket + 1 == size ? 0 : bucket + 1) {
    for (const std::atomic<Slot>& slot : buckets[bucket].slots) {
      const Slot held = slot.load(std::memory_order_relaxed);
      if (held == 0) return;
      if ((held & kMarkMask) == wanted) found.push_back(held);
    }
  }
}

template <typename Slot>
typename RunFilter<Slot>::Layer* RunFilter<Slot>::LayerFor(size_t keys) {
  {
    absl::ReaderMutexLock lock(&mutex_);
    if (!layers_.empty() && layers_.back()->room >= keys &&
        layers_.back()->runs.size() < kLayerRuns) {
      return layers_.back().get();
    }
  }
  auto layer = std::make_unique<Layer>(std::max(keys, kLeastKeys) * kLayerRuns);
  absl::MutexLock lock(&mutex_);
  return layers_.emplace_back(std::move(layer)).get();
}

template <typename Slot>
void RunFilter<Slot>::AddRun(store::Sequence run, std::span<const RunKey> keys) {
  if (keys.empty()) return;
  Layer* const layer = LayerFor(keys.size());
  layer->AddAll(keys, static_cast<Slot>(layer->runs.size()));
  // Now those who ask may know of it.
  absl::MutexLock lock(&mutex_);
  layer->runs.push_back(run);
}

template <typename Slot>
void RunFilter<Slot>::Find(uint32_t mark, std::vector<Found>& found) const {
  found.clear();
  Slots slots;
  absl::ReaderMutexLock lock(&mutex_);
  for (const std::unique_ptr<Layer>& layer : layers_) {
    __builtin_prefetch(&layer->buckets[layer->HomeOf(mark)]);
  }
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    slots.clear();
    (*layer)->Find(mark, slots);
    // As a rule there is none, or one.
    std::sort(slots.begin(), slots.end(), [](Slot a, Slot b) {
      return (a & kRunMask) != (b & kRunMask) ? (a & kRunMask) > (b & kRunMask) : a > b;
    });
    slots.erase(std::unique(slots.begin(), slots.end()), slots.end());
    const std::vector<store::Sequence>& known = (*layer)->runs;
    for (const Slot slot : slots) {
      const size_t number = slot & kRunMask;
      if (number >= known.size()) continue;
      found.push_back(
          {.run = known[number], .note = static_cast<uint16_t>(uint32_t{slot} >> kNoteShift)});
    }
  }
}

template <typename Slot>
void RunFilter<Slot>::Clear() {
  absl::MutexLock lock(&mutex_);
  layers_.clear();
}

template <typename Slot>
size_t RunFilter<Slot>::bytes() const {
  absl::ReaderMutexLock lock(&mutex_);
  size_t bytes = 0;
  for (const std::unique_ptr<Layer>& layer : layers_)
    bytes += layer->size * (sizeof(Bucket) + sizeof(uint8_t));
  return bytes;
}

template class RunFilter<uint16_t>;
template class RunFilter<uint32_t>;

}  // namespace voc::views
