#ifndef VOC_SERVER_VIEWS_QUERY_FILTER_H_
#define VOC_SERVER_VIEWS_QUERY_FILTER_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "server/views/facts/fact_source.h"
#include "server/views/query/text_match.h"
#include "voc/v1/feedback.pb.h"

namespace voc::views {

// What becomes of excluded feedback.
enum class Exclusions {
  kAsFilter,  // dropped unless the filter's include_excluded is set
  kIgnore,    // passes like any other
};

// A v1::Filter made ready to run over fact columns: the one evaluator behind
// lists, exports, trends, watchers and alerts. Values that nobody has stored yet
// begin to match once they are. Selecting fills memos: one thread at a time, so
// threads that share a scan have a copy each.
class CompiledFilter {
 public:
  // `filter` has passed ValidateFilter; `dictionaries` outlive this.
  CompiledFilter(const v1::Filter& filter, const Dictionaries& dictionaries,
                 Exclusions exclusions = Exclusions::kAsFilter);

  // The columns Select reads.
  ColumnSet columns() const { return columns_ | (IsUnbounded() ? 0 : Bit(Column::collected_at)); }

  // The columns Select reads of a span with such bounds.
  ColumnSet ColumnsFor(const FactSpan& span) const {
    return columns_ | (LiesWithin(span, range_) ? 0 : Bit(Column::collected_at));
  }

  // The filter's interval. Times outside TimeNs are cut to it.
  TimeRange range() const { return range_; }

  // Lets through only rows that also have the flag and, if given, are of the kind.
  void Require(Flag flag, std::optional<Kind> kind);

  // Lets through only feedback, no displays; or only displays that ask for a metric.
  void RequireFeedback();
  void RequireDisplays(v1::Metric metric);

  // Replaces the interval: trends read before theirs.
  void set_range(TimeRange range) { range_ = range; }

  // Sets selected[i] to 1 for every live row of `span` that passes, else to 0.
  // `text_contains` is not looked at. `selected` holds span.size bytes.
  void Select(const FactSpan& span, uint8_t* selected) const;

  // Select for one row.
  bool Matches(const Fact& fact) const;

  // Whether rows that Select let through must also pass MatchesText.
  bool needs_text() const { return !text_.empty(); }

  // text_contains in comment, title or body; true if it is empty.
  bool MatchesText(const v1::Feedback& feedback) const;

 private:
  using OrdinalColumn = const Ordinal* FactSpan::*;

  // An ordinal column that must hold one of some strings.
  struct ValueCondition {
    Dimension dimension;
    OrdinalColumn column;
    std::vector<std::string> pending;  // not in the dictionary yet
    Ordinal dictionary_size = 0;       // when `pending` was last looked up
    std::vector<Ordinal> ordinals;
    std::vector<uint8_t> passes;  // by ordinal, up to the greatest of `ordinals`
  };

  // An ordinal column whose strings must satisfy a predicate, evaluated once a
  // string.
  struct MemoCondition {
    Dimension dimension;
    OrdinalColumn column;
    std::function<bool(std::string_view)> predicate;
    std::vector<uint8_t> memo;                   // by ordinal: kFails, kPasses or kUnknown
    std::optional<Ordinal> only = std::nullopt;  // the one string that passes, if known
  };

  // A byte column that must hold one of some values.
  struct ByteCondition {
    const uint8_t* FactSpan::*column;
    std::array<uint8_t, 256> passes;
    int only = -1;  // the one value that passes; -1 if there are several or none
  };

  bool IsUnbounded() const {
    return range_.start == TimeRange().start && range_.end == TimeRange().end;
  }
  void AddByte(Column column, const uint8_t* FactSpan::*member,
               const std::array<uint8_t, 256>& passes);
  void AddValues(const google::protobuf::RepeatedPtrField<std::string>& values, Dimension dimension,
                 Column column, OrdinalColumn member, bool lower_case);
  void AddMemo(Dimension dimension, Column column, OrdinalColumn member,
               std::function<bool(std::string_view)> predicate);
  void AddSets(const v1::Filter& filter);
  void AddKinds(const v1::Filter& filter);
  void AddScores(const v1::Filter& filter);

  void Resolve(ValueCondition& condition) const;
  void Apply(ValueCondition& condition, const FactSpan& span, uint8_t* selected) const;
  void Apply(MemoCondition& condition, const FactSpan& span, uint8_t* selected) const;
  void DecideAll(MemoCondition& condition) const;
  void Remember(MemoCondition& condition, const FactSpan& span, const uint8_t* selected) const;

  const Dictionaries* dictionaries_;
  ColumnSet columns_ = 0;
  TimeRange range_;
  uint8_t flags_mask_ = 0;  // flags & mask must equal value
  uint8_t flags_value_ = 0;
  std::vector<ByteCondition> bytes_;
  mutable std::vector<ValueCondition> values_;
  mutable std::vector<MemoCondition> memos_;
  TextMatcher text_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_FILTER_H_
