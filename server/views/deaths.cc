#include "server/views/deaths.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace voc::views {

uint64_t DeathSet::Snapshot::CountUpTo(store::Sequence last) const {
  const uint64_t whole = std::min<uint64_t>(last / kChunkEvents, chunks_.size());
  uint64_t dead = 0;
  for (uint64_t i = 0; i < whole; ++i) dead += chunks_[i] == nullptr ? 0 : chunks_[i]->dead;
  if (whole == chunks_.size() || chunks_[whole] == nullptr) return dead;
  const uint64_t bits = last % kChunkEvents + 1;
  const auto& words = chunks_[whole]->words;
  for (uint64_t i = 0; i < bits / 64; ++i) dead += static_cast<uint64_t>(std::popcount(words[i]));
  if (bits % 64 != 0) {
    const uint64_t mask = (uint64_t{1} << (bits % 64)) - 1;
    dead += static_cast<uint64_t>(std::popcount(words[bits / 64] & mask));
  }
  return dead;
}

DeathCounts::DeathCounts(const DeathSet::Snapshot& deaths) {
  before_.reserve(deaths.chunks().size() + 1);
  uint64_t dead = 0;
  for (const auto& chunk : deaths.chunks()) {
    before_.push_back(dead);
    if (chunk != nullptr) dead += chunk->dead;
  }
  before_.push_back(dead);
}

uint64_t DeathCounts::Around(store::Sequence first, store::Sequence last) const {
  const uint64_t end = std::min<uint64_t>(last / DeathSet::kChunkEvents + 1, before_.size() - 1);
  const uint64_t begin = std::min<uint64_t>(first / DeathSet::kChunkEvents, end);
  return before_[end] - before_[begin];
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
  uint64_t& word = slot.chunk->words[bit / 64];
  const uint64_t mask = uint64_t{1} << (bit % 64);
  slot.chunk->dead += (word & mask) == 0 ? 1 : 0;
  word |= mask;
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
  if (bytes.size() != sizeof chunk->words) {
    return absl::DataLossError("a death chunk has the wrong size");
  }
  std::memcpy(chunk->words.data(), bytes.data(), bytes.size());
  for (const uint64_t word : chunk->words)
    chunk->dead += static_cast<uint32_t>(std::popcount(word));
  if (index >= slots_.size()) slots_.resize(index + 1);
  slots_[index] = {std::move(chunk), snapshots_taken_};
  return absl::OkStatus();
}

std::string EncodeChunk(const DeathSet::Chunk& chunk) {
  return {reinterpret_cast<const char*>(chunk.words.data()), sizeof chunk.words};
}

}  // namespace voc::views
