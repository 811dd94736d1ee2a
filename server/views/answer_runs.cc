#include "server/views/answer_runs.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/inlined_vector.h"
#include "absl/strings/str_cat.h"

namespace voc::views {
namespace {

using Place = RunFilter<uint32_t>::Found;

}  // namespace

absl::StatusOr<std::optional<PastAnswer>> AnswerRuns::Newest(
    const AnswerKey& key, base::TimeNs not_after,
    absl::FunctionRef<bool(const PastAnswer&)> counts) const {
  std::vector<Place> places;
  days_.Find(MarkAnswerKey(key), places);
  // No answer of a later day can be it.
  std::erase_if(places, [day = DayOf(not_after)](const Place& place) {
    return place.note > day && place.note != kAnyDay;
  });
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.note > b.note; });
  std::optional<PastAnswer> newest;
  absl::InlinedVector<store::Sequence, 8> read;
  std::string entry;
  for (const Place& place : places) {
    // All that is left is older.
    if (newest.has_value() && DayOf(newest->collected_at) > place.note) break;
    if (std::find(read.begin(), read.end(), place.run) != read.end()) continue;
    read.push_back(place.run);
    entry.clear();
    AppendAnswersKey(place.run, key, entry);
    const absl::StatusOr<std::optional<std::string>> bytes =
        store_->Get(store::Table::kAnswers, entry);
    if (!bytes.ok()) return bytes.status();
    if (!bytes->has_value()) continue;
    const absl::Status visited = ForEachAnswer(place.run, **bytes, [&](const PastAnswer& answer) {
      // Newest first: the first that counts is the run's.
      if (answer.collected_at > not_after || !counts(answer)) return true;
      if (!newest.has_value() || *newest < answer) newest = answer;
      return false;
    });
    if (!visited.ok()) return visited;
  }
  return newest;
}

absl::Status AnswerRuns::Scan(
    store::Sequence last,
    absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const {
  const std::unique_ptr<store::TableReader> reader = store_->Scan(store::Table::kAnswers, "");
  std::vector<Place> places;
  while (reader->Next()) {
    const absl::StatusOr<AnswersKey> entry = DecodeAnswersKey(reader->key());
    if (!entry.ok()) return entry.status();
    if (entry->run > last) break;
    days_.Find(MarkAnswerKey(entry->key), places);
    std::erase_if(places, [&](const Place& place) { return place.run != entry->run; });
    const auto noted = [&](uint16_t day) {
      return std::any_of(places.begin(), places.end(), [day](const Place& place) {
        return place.note == day || place.note == kAnyDay;
      });
    };
    bool found = true;
    const absl::Status visited =
        ForEachAnswer(entry->run, reader->value(), [&](const PastAnswer& answer) {
          found = found && noted(DayOf(answer.collected_at));
          visit(entry->key, answer);
          return true;
        });
    if (!visited.ok()) return visited;
    if (!found) {
      return absl::DataLossError(absl::StrCat("no look-up finds an answer of run ", entry->run));
    }
  }
  return reader->status();
}

}  // namespace voc::views
