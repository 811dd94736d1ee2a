#ifndef VOC_SERVER_VIEWS_SNAPSHOT_H_
#define VOC_SERVER_VIEWS_SNAPSHOT_H_

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "server/views/block_store.h"
#include "server/views/blocks.h"
#include "server/views/deaths.h"
#include "server/views/facts/fact_source.h"

namespace voc::views {

// Every block on disk and every chunk of the tail, as of one event; or what of them is of
// events after another. Immutable.
class FactSnapshot final : public FactSource {
 public:
  struct TailChunk {
    std::shared_ptr<const FactBuffer> rows;
    size_t size = 0;  // rows that belong to the snapshot
  };

  // `store` outlives this.
  FactSnapshot(BlockStore* store, std::shared_ptr<const std::vector<Block>> blocks,
               std::vector<TailChunk> tail, DeathSet::Snapshot deaths, store::Sequence sequence,
               std::shared_ptr<const TopBoxes> top_boxes = nullptr, store::Sequence after = 0)
      : store_(store),
        blocks_(std::move(blocks)),
        tail_(std::move(tail)),
        deaths_(std::move(deaths)),
        sequence_(sequence),
        top_boxes_(std::move(top_boxes)),
        after_(after) {}

  size_t block_count() const override { return blocks_->size() + tail_.size(); }
  std::unique_ptr<BlockReader> NewReader() const override;
  uint64_t sequence() const override { return sequence_; }
  FactMark mark() const override;
  std::unique_ptr<FactSource> Since(const FactMark& mark) const override;
  const TopBoxes* top_boxes() const override { return top_boxes_.get(); }

 private:
  class Reader;

  BlockStore* const store_;
  const std::shared_ptr<const std::vector<Block>> blocks_;
  const std::vector<TailChunk> tail_;
  const DeathSet::Snapshot deaths_;
  const store::Sequence sequence_;
  const std::shared_ptr<const TopBoxes> top_boxes_;
  const store::Sequence after_;  // rows of events up to here do not count
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_SNAPSHOT_H_
