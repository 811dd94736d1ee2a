#include "server/views/run_filter.h"

#include <algorithm>
#include <bit>

namespace voc::views {
namespace {

constexpr int kRunBits = 6;
static_assert(RunFilter::kLayerRuns == size_t{1} << kRunBits);
constexpr uint16_t kRunMask = (1 << kRunBits) - 1;
// What a slot keeps of a mark: 1 to kMarkValues.
constexpr uint32_t kMarkValues = (1 << (16 - kRunBits)) - 1;
// Of a bucket's 32 slots when a layer is full: few buckets overflow then.
constexpr size_t kFilledSlots = 25;
// Keys further on whose buckets are on their way into the cache.
constexpr size_t kPrefetched = 16;
// A layer that begins with a small run takes larger ones too.
constexpr size_t kLeastKeys = 1024;

// Of the lower bits; the upper ones choose the bucket.
uint16_t SlotOf(uint32_t mark, uint16_t run) {
  return static_cast<uint16_t>((1 + mark % kMarkValues) << kRunBits | run);
}

}  // namespace

RunFilter::Layer::Layer(size_t keys)
    : size(keys / kFilledSlots + 1),
      buckets(std::make_unique<Bucket[]>(size)),
      room(keys),
      filled(size) {
  runs.reserve(kLayerRuns);
}

void RunFilter::Layer::AddAll(std::span<const uint32_t> marks, uint16_t run) {
  for (size_t i = 0; i < marks.size(); ++i) {
    if (i + kPrefetched < marks.size()) {
      __builtin_prefetch(&buckets[HomeOf(marks[i + kPrefetched])], /*for writing*/ 1);
    }
    size_t bucket = HomeOf(marks[i]);
    while (filled[bucket] == kSlots) bucket = bucket + 1 == size ? 0 : bucket + 1;
    buckets[bucket].slots[filled[bucket]++].store(SlotOf(marks[i], run), std::memory_order_relaxed);
  }
  room -= marks.size();
}

uint64_t RunFilter::Layer::Find(uint32_t mark) const {
  const uint16_t wanted = SlotOf(mark, 0);
  uint64_t found = 0;
  for (size_t bucket = HomeOf(mark);; bucket = bucket + 1 == size ? 0 : bucket + 1) {
    for (const std::atomic<uint16_t>& slot : buckets[bucket].slots) {
      const uint16_t held = slot.load(std::memory_order_relaxed);
      if (held == 0) return found;
      if ((held & ~kRunMask) == wanted) found |= uint64_t{1} << (held & kRunMask);
    }
  }
}

RunFilter::Layer* RunFilter::LayerFor(size_t keys) {
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

void RunFilter::AddRun(store::Sequence run, std::span<const uint32_t> marks) {
  if (marks.empty()) return;
  Layer* const layer = LayerFor(marks.size());
  const auto number = static_cast<uint16_t>(layer->runs.size());
  layer->AddAll(marks, number);
  // Now those who ask may know of it.
  absl::MutexLock lock(&mutex_);
  layer->runs.push_back(run);
}

void RunFilter::Find(uint32_t mark, std::vector<store::Sequence>& runs) const {
  runs.clear();
  absl::ReaderMutexLock lock(&mutex_);
  for (const std::unique_ptr<Layer>& layer : layers_) {
    __builtin_prefetch(&layer->buckets[layer->HomeOf(mark)]);
  }
  for (auto layer = layers_.rbegin(); layer != layers_.rend(); ++layer) {
    const std::vector<store::Sequence>& known = (*layer)->runs;
    for (uint64_t found = (*layer)->Find(mark); found != 0;) {
      const auto newest = static_cast<size_t>(63 - std::countl_zero(found));
      found ^= uint64_t{1} << newest;
      if (newest < known.size()) runs.push_back(known[newest]);
    }
  }
}

void RunFilter::Clear() {
  absl::MutexLock lock(&mutex_);
  layers_.clear();
}

size_t RunFilter::bytes() const {
  absl::ReaderMutexLock lock(&mutex_);
  size_t bytes = 0;
  for (const std::unique_ptr<Layer>& layer : layers_)
    bytes += layer->size * (sizeof(Bucket) + sizeof(uint8_t));
  return bytes;
}

}  // namespace voc::views
