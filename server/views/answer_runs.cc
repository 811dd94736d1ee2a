#include "server/views/answer_runs.h"

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
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
  for (const Place& place : places) {
    // All that is left is older.
    if (newest.has_value() && DayOf(newest->collected_at) > place.note) break;
    if (std::find(read.begin(), read.end(), place.run) != read.end()) continue;
    read.push_back(place.run);
    const absl::StatusOr<std::optional<std::string>> page = ReadPage(
        *store_, store::Table::kAnswers, AnswerPageKey(place.run, key), MarkAnswerKey(key));
    if (!page.ok()) return page.status();
    if (!page->has_value()) continue;
    const absl::StatusOr<std::string_view> answers = FindInAnswerPage(**page, key);
    if (!answers.ok()) return answers.status();
    if (answers->empty()) continue;
    const absl::Status visited = ForEachAnswer(place.run, *answers, [&](const PastAnswer& answer) {
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
  while (reader->Next()) {
    const absl::StatusOr<PageKey> key = DecodePageKey(reader->key());
    if (!key.ok()) return key.status();
    if (key->run > last) break;
    if (!HoldsEntries(*key, reader->value())) continue;
    AnswerPage page(key->page, reader->value());
    while (page.Next()) {
      const absl::Status visited = VisitEntry(key->run, page, visit);
      if (!visited.ok()) return visited;
    }
    if (!page.status().ok()) return page.status();
  }
  return reader->status();
}

absl::Status AnswerRuns::VisitEntry(
    store::Sequence run, const AnswerPage& page,
    absl::FunctionRef<void(const AnswerKey&, const PastAnswer&)> visit) const {
  std::vector<Place> places;
  days_.Find(page.mark(), places);
  std::erase_if(places, [run](const Place& place) { return place.run != run; });
  const auto noted = [&](uint16_t day) {
    return std::any_of(places.begin(), places.end(), [day](const Place& place) {
      return place.note == day || place.note == kAnyDay;
    });
  };
  bool found = true;
  const absl::Status visited = ForEachAnswer(run, page.answers(), [&](const PastAnswer& answer) {
    found = found && noted(DayOf(answer.collected_at));
    visit(page.key(), answer);
    return true;
  });
  if (!visited.ok()) return visited;
  if (found) return absl::OkStatus();
  return absl::DataLossError(absl::StrCat("no look-up finds an answer of run ", run));
}

}  // namespace voc::views
