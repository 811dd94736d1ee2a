#ifndef VOC_SERVER_VIEWS_SEEN_IDS_H_
#define VOC_SERVER_VIEWS_SEEN_IDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "server/ingest/feedback_key.h"

namespace voc::views {

// What stands for an id where a rare mistake only costs a look-up: its first 8
// bytes. Ids are hashes, so these are as good as random.
uint64_t MarkId(const ingest::FeedbackId& id);

// Says of almost every id that was never stored that it was not, from memory
// alone: 2 bytes an id, and one cache line touched a layer. A blocked Bloom filter
// (Putze, Sanders, Singler 2007) in layers, each twice as large as the one before
// (Almeida et al. 2007), so that it grows without being made anew. About one new id
// in a thousand a layer is taken for a known one. Not thread-safe.
class SeenIds {
 public:
  // Room for `expected` ids in the first layer, at least kLeastIds.
  explicit SeenIds(size_t expected = 0);

  void Add(uint64_t mark);
  // Has what MayContain will look at fetched into the cache.
  void Prefetch(uint64_t mark) const;
  // False: never added.
  bool MayContain(uint64_t mark) const;

  // Of all layers.
  size_t bytes() const;

  static constexpr size_t kLeastIds = 1 << 20;

 private:
  // One cache line.
  struct alignas(64) Block {
    std::array<uint64_t, 8> words{};
  };
  struct Layer {
    std::vector<Block> blocks;
    size_t room = 0;  // ids it still takes
  };

  static Layer MakeLayer(size_t ids);

  std::vector<Layer> layers_;  // the last one takes new ids
  size_t last_ids_ = 0;        // that the last one was made for
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_SEEN_IDS_H_
