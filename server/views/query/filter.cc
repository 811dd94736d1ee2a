#include "server/views/query/filter.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "absl/strings/match.h"
#include "server/ingest/lower_case.h"
#include "server/views/query/masks.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::views {
namespace {

// Of a memo. The lowest bit says whether a row stays selected, the next one that
// this is not decided yet.
constexpr uint8_t kFails = 0;
constexpr uint8_t kPasses = 1;
constexpr uint8_t kUnknown = 3;
constexpr uint8_t kUndecided = 2;

// So few strings are looked at before any row is: languages are.
constexpr size_t kFewStrings = 64;

TimeRange RangeOf(const v1::Interval& interval) {
  TimeRange range;
  if (interval.has_start_time()) range.start = base::FromTimestamp(interval.start_time());
  if (interval.has_end_time()) range.end = base::FromTimestamp(interval.end_time());
  return range;
}

bool HasProperties(std::string_view packed,
                   const std::vector<std::pair<std::string, std::string>>& wanted) {
  const std::vector<std::string_view> parts = Unpack(packed);
  for (const auto& [key, value] : wanted) {
    std::string_view stored;
    for (size_t i = 0; i + 1 < parts.size(); i += 2) {
      if (parts[i] == key) stored = parts[i + 1];
    }
    if (stored != value) return false;
  }
  return true;
}

// "" among `wanted` means without themes.
bool HasTheme(std::string_view packed, const std::vector<std::string>& wanted) {
  const std::vector<std::string_view> themes = Unpack(packed);
  for (const std::string& theme : wanted) {
    if (theme.empty() ? themes.empty()
                      : std::find(themes.begin(), themes.end(), theme) != themes.end()) {
      return true;
    }
  }
  return false;
}

std::array<uint8_t, 256> NoByte() {
  std::array<uint8_t, 256> passes;
  passes.fill(0);
  return passes;
}

}  // namespace

CompiledFilter::CompiledFilter(const v1::Filter& filter, const Dictionaries& dictionaries,
                               Exclusions exclusions)
    : dictionaries_(&dictionaries), text_(filter.text_contains()) {
  set_range(RangeOf(filter.interval()));
  if (exclusions == Exclusions::kAsFilter && !filter.include_excluded()) {
    flags_mask_ |= kExcluded;
    columns_ |= Bit(Column::flags);
  }
  AddKinds(filter);
  AddScores(filter);
  if (!filter.journey_stages().empty()) {
    std::array<uint8_t, 256> passes = NoByte();
    for (const int stage : filter.journey_stages()) passes[stage & 0xff] = 1;
    AddByte(Column::journey_stage, &FactSpan::journey_stage, passes);
  }
  if (!filter.sentiment_labels().empty()) {
    std::array<uint8_t, 256> passes = NoByte();
    for (const int label : filter.sentiment_labels()) passes[label & 0xff] = 1;
    AddByte(Column::label, &FactSpan::label, passes);
  }
  AddValues(filter.source_ids(), Dimension::kSource, Column::source, &FactSpan::source, false);
  AddValues(filter.question_ids(), Dimension::kQuestion, Column::question, &FactSpan::question,
            false);
  AddValues(filter.account_ids(), Dimension::kAccount, Column::account, &FactSpan::account, false);
  AddValues(filter.respondent_ids(), Dimension::kRespondent, Column::respondent,
            &FactSpan::respondent, false);
  AddValues(filter.channels(), Dimension::kChannel, Column::channel, &FactSpan::channel, true);
  AddValues(filter.touchpoints(), Dimension::kTouchpoint, Column::touchpoint, &FactSpan::touchpoint,
            true);
  AddValues(filter.platforms(), Dimension::kPlatform, Column::platform, &FactSpan::platform, true);
  AddSets(filter);
}

void CompiledFilter::AddByte(Column column, const uint8_t* FactSpan::*member,
                             const std::array<uint8_t, 256>& passes) {
  ByteCondition condition{member, passes};
  if (std::count(passes.begin(), passes.end(), 1) == 1) {
    condition.only = static_cast<int>(std::find(passes.begin(), passes.end(), 1) - passes.begin());
  }
  bytes_.push_back(condition);
  columns_ |= Bit(column);
}

void CompiledFilter::Require(Flag flag, std::optional<Kind> kind) {
  flags_mask_ |= flag;
  flags_value_ |= flag;
  columns_ |= Bit(Column::flags);
  if (!kind) return;
  std::array<uint8_t, 256> passes = NoByte();
  passes[static_cast<size_t>(*kind)] = 1;
  AddByte(Column::kind, &FactSpan::kind, passes);
}

void CompiledFilter::RequireFeedback() {
  // Most stores have none.
  if (dictionaries_->Size(Dimension::kAskedSource) == 1) return;
  std::array<uint8_t, 256> passes;
  passes.fill(1);
  passes[static_cast<size_t>(Kind::kDisplay)] = 0;
  AddByte(Column::kind, &FactSpan::kind, passes);
}

void CompiledFilter::RequireDisplays(v1::Metric metric) {
  std::array<uint8_t, 256> passes = NoByte();
  passes[static_cast<size_t>(Kind::kDisplay)] = 1;
  AddByte(Column::kind, &FactSpan::kind, passes);
  passes = NoByte();
  passes[static_cast<size_t>(metric)] = 1;
  AddByte(Column::scale, &FactSpan::scale, passes);
}

void CompiledFilter::AddKinds(const v1::Filter& filter) {
  std::array<uint8_t, 256> passes;
  passes.fill(1);
  const auto only = [&passes](auto&& is_allowed) {
    for (int kind = 0; kind < 256; ++kind) {
      if (!is_allowed(static_cast<uint8_t>(kind))) passes[kind] = 0;
    }
  };
  if (!filter.metrics().empty()) {
    // Kind and v1::Metric number the three surveys alike.
    static_assert(static_cast<int>(Kind::kNps) == v1::METRIC_NPS &&
                  static_cast<int>(Kind::kCsat) == v1::METRIC_CSAT &&
                  static_cast<int>(Kind::kCes) == v1::METRIC_CES);
    only([&](uint8_t kind) {
      return std::find(filter.metrics().begin(), filter.metrics().end(), kind) !=
             filter.metrics().end();
    });
  }
  if (!filter.nps_groups().empty()) {
    only([](uint8_t kind) { return kind == static_cast<uint8_t>(Kind::kNps); });
  }
  if (!filter.platforms().empty()) {
    only([](uint8_t kind) { return kind == static_cast<uint8_t>(Kind::kMention); });
  }
  if (std::find(passes.begin(), passes.end(), 0) == passes.end()) return;
  AddByte(Column::kind, &FactSpan::kind, passes);
}

void CompiledFilter::AddScores(const v1::Filter& filter) {
  if (filter.nps_groups().empty() && !filter.has_min_score() && !filter.has_max_score()) return;
  std::array<uint8_t, 256> in_group;
  in_group.fill(filter.nps_groups().empty() ? 1 : 0);
  for (const int group : filter.nps_groups()) {
    const int low = group == v1::NPS_GROUP_PROMOTER ? 9 : group == v1::NPS_GROUP_PASSIVE ? 7 : 0;
    const int high = group == v1::NPS_GROUP_PROMOTER ? 10 : group == v1::NPS_GROUP_PASSIVE ? 8 : 6;
    std::fill(in_group.begin() + low, in_group.begin() + high + 1, 1);
  }
  for (int score = 0; score < 256; ++score) {
    if ((filter.has_min_score() && score < filter.min_score()) ||
        (filter.has_max_score() && score > filter.max_score())) {
      in_group[score] = 0;
    }
  }
  AddByte(Column::score, &FactSpan::score, in_group);
  flags_mask_ |= kScored;
  flags_value_ |= kScored;
  columns_ |= Bit(Column::flags);
}

void CompiledFilter::AddValues(const google::protobuf::RepeatedPtrField<std::string>& values,
                               Dimension dimension, Column column, OrdinalColumn member,
                               bool lower_case) {
  if (values.empty()) return;
  ValueCondition condition{dimension, member, {}, 0, {}, {}};
  for (const std::string& value : values) {
    condition.pending.push_back(lower_case ? ingest::LowerCased(value) : value);
  }
  values_.push_back(std::move(condition));
  columns_ |= Bit(column);
}

void CompiledFilter::AddMemo(Dimension dimension, Column column, OrdinalColumn member,
                             std::function<bool(std::string_view)> predicate) {
  memos_.push_back({dimension, member, std::move(predicate), {}});
  columns_ |= Bit(column);
}

void CompiledFilter::AddSets(const v1::Filter& filter) {
  if (!filter.languages().empty()) {
    std::vector<std::string> wanted(filter.languages().begin(), filter.languages().end());
    // Tags are the same in any case (BCP 47).
    AddMemo(Dimension::kLanguage, Column::language, &FactSpan::language,
            [wanted = std::move(wanted)](std::string_view language) {
              return std::any_of(wanted.begin(), wanted.end(), [&](const std::string& tag) {
                return absl::EqualsIgnoreCase(tag, base::ToAbsl(language));
              });
            });
  }
  if (!filter.properties().empty()) {
    std::vector<std::pair<std::string, std::string>> wanted(filter.properties().begin(),
                                                            filter.properties().end());
    AddMemo(Dimension::kPropertySet, Column::property_set, &FactSpan::property_set,
            [wanted = std::move(wanted)](std::string_view packed) {
              return HasProperties(packed, wanted);
            });
  }
  if (!filter.themes().empty()) {
    std::vector<std::string> wanted(filter.themes().begin(), filter.themes().end());
    AddMemo(
        Dimension::kThemeSet, Column::theme_set, &FactSpan::theme_set,
        [wanted = std::move(wanted)](std::string_view packed) { return HasTheme(packed, wanted); });
  }
}

void CompiledFilter::Select(const FactSpan& span, uint8_t* selected) const {
  if (span.live != nullptr) {
    std::memcpy(selected, span.live, span.size);
  } else {
    std::memset(selected, 1, span.size);
  }
  if (!LiesWithin(span, range_)) {
    const TimeRange range = range_;
    for (size_t i = 0; i < span.size; ++i) {
      selected[i] &= static_cast<uint8_t>((span.collected_at[i] >= range.start) &
                                          (span.collected_at[i] < range.end));
    }
  }
  if (flags_mask_ != 0) KeepWhere(span.flags, flags_mask_, flags_value_, selected, span.size);
  for (const ByteCondition& condition : bytes_) {
    const uint8_t* column = span.*condition.column;
    if (condition.only >= 0) {
      KeepWhere(column, 0xff, static_cast<uint8_t>(condition.only), selected, span.size);
      continue;
    }
    for (size_t i = 0; i < span.size; ++i) selected[i] &= condition.passes[column[i]];
  }
  for (ValueCondition& condition : values_) Apply(condition, span, selected);
  for (MemoCondition& condition : memos_) Apply(condition, span, selected);
}

void CompiledFilter::Resolve(ValueCondition& condition) const {
  if (condition.pending.empty()) return;
  const Ordinal size = dictionaries_->Size(condition.dimension);
  if (size == condition.dictionary_size) return;
  condition.dictionary_size = size;
  std::vector<std::string> unknown;
  for (std::string& value : condition.pending) {
    const std::optional<Ordinal> ordinal = dictionaries_->Find(condition.dimension, value);
    if (!ordinal) {
      unknown.push_back(std::move(value));
      continue;
    }
    condition.ordinals.push_back(*ordinal);
    if (condition.passes.size() <= *ordinal) condition.passes.resize(size_t{*ordinal} + 1, 0);
    condition.passes[*ordinal] = 1;
  }
  condition.pending = std::move(unknown);
}

void CompiledFilter::Apply(ValueCondition& condition, const FactSpan& span,
                           uint8_t* selected) const {
  Resolve(condition);
  const Ordinal* column = span.*condition.column;
  if (condition.ordinals.size() == 1) {
    KeepWhere(column, condition.ordinals.front(), selected, span.size);
    return;
  }
  const size_t known = condition.passes.size();
  const uint8_t* passes = condition.passes.data();
  for (size_t i = 0; i < span.size; ++i) {
    selected[i] &= column[i] < known ? passes[column[i]] : uint8_t{0};
  }
}

void CompiledFilter::Apply(MemoCondition& condition, const FactSpan& span,
                           uint8_t* selected) const {
  const Ordinal* column = span.*condition.column;
  const size_t strings = dictionaries_->Size(condition.dimension);
  if (condition.memo.size() < strings) {
    condition.memo.resize(strings, kUnknown);
    condition.only.reset();
    if (strings <= kFewStrings) DecideAll(condition);
  }
  if (condition.only) return KeepWhere(column, *condition.only, selected, span.size);
  const uint8_t* memo = condition.memo.data();
  const uint8_t met = KeepWhereTable(column, memo, selected, span.size);
  if ((met & kUndecided) == 0) return;
  Remember(condition, span, selected);
  KeepWhereTable(column, memo, selected, span.size);
}

void CompiledFilter::DecideAll(MemoCondition& condition) const {
  size_t passing = 0;
  for (Ordinal ordinal = 0; ordinal < condition.memo.size(); ++ordinal) {
    const bool passes = condition.predicate(dictionaries_->Name(condition.dimension, ordinal));
    condition.memo[ordinal] = passes ? kPasses : kFails;
    if (passes) condition.only = ordinal;
    passing += passes ? 1 : 0;
  }
  if (passing != 1) condition.only.reset();
}

void CompiledFilter::Remember(MemoCondition& condition, const FactSpan& span,
                              const uint8_t* selected) const {
  const Ordinal* column = span.*condition.column;
  for (size_t i = 0; i < span.size; ++i) {
    uint8_t& memo = condition.memo[column[i]];
    if (!selected[i] || memo != kUnknown) continue;
    memo =
        condition.predicate(dictionaries_->Name(condition.dimension, column[i])) ? kPasses : kFails;
  }
}

bool CompiledFilter::Matches(const Fact& fact) const {
  FactSpan span;
  span.size = 1;
#define VOC_COLUMN(type, name) span.name = &fact.name;
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  uint8_t selected = 0;
  Select(span, &selected);
  return selected != 0;
}

bool CompiledFilter::MatchesText(const v1::Feedback& feedback) const {
  if (feedback.has_response()) return text_.FoundIn(feedback.response().comment());
  return text_.FoundIn(feedback.mention().title()) || text_.FoundIn(feedback.mention().body());
}

}  // namespace voc::views
