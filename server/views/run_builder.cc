#include "server/views/run_builder.h"

#include <algorithm>
#include <span>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "server/views/alert_runs.h"
#include "server/views/answer_page.h"
#include "server/views/id_page.h"
#include "server/views/number_order.h"
#include "server/views/past_answer.h"
#include "server/views/run_marks.h"
#include "server/views/seen_ids.h"
#include "storage/base/big_endian.h"
#include "storage/base/strings.h"

namespace voc::views {
namespace {

// Entries further on that are on their way into the cache: rows are read in the
// order of keys, which is none in memory.
constexpr size_t kPrefetched = 16;

template <typename T>
void PrefetchRow(const std::vector<Numbered>& order, size_t i, const std::vector<T>& all) {
  if (i < order.size()) __builtin_prefetch(&all[order[i].row]);
}

// Visits where each stretch of one number in `order` begins and ends, if it is of several.
template <typename Visit>
void ForEachTie(const std::vector<Numbered>& order, Visit visit) {
  for (size_t begin = 0, end = 0; begin < order.size(); begin = end) {
    while (end < order.size() && order[end].number == order[begin].number) ++end;
    if (end > begin + 1) visit(static_cast<long>(begin), static_cast<long>(end));
  }
}

// The segment's ids in ascending order; their numbers are their marks.
std::vector<Numbered> IdsInOrder(const Segment& segment) {
  // By the first 8 bytes, which is almost always all there is to tell apart.
  std::vector<Numbered> order;
  order.reserve(segment.ids.size());
  for (const Segment::Id& id : segment.ids) {
    order.push_back({.number = MarkId(id.id), .row = static_cast<uint32_t>(order.size())});
  }
  SortByNumber(order);
  ForEachTie(order, [&](long begin, long end) {
    std::sort(order.begin() + begin, order.begin() + end,
              [&](const Numbered& a, const Numbered& b) {
                return segment.ids[a.row].id < segment.ids[b.row].id;
              });
  });
  return order;
}

void AddIds(const Segment& segment, BuiltRuns& built) {
  if (segment.ids.empty()) return;
  const std::vector<Numbered> order = IdsInOrder(segment);
  IdPages pages(segment.last_event, &built.runs[store::Table::kIds]);
  std::vector<uint64_t> marks;
  marks.reserve(order.size());
  built.ids.reserve(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    const uint64_t mark = order[i].number;
    PrefetchRow(order, i + kPrefetched, segment.ids);
    const Segment::Id& id = segment.ids[order[i].row];
    pages.Add(id.id, id.known);
    marks.push_back(mark);
    built.ids.push_back(KeyOfIdMark(mark));
  }
  pages.Finish();
  built.runs[store::Table::kSeen].Add(IdMarksKey(segment.last_event), EncodeIdMarks(marks));
}

// The segment's answers that still stand, by ComesBefore and those of one key from the newest
// to the oldest; their numbers are the marks of their keys.
std::vector<Numbered> AnswersInOrder(const Segment& segment) {
  const std::vector<TailAnswers::Answer>& all = segment.answers.all();
  std::vector<Numbered> order;
  order.reserve(all.size());
  for (size_t row = 0; row < all.size(); ++row) {
    if (segment.deaths.Contains(all[row].answer.event_sequence)) continue;
    order.push_back({.number = MarkAnswerKey(all[row].key), .row = static_cast<uint32_t>(row)});
  }
  SortByNumber(order);
  ForEachTie(order, [&](long begin, long end) {
    std::sort(order.begin() + begin, order.begin() + end,
              [&](const Numbered& row_a, const Numbered& row_b) {
                const TailAnswers::Answer& a = all[row_a.row];
                const TailAnswers::Answer& b = all[row_b.row];
                return a.key == b.key ? b.answer < a.answer : ComesBefore(a.key, b.key);
              });
  });
  return order;
}

void AddAnswers(const Segment& segment, BuiltRuns& built) {
  const std::vector<Numbered> order = AnswersInOrder(segment);
  if (order.empty()) return;
  const std::vector<TailAnswers::Answer>& all = segment.answers.all();
  AnswerPages pages(segment.last_event, &built.runs[store::Table::kAnswers]);
  std::vector<RunKey>& days = built.answers;  // of each key, each once
  days.reserve(order.size());
  std::string answers;  // of the key
  size_t first_day = 0;
  for (size_t i = 0; i < order.size(); ++i) {
    PrefetchRow(order, i + kPrefetched, all);
    const TailAnswers::Answer& answer = all[order[i].row];
    const uint16_t day = DayOf(answer.answer.collected_at);
    if (answers.empty() || days.back().note != day) {
      days.push_back({.mark = static_cast<uint32_t>(order[i].number), .note = day});
    }
    AppendAnswer(segment.last_event, answer.answer, answers);
    if (i + 1 < order.size() && all[order[i + 1].row].key == answer.key) continue;
    pages.Add(answer.key, answers);
    answers.clear();
    if (days.size() - first_day > kMaxDays) {
      days.resize(first_day + 1);
      days.back().note = kAnyDay;
    }
    first_day = days.size();
  }
  pages.Finish();
  built.runs[store::Table::kSeen].Add(AnswerMarksKey(segment.last_event), EncodeAnswerMarks(days));
}

// Where a fact lies in a segment.
FactBuffer& ChunkOf(const Segment& segment, uint32_t row) {
  return *segment.chunks[row / kChunkRows];
}

// The segment's facts that still stand, by collection time and, of one time, in the
// order they came in.
std::vector<Numbered> FactsByTime(const Segment& segment) {
  std::vector<Numbered> order;
  order.reserve(static_cast<size_t>(segment.events));
  uint32_t first_row = 0;
  for (const std::shared_ptr<FactBuffer>& chunk : segment.chunks) {
    for (size_t row = 0; row < chunk->size(); ++row) {
      if (segment.deaths.Contains(chunk->event_sequence[row])) continue;
      // Times before 1970 first.
      order.push_back(
          {.number = static_cast<uint64_t>(chunk->collected_at[row]) ^ uint64_t{1} << 63,
           .row = first_row + static_cast<uint32_t>(row)});
    }
    first_row += kChunkRows;
  }
  SortByNumber(order);
  return order;
}

void AddFacts(const Segment& segment, BuiltRuns& built) {
  const std::vector<Numbered> order = FactsByTime(segment);
  FactBuffer rows(std::min<size_t>(order.size(), kBlockRows));
  for (size_t start = 0; start < order.size(); start += kBlockRows) {
    const std::span<const Numbered> taken =
        std::span(order).subspan(start, std::min<size_t>(kBlockRows, order.size() - start));
    // A column at a time: one that is read all over fits the cache.
#define VOC_COLUMN(type, name)                                                     \
  for (size_t i = 0; i < taken.size(); ++i) {                                      \
    rows.name[i] = ChunkOf(segment, taken[i].row).name[taken[i].row % kChunkRows]; \
  }
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
    rows.set_size(taken.size());
    const auto [oldest, newest] =
        std::minmax_element(rows.event_sequence.get(), rows.event_sequence.get() + rows.size());
    built.blocks.push_back({.run = segment.last_event,
                            .number = static_cast<uint32_t>(start / kBlockRows),
                            .rows = static_cast<uint32_t>(rows.size()),
                            .first_time = rows.collected_at[0],
                            .last_time = rows.collected_at[rows.size() - 1],
                            .first_event = *oldest,
                            .last_event = *newest});
    AddBlock(built.blocks.back(), rows, built.runs);
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
  const ViewsState state = {
      .covered_sequence = base::LoadBigEndian64(bytes),
      .feedback = static_cast<int64_t>(base::LoadBigEndian64(bytes.substr(8))),
      .excluded = static_cast<int64_t>(base::LoadBigEndian64(bytes.substr(16)))};
  // Every feedback has an event.
  if (state.feedback < 0 || static_cast<uint64_t>(state.feedback) > state.covered_sequence) {
    return absl::DataLossError("the state of the views has more feedback than events");
  }
  return state;
}

BuiltRuns BuildRuns(const Segment& segment, const Dictionaries& dictionaries,
                    const DeathSet::Snapshot& installed_deaths,
                    const std::array<Ordinal, kDimensionCount>& installed_dictionary) {
  BuiltRuns built;
  AddIds(segment, built);
  AddAnswers(segment, built);
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
