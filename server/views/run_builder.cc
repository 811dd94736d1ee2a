#include "server/views/run_builder.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/views/alert_runs.h"
#include "server/views/past_answer.h"
#include "server/views/seen_ids.h"
#include "storage/base/big_endian.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

// An entry of the id index, for the room to set aside.
constexpr size_t kIdEntryBytes = 80;

std::string_view KeyOf(const ingest::FeedbackId& id) {
  return {reinterpret_cast<const char*>(id.bytes.data()), id.bytes.size()};
}

void AddIds(const Segment& segment, store::RunSet& runs) {
  // By the first 8 bytes, as numbers, which is almost always all there is to compare;
  // the store sorts the rest.
  std::vector<std::pair<uint64_t, const Segment::Id*>> sorted;
  sorted.reserve(segment.ids.size());
  for (const Segment::Id& id : segment.ids) sorted.emplace_back(MarkId(id.id), &id);
  std::sort(sorted.begin(), sorted.end());
  store::Run& run = runs[store::Table::kIds];
  run.Reserve(sorted.size(), sorted.size() * kIdEntryBytes);
  std::string seen;
  for (const auto& [mark, id] : sorted) {
    run.Add(KeyOf(id->id), EncodeKnown(id->known));
    if (id->created) base::AppendBigEndian64(seen, mark);
  }
  if (seen.empty()) return;
  std::string key;
  base::AppendBigEndian64(key, segment.last_event);
  runs[store::Table::kSeen].Add(key, seen);
}

void AddAnswers(const Segment& segment, store::RunSet& runs) {
  std::vector<const TailAnswers::Answer*> sorted;
  for (const TailAnswers::Answer& answer : segment.answers.all()) {
    if (!segment.deaths.Contains(answer.answer.event_sequence)) sorted.push_back(&answer);
  }
  // The order of the keys, on numbers: a tenth of the time that bytes take.
  std::sort(sorted.begin(), sorted.end(),
            [](const TailAnswers::Answer* a, const TailAnswers::Answer* b) {
              const auto whose = [](const TailAnswers::Answer* answer) {
                return std::tie(answer->key.respondent, answer->key.source, answer->key.kind);
              };
              if (whose(a) != whose(b)) return whose(a) < whose(b);
              return b->answer < a->answer;
            });
  store::Run& run = runs[store::Table::kAnswers];
  for (const TailAnswers::Answer* answer : sorted) {
    run.Add(AnswerEntryKey(answer->key, answer->answer), AnswerEntryValue(answer->answer));
  }
}

// The segment's facts that still stand, by collection time.
std::vector<Fact> SortedFacts(const Segment& segment) {
  std::vector<Fact> facts;
  facts.reserve(static_cast<size_t>(segment.events));
  for (const std::shared_ptr<FactBuffer>& chunk : segment.chunks) {
    for (size_t row = 0; row < chunk->size(); ++row) {
      if (segment.deaths.Contains(chunk->event_sequence[row])) continue;
      facts.push_back(chunk->Row(row));
    }
  }
  std::sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) {
    return std::pair(a.collected_at, a.event_sequence) <
           std::pair(b.collected_at, b.event_sequence);
  });
  return facts;
}

void AddFacts(const Segment& segment, BuiltRuns& built) {
  const std::vector<Fact> facts = SortedFacts(segment);
  for (size_t start = 0; start < facts.size(); start += kBlockRows) {
    const size_t end = std::min<size_t>(start + kBlockRows, facts.size());
    FactBuffer rows(end - start);
    Block block{.run = segment.last_event,
                .number = static_cast<uint32_t>(start / kBlockRows),
                .rows = static_cast<uint32_t>(end - start),
                .first_time = facts[start].collected_at,
                .last_time = facts[end - 1].collected_at,
                .first_event = facts[start].event_sequence,
                .last_event = facts[start].event_sequence};
    for (size_t i = start; i < end; ++i) {
      rows.Append(facts[i]);
      block.first_event = std::min(block.first_event, facts[i].event_sequence);
      block.last_event = std::max(block.last_event, facts[i].event_sequence);
    }
    AddBlock(block, rows, built.runs);
    built.blocks.push_back(block);
  }
}

void AddDeaths(const DeathSet::Snapshot& now, const DeathSet::Snapshot& installed,
               store::Run& entries) {
  for (size_t index = 0; index < now.chunks().size(); ++index) {
    const auto& chunk = now.chunks()[index];
    if (chunk == nullptr) continue;
    if (index < installed.chunks().size() && installed.chunks()[index] == chunk) continue;
    std::string key;
    base::AppendBigEndian32(key, static_cast<uint32_t>(index));
    entries.Add(key, EncodeChunk(*chunk));
  }
}

void AddDictionary(const Segment& segment, const Dictionaries& dictionaries,
                   const std::array<Ordinal, kDimensionCount>& installed, store::Run& entries) {
  for (size_t i = 0; i < kDimensionCount; ++i) {
    const auto dimension = static_cast<Dimension>(i);
    for (Ordinal ordinal = installed[i]; ordinal < segment.dictionary_sizes[i]; ++ordinal) {
      entries.Add(DictionaryKey(dimension, ordinal), dictionaries.Name(dimension, ordinal));
    }
  }
}

void AddNotes(const Segment& segment, store::Run& entries) {
  for (const auto& [key, note] : segment.notes) {
    if (note == nullptr) {
      entries.Remove(key);
    } else {
      entries.Add(key, notes::EncodeNote(*note));
    }
  }
}

}  // namespace

std::string DictionaryKey(Dimension dimension, Ordinal ordinal) {
  std::string key(1, static_cast<char>(dimension));
  base::AppendBigEndian32(key, ordinal);
  return key;
}

std::string EncodeState(const ViewsState& state) {
  std::string bytes;
  base::AppendBigEndian64(bytes, state.covered_sequence);
  base::AppendBigEndian64(bytes, static_cast<uint64_t>(state.feedback));
  base::AppendBigEndian64(bytes, static_cast<uint64_t>(state.excluded));
  bytes.append(kViewsFormat);
  return bytes;
}

absl::StatusOr<ViewsState> DecodeState(std::string_view bytes) {
  if (bytes.size() < 24) return absl::DataLossError("the state of the views is cut short");
  if (bytes.substr(24) != kViewsFormat) {
    return absl::FailedPreconditionError(
        absl::StrCat("the views have format ", base::ToAbsl(bytes.substr(24))));
  }
  return ViewsState{.covered_sequence = base::LoadBigEndian64(bytes),
                    .feedback = static_cast<int64_t>(base::LoadBigEndian64(bytes.substr(8))),
                    .excluded = static_cast<int64_t>(base::LoadBigEndian64(bytes.substr(16)))};
}

BuiltRuns BuildRuns(const Segment& segment, const Dictionaries& dictionaries,
                    const DeathSet::Snapshot& installed_deaths,
                    const std::array<Ordinal, kDimensionCount>& installed_dictionary) {
  BuiltRuns built;
  AddIds(segment, built.runs);
  AddAnswers(segment, built.runs);
  AddFacts(segment, built);
  AddAlerts(segment.alerts, segment.last_event, built.runs[store::Table::kAlerts]);
  AddDeaths(segment.deaths, installed_deaths, built.runs[store::Table::kDeaths]);
  AddDictionary(segment, dictionaries, installed_dictionary, built.runs[store::Table::kDictionary]);
  AddNotes(segment, built.runs[store::Table::kNotes]);
  built.runs[store::Table::kState].Add(kStateKey,
                                       EncodeState({.covered_sequence = segment.last_event,
                                                    .feedback = segment.feedback,
                                                    .excluded = segment.excluded}));
  return built;
}

}  // namespace voc::views
