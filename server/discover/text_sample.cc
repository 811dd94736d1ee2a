#include "server/discover/text_sample.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "server/discover/opinion.h"
#include "server/views/query/chunk.h"
#include "server/views/query/top_rows.h"

namespace voc::discover {
namespace {

using views::Bit;
using views::Column;

constexpr views::ColumnSet kColumns = Bit(Column::event_sequence) | Bit(Column::collected_at) |
                                      Bit(Column::account) | Bit(Column::respondent) |
                                      Bit(Column::language) | Bit(Column::theme_set) |
                                      Bit(Column::rating) | Bit(Column::kind) | Bit(Column::label) |
                                      Bit(Column::score) | Bit(Column::scale) | Bit(Column::flags);

// Sebastiano Vigna's splitmix64: every bit depends on every bit.
uint64_t Hash(uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27) * 0x94d049bb133111eb;
  return value ^ value >> 31;
}

struct Drawn {
  uint64_t hash = 0;
  SampledText text;
};

struct ByHash {
  bool operator()(const Drawn& a, const Drawn& b) const { return a.hash < b.hash; }
};

// Whoever is known best: a customer who sends many people's texts is one customer.
uint64_t AuthorOf(const views::FactSpan& span, size_t row) {
  if (span.account[row] != 0) return uint64_t{span.account[row]} << 2 | 1;
  if (span.respondent[row] != 0) return uint64_t{span.respondent[row]} << 2 | 2;
  return span.event_sequence[row] << 2 | 3;
}

SampledText TextAt(const views::FactSpan& span, size_t row, bool now) {
  views::Fact fact;
  fact.kind = span.kind[row];
  fact.score = span.score[row];
  fact.scale = span.scale[row];
  fact.flags = span.flags[row];
  fact.rating = span.rating[row];
  fact.label = span.label[row];
  SampledText text;
  text.language = span.language[row];
  Document& document = text.document;
  document.event_sequence = span.event_sequence[row];
  document.author = AuthorOf(span, row);
  document.collected_at = span.collected_at[row];
  document.theme_set = span.theme_set[row];
  document.now = now;
  document.opinion = OpinionOf(fact);
  document.is_nps =
      fact.kind == static_cast<uint8_t>(views::Kind::kNps) && (fact.flags & views::kScored) != 0;
  return text;
}

}  // namespace

absl::StatusOr<TextSample> SampleTexts(const views::FactSource& source,
                                       const views::CompiledFilter& filter, const Periods& periods,
                                       size_t limit, absl::FunctionRef<bool()> cancelled) {
  views::CompiledFilter with_text = filter;
  with_text.Require(views::kHasText, std::nullopt);
  const views::TimeRange both{periods.before.start, periods.now.end};
  with_text.set_range(both);
  std::array<views::TopRows<Drawn, ByHash>, 2> drawn = {
      views::TopRows<Drawn, ByHash>(limit, ByHash()),
      views::TopRows<Drawn, ByHash>(limit, ByHash())};
  std::array<int64_t, 2> found = {};
  std::vector<uint8_t> selected(views::kChunkRows);
  const auto visit = [&](const views::FactSpan& chunk) -> absl::Status {
    if (cancelled()) return absl::CancelledError("the caller went away");
    with_text.Select(chunk, selected.data());
    for (size_t row = 0; row < chunk.size; ++row) {
      if (!selected[row]) continue;
      const bool now = chunk.collected_at[row] >= periods.now.start;
      ++found[now];
      Drawn one{.hash = Hash(chunk.event_sequence[row])};
      if (drawn[now].worst() != nullptr && one.hash >= drawn[now].worst()->hash) continue;
      one.text = TextAt(chunk, row, now);
      drawn[now].Add(one);
    }
    return absl::OkStatus();
  };
  const absl::Status scanned =
      source.Scan(with_text.columns() | kColumns, both,
                  [&](const views::FactSpan& span) { return views::ForEachChunk(span, visit); });
  if (!scanned.ok()) return scanned;
  TextSample sample{.found = found[1], .found_before = found[0]};
  for (auto& period : drawn) {
    for (Drawn& one : period.Take()) sample.texts.push_back(one.text);
  }
  std::sort(sample.texts.begin(), sample.texts.end(),
            [](const SampledText& a, const SampledText& b) {
              return a.document.event_sequence < b.document.event_sequence;
            });
  return sample;
}

}  // namespace voc::discover
