#include "server/views/deaths.h"

#include <algorithm>
#include <cstring>

namespace voc::views {

bool DeathSet::Snapshot::MayContainAnyOf(store::Sequence first, store::Sequence last) const {
  const uint64_t end = std::min<uint64_t>(last / kChunkEvents + 1, chunks_.size());
  for (uint64_t index = first / kChunkEvents; index < end; ++index) {
    if (chunks_[index] != nullptr) return true;
  }
  return false;
}

void DeathSet::Add(store::Sequence event) {
  const uint64_t index = event / kChunkEvents;
  if (index >= slots_.size()) slots_.resize(index + 1);
  Slot& slot = slots_[index];
  if (slot.chunk == nullptr) {
    slot = {std::make_shared<Chunk>(), snapshots_taken_};
  } else if (slot.made_at != snapshots_taken_) {
    // A snapshot holds this copy: leave it as it is.
    slot = {std::make_shared<Chunk>(*slot.chunk), snapshots_taken_};
  }
  const uint64_t bit = event % kChunkEvents;
  (*slot.chunk)[bit / 64] |= uint64_t{1} << (bit % 64);
}

DeathSet::Snapshot DeathSet::Take() {
  ++snapshots_taken_;
  Snapshot snapshot;
  snapshot.chunks_.reserve(slots_.size());
  for (const Slot& slot : slots_) snapshot.chunks_.push_back(slot.chunk);
  return snapshot;
}

absl::Status DeathSet::Load(uint64_t index, std::string_view bytes) {
  auto chunk = std::make_shared<Chunk>();
  if (bytes.size() != sizeof(Chunk)) return absl::DataLossError("a death chunk has the wrong size");
  std::memcpy(chunk->data(), bytes.data(), bytes.size());
  if (index >= slots_.size()) slots_.resize(index + 1);
  slots_[index] = {std::move(chunk), snapshots_taken_};
  return absl::OkStatus();
}

std::string EncodeChunk(const DeathSet::Chunk& chunk) {
  return {reinterpret_cast<const char*>(chunk.data()), sizeof chunk};
}

}  // namespace voc::views
