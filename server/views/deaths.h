#ifndef VOC_SERVER_VIEWS_DEATHS_H_
#define VOC_SERVER_VIEWS_DEATHS_H_

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "storage/event_log.h"

namespace voc::views {

// Which facts a later event of the same feedback has replaced: one bit for every
// event sequence. Bits are absolute, so setting one again does no harm.
class DeathSet {
 public:
  // Sequences to a chunk, the unit of copying and of storage.
  static constexpr uint64_t kChunkEvents = 32 * 1024;
  struct Chunk {
    std::array<uint64_t, kChunkEvents / 64> words = {};
    uint32_t dead = 0;  // bits that are set
  };

  // The set as it was at one moment. Cheap to copy; any thread may read it.
  class Snapshot {
   public:
    bool Contains(store::Sequence event) const {
      const uint64_t index = event / kChunkEvents;
      if (index >= chunks_.size() || chunks_[index] == nullptr) return false;
      const uint64_t bit = event % kChunkEvents;
      return (chunks_[index]->words[bit / 64] >> (bit % 64) & 1) != 0;
    }

    // How many events up to `last` are in it.
    uint64_t CountUpTo(store::Sequence last) const;

    const std::vector<std::shared_ptr<const Chunk>>& chunks() const { return chunks_; }

   private:
    friend class DeathSet;
    std::vector<std::shared_ptr<const Chunk>> chunks_;  // null: nobody died
  };

  // Not thread-safe: the owner serialises Add, Load and Take.
  void Add(store::Sequence event);
  Snapshot Take();

  // Takes in a chunk as EncodeChunk made it. DATA_LOSS for other bytes.
  absl::Status Load(uint64_t index, std::string_view bytes);

 private:
  struct Slot {
    std::shared_ptr<Chunk> chunk;
    uint64_t made_at = 0;  // value of snapshots_taken_ when this copy was made
  };

  std::vector<Slot> slots_;
  uint64_t snapshots_taken_ = 0;
};

// How many died in a stretch of events, of one snapshot.
class DeathCounts {
 public:
  explicit DeathCounts(const DeathSet::Snapshot& deaths);

  // Deaths in the chunks that hold [first, last], so at least those of the
  // stretch itself. A later snapshot has the same number only if none of them
  // died in between.
  uint64_t Around(store::Sequence first, store::Sequence last) const;

 private:
  std::vector<uint64_t> before_;  // by chunk: deaths in all chunks before it
};

// A chunk as it is stored (storage/FORMAT.md).
std::string EncodeChunk(const DeathSet::Chunk& chunk);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_DEATHS_H_
