#include "server/views/stored_views.h"

#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>

#include "absl/functional/function_ref.h"
#include "server/views/run_marks.h"
#include "storage/base/big_endian.h"
#include "storage/base/thread_name.h"

namespace voc::views {
namespace {

// Ids whose places in memory are fetched ahead.
constexpr size_t kPrefetched = 6;

// Visits what `key` names of every run.
absl::Status ForEachMarks(
    const store::ViewStore& store, std::string (&key)(store::Sequence run),
    absl::FunctionRef<absl::Status(store::Sequence run, std::string_view marks)> visit) {
  const std::unique_ptr<store::TableReader> reader = store.Scan(store::Table::kSeen, "");
  while (reader->Next()) {
    if (reader->key().size() < sizeof(store::Sequence)) {
      return absl::DataLossError("marks of a run have a bad key");
    }
    const store::Sequence run = base::LoadBigEndian64(reader->key());
    if (reader->key() == key(run)) {
      if (absl::Status visited = visit(run, reader->value()); !visited.ok()) return visited;
    } else if (reader->key() != IdMarksKey(run) && reader->key() != AnswerMarksKey(run)) {
      return absl::DataLossError("marks of a run have a bad key");
    }
  }
  return reader->status();
}

absl::Status ReadIdMarks(const store::ViewStore& store, SeenIds& seen_ids,
                         RunFilter<uint16_t>& id_runs) {
  std::vector<uint64_t> ids;
  std::vector<RunKey> keys;
  return ForEachMarks(store, IdMarksKey, [&](store::Sequence run, std::string_view marks) {
    ids.clear();
    keys.clear();
    absl::Status read = DecodeIdMarks(marks, ids);
    if (!read.ok()) return read;
    for (size_t i = 0; i < ids.size(); ++i) {
      if (i + kPrefetched < ids.size()) seen_ids.Prefetch(ids[i + kPrefetched]);
      // Once, in however many runs it is.
      if (!seen_ids.MayContain(ids[i])) seen_ids.Add(ids[i]);
      keys.push_back(KeyOfIdMark(ids[i]));
    }
    id_runs.AddRun(run, keys);
    return read;
  });
}

absl::Status ReadAnswerMarks(const store::ViewStore& store, AnswerRuns& answer_runs) {
  std::vector<RunKey> keys;
  return ForEachMarks(store, AnswerMarksKey, [&](store::Sequence run, std::string_view marks) {
    keys.clear();
    absl::Status read = DecodeAnswerMarks(marks, keys);
    if (read.ok()) answer_runs.AddRun(run, keys);
    return read;
  });
}

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
  // Most of what a start takes, so the two that know nothing of each other are read at once.
  absl::Status answers;
  std::thread reads_answers([&store, &answer_runs, &answers] {
    base::NameThread("answer-marks");
    answers = ReadAnswerMarks(store, answer_runs);
  });
  absl::Status ids = ReadIdMarks(store, seen_ids, id_runs);
  reads_answers.join();
  ids.Update(answers);
  return ids;
}

}  // namespace voc::views
