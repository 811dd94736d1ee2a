#include "server/views/stored_views.h"

#include <memory>
#include <string_view>
#include <utility>

#include "server/views/run_marks.h"
#include "storage/base/big_endian.h"

namespace voc::views {
namespace {

// Ids whose places in memory are fetched ahead.
constexpr size_t kPrefetched = 6;

}  // namespace

absl::Status ReadDictionary(const store::ViewStore& store, Dictionaries& dictionaries) {
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kDictionary, "");
  while (reader->Next()) {
    const std::string_view key = reader->key();
    if (key.size() != 5 || static_cast<uint8_t>(key[0]) >= kDimensionCount) {
      return absl::DataLossError("a dictionary entry has a bad key");
    }
    const auto dimension = static_cast<Dimension>(key[0]);
    if (dictionaries.Intern(dimension, reader->value()) != base::LoadBigEndian32(key.substr(1))) {
      return absl::DataLossError("the dictionary has a gap");
    }
  }
  return reader->status();
}

absl::StatusOr<StoredBlocks> ReadBlocks(const store::ViewStore& store) {
  StoredBlocks blocks;
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kBlocks, "");
  while (reader->Next()) {
    bool is_retired = false;
    const absl::StatusOr<Block> block = DecodeBlock(reader->key(), reader->value(), is_retired);
    if (!block.ok()) return block.status();
    (is_retired ? blocks.retired : blocks.read).push_back(*block);
  }
  if (!reader->status().ok()) return reader->status();
  return blocks;
}

absl::StatusOr<DeathSet> ReadDeaths(const store::ViewStore& store, store::Sequence last) {
  DeathSet deaths;
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kDeaths, "");
  while (reader->Next()) {
    if (reader->key().size() != 4) return absl::DataLossError("a death chunk has a bad key");
    const uint32_t chunk = base::LoadBigEndian32(reader->key());
    if (chunk > last / DeathSet::kChunkEvents) {
      return absl::DataLossError("a death chunk lies beyond the newest event");
    }
    const absl::Status loaded = deaths.Load(chunk, reader->value());
    if (!loaded.ok()) return loaded;
  }
  if (!reader->status().ok()) return reader->status();
  return deaths;
}

absl::Status ReadMarks(const store::ViewStore& store, SeenIds& seen_ids,
                       RunFilter<uint16_t>& id_runs, AnswerRuns& answer_runs) {
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kSeen, "");
  std::vector<uint64_t> ids;
  std::vector<RunKey> keys;
  while (reader->Next()) {
    if (reader->key().size() < sizeof(uint64_t)) {
      return absl::DataLossError("marks of a run have a bad key");
    }
    const store::Sequence run = base::LoadBigEndian64(reader->key());
    keys.clear();
    if (reader->key() == IdMarksKey(run)) {
      ids.clear();
      if (absl::Status read = DecodeIdMarks(reader->value(), ids); !read.ok()) return read;
      for (size_t i = 0; i < ids.size(); ++i) {
        if (i + kPrefetched < ids.size()) seen_ids.Prefetch(ids[i + kPrefetched]);
        // Once, in however many runs it is.
        if (!seen_ids.MayContain(ids[i])) seen_ids.Add(ids[i]);
        keys.push_back(KeyOfIdMark(ids[i]));
      }
      id_runs.AddRun(run, keys);
    } else if (reader->key() == AnswerMarksKey(run)) {
      if (absl::Status read = DecodeAnswerMarks(reader->value(), keys); !read.ok()) return read;
      answer_runs.AddRun(run, keys);
    } else {
      return absl::DataLossError("marks of a run have a bad key");
    }
  }
  return reader->status();
}

}  // namespace voc::views
