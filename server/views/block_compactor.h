#ifndef VOC_SERVER_VIEWS_BLOCK_COMPACTOR_H_
#define VOC_SERVER_VIEWS_BLOCK_COMPACTOR_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "server/views/block_store.h"
#include "server/views/blocks.h"
#include "server/views/deaths.h"
#include "storage/view_store.h"

namespace voc::views {

// Runs that are merged into one, so every fact is written twice at most. A merge
// holds a block of each in memory and what it makes as it is stored: 30 MB at
// 64 Ki facts a run.
inline constexpr size_t kRunsToMerge = 8;

// Merges runs whose times overlap into longer ones, so that a block spans less
// time, and leaves dead facts out. In steps of one block, for the builder to take
// when nothing waits for it. Every step leaves the store right: the merged run is
// installed and the old ones retired at once; retired blocks are removed when no
// reader holds a list that names them, or at the next start. One thread at a time.
class BlockCompactor {
 public:
  using List = std::shared_ptr<const std::vector<Block>>;

  // Both outlive this.
  BlockCompactor(store::ViewStore* store, BlockStore* kept);
  ~BlockCompactor();

  // Blocks that an earlier process retired: nobody reads them.
  void AddRetired(std::vector<Block> blocks);

  // Tells of a list that readers may hold and that was replaced.
  void Replaced(const List& list);

  // Whether Step has something to do.
  bool HasWork(const std::vector<Block>& blocks) const;

  // Takes a step; `deaths` is as of now or a little earlier. Returns the list that
  // takes the place of `current`, null if it stays. After an error the merge begins
  // anew.
  absl::StatusOr<List> Step(const List& current, const DeathSet::Snapshot& deaths);

 private:
  class Merge;

  // Blocks on disk that no current list names.
  struct Retired {
    std::vector<Block> blocks;
    std::vector<std::weak_ptr<const std::vector<Block>>> readers;  // lists that name them
  };

  absl::Status RemoveRetired();

  store::ViewStore* const store_;
  BlockStore* const kept_;
  std::unique_ptr<Merge> merge_;
  std::vector<Retired> retired_;
  std::vector<std::weak_ptr<const std::vector<Block>>> replaced_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_BLOCK_COMPACTOR_H_
