#include "server/views/seen_ids.h"

#include <algorithm>

#include "absl/numeric/int128.h"

namespace voc::views {
namespace {

constexpr size_t kBitsPerId = 16;
constexpr size_t kBlockBits = 512;

// Spreads the mark's lower bits, of which every block's bits are drawn; its upper
// ones choose the block.
uint64_t Spread(uint64_t mark) { return mark * 0x9E3779B97F4A7C15; }

size_t BlockOf(uint64_t mark, size_t blocks) {
  return absl::Uint128High64(absl::uint128(mark) * blocks);
}

// One bit in each of the block's eight words, drawn from 6 bits of `spread` each.
uint64_t BitOf(uint64_t spread, size_t word) { return uint64_t{1} << (spread >> (6 * word) & 63); }

}  // namespace

uint64_t MarkId(const ingest::FeedbackId& id) {
  uint64_t mark = 0;
  for (size_t i = 0; i < sizeof mark; ++i) mark = mark << 8 | id.bytes[i];
  return mark;
}

SeenIds::SeenIds(size_t expected) : last_ids_(std::max(expected, kLeastIds)) {
  layers_.push_back(MakeLayer(last_ids_));
}

SeenIds::Layer SeenIds::MakeLayer(size_t ids) {
  Layer layer;
  layer.blocks.resize(ids * kBitsPerId / kBlockBits + 1);
  layer.room = ids;
  return layer;
}

void SeenIds::Add(uint64_t mark) {
  if (layers_.back().room == 0) {
    last_ids_ *= 2;
    layers_.push_back(MakeLayer(last_ids_));
  }
  Layer& layer = layers_.back();
  --layer.room;
  Block& block = layer.blocks[BlockOf(mark, layer.blocks.size())];
  const uint64_t spread = Spread(mark);
  for (size_t word = 0; word < block.words.size(); ++word) block.words[word] |= BitOf(spread, word);
}

void SeenIds::Prefetch(uint64_t mark) const {
  for (const Layer& layer : layers_) {
    __builtin_prefetch(&layer.blocks[BlockOf(mark, layer.blocks.size())]);
  }
}

bool SeenIds::MayContain(uint64_t mark) const {
  const uint64_t spread = Spread(mark);
  return std::any_of(layers_.begin(), layers_.end(), [&](const Layer& layer) {
    const Block& block = layer.blocks[BlockOf(mark, layer.blocks.size())];
    for (size_t word = 0; word < block.words.size(); ++word) {
      if ((block.words[word] & BitOf(spread, word)) == 0) return false;
    }
    return true;
  });
}

size_t SeenIds::bytes() const {
  size_t bytes = 0;
  for (const Layer& layer : layers_) bytes += layer.blocks.size() * sizeof(Block);
  return bytes;
}

}  // namespace voc::views
