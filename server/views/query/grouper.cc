#include "server/views/query/grouper.h"

#include <algorithm>
#include <utility>

#include "absl/strings/ascii.h"
#include "storage/base/strings.h"
#include "voc/v1/feedback.pb.h"

namespace voc::views {
namespace {

constexpr uint32_t kNone = ~uint32_t{0};

constexpr int kRecentBits = 12;
constexpr size_t kRecent = size_t{1} << kRecentBits;
constexpr uint64_t kHashMultiplier = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio

struct OrdinalColumn {
  Dimension dimension;
  Column column;
  const Ordinal* FactSpan::*member;
};

constexpr OrdinalColumn kColumns[] = {
    {Dimension::kSource, Column::source, &FactSpan::source},
    {Dimension::kQuestion, Column::question, &FactSpan::question},
    {Dimension::kAccount, Column::account, &FactSpan::account},
    {Dimension::kRespondent, Column::respondent, &FactSpan::respondent},
    {Dimension::kChannel, Column::channel, &FactSpan::channel},
    {Dimension::kLanguage, Column::language, &FactSpan::language},
    {Dimension::kTouchpoint, Column::touchpoint, &FactSpan::touchpoint},
    {Dimension::kPlatform, Column::platform, &FactSpan::platform},
    {Dimension::kPropertySet, Column::property_set, &FactSpan::property_set},
    {Dimension::kThemeSet, Column::theme_set, &FactSpan::theme_set},
};

const OrdinalColumn& ColumnOf(const GroupDimension& dimension) {
  const Dimension wanted = dimension.kind == GroupDimension::Kind::kProperty
                               ? Dimension::kPropertySet
                           : dimension.kind == GroupDimension::Kind::kTheme ? Dimension::kThemeSet
                                                                            : dimension.dimension;
  return *std::find_if(std::begin(kColumns), std::end(kColumns),
                       [&](const OrdinalColumn& one) { return one.dimension == wanted; });
}

}  // namespace

Grouper::ValueId Grouper::LocalStrings::Intern(std::string_view text) {
  const auto [found, is_new] =
      ids.try_emplace(base::ToAbsl(text), static_cast<ValueId>(names.size()));
  if (is_new) names.push_back(text);
  return found->second;
}

Grouper::Grouper(const std::vector<GroupDimension>& dimensions, const Dictionaries& dictionaries)
    : dictionaries_(&dictionaries) {
  const auto add = [this](const GroupDimension& dimension) {
    Level level;
    level.dimension = &dimension;
    if (dimension.kind == GroupDimension::Kind::kJourneyStage) {
      columns_ |= Bit(Column::journey_stage);
    } else {
      level.column = ColumnOf(dimension).member;
      columns_ |= Bit(ColumnOf(dimension).column);
    }
    levels_.push_back(std::move(level));
  };
  const GroupDimension* theme = nullptr;
  for (const GroupDimension& dimension : dimensions) {
    if (dimension.kind == GroupDimension::Kind::kTheme) {
      theme = &dimension;
    } else {
      add(dimension);
    }
  }
  by_theme_ = theme != nullptr;
  if (by_theme_) add(*theme);
}

void Grouper::Assign(const FactSpan& span, const std::vector<uint32_t>& rows,
                     std::vector<GroupId>& groups) {
  groups.assign(rows.size(), 0);
  const size_t levels = levels_.size() - (by_theme_ ? 1 : 0);
  for (size_t l = 0; l < levels; ++l) {
    Level& level = levels_[l];
    const auto combine = [&](auto&& value_of_row) {
      for (size_t k = 0; k < rows.size(); ++k) {
        groups[k] = Combine(level, groups[k], value_of_row(rows[k]));
      }
    };
    if (level.column == nullptr) {
      combine([&](uint32_t row) { return ValueId{span.journey_stage[row]}; });
      continue;
    }
    const Ordinal* column = span.*level.column;
    if (level.dimension->kind == GroupDimension::Kind::kProperty) {
      combine([&](uint32_t row) { return PropertyValue(level, column[row]); });
    } else {
      combine([&](uint32_t row) { return ValueId{column[row]}; });
    }
  }
}

void Grouper::ByTheme(const FactSpan& span, uint32_t row, GroupId group,
                      std::vector<GroupId>& groups) {
  Level& level = levels_.back();
  for (const ValueId theme : Themes(level, (span.*level.column)[row])) {
    groups.push_back(Combine(level, group, theme));
  }
}

Grouper::ValueId Grouper::PropertyValue(Level& level, Ordinal property_set) {
  std::vector<ValueId>& known = level.value_of_set;
  if (property_set >= known.size()) {
    known.resize(
        std::max<size_t>(size_t{property_set} + 1, dictionaries_->Size(Dimension::kPropertySet)),
        kNone);
  }
  ValueId& value = known[property_set];
  if (value != kNone) return value;
  const auto parts = Unpack(dictionaries_->Name(Dimension::kPropertySet, property_set));
  std::string_view text;
  for (size_t i = 0; i + 1 < parts.size(); i += 2) {
    if (parts[i] == level.dimension->property_key) text = parts[i + 1];
  }
  value = level.strings.Intern(text);
  return value;
}

const std::vector<Grouper::ValueId>& Grouper::Themes(Level& level, Ordinal theme_set) {
  auto& known = level.themes_of_set;
  if (theme_set >= known.size()) {
    known.resize(
        std::max<size_t>(size_t{theme_set} + 1, dictionaries_->Size(Dimension::kThemeSet)));
  }
  std::vector<ValueId>& themes = known[theme_set];
  if (!themes.empty()) return themes;
  for (const std::string_view theme :
       Unpack(dictionaries_->Name(Dimension::kThemeSet, theme_set))) {
    const ValueId id = level.strings.Intern(theme);
    if (std::find(themes.begin(), themes.end(), id) == themes.end()) themes.push_back(id);
  }
  if (themes.empty()) themes.push_back(level.strings.Intern(""));
  return themes;
}

GroupId Grouper::Combine(Level& level, GroupId group, ValueId value) {
  if (&level == &levels_.front()) {
    if (value < level.direct.size() && level.direct[value] != kNone) return level.direct[value];
    return CombineAnew(level, group, value);
  }
  const uint64_t combination = uint64_t{group} << 32 | value;
  if (level.recent.empty()) level.recent.resize(kRecent);
  Recent& recent = level.recent[combination * kHashMultiplier >> (64 - kRecentBits)];
  if (recent.combination != combination) {
    recent = {combination, CombineAnew(level, group, value)};
  }
  return recent.group;
}

GroupId Grouper::CombineAnew(Level& level, GroupId group, ValueId value) {
  GroupId* known = nullptr;
  if (&level == &levels_.front()) {
    if (value >= level.direct.size()) {
      size_t size = size_t{value} + 1;
      if (level.dimension->kind == GroupDimension::Kind::kDictionary) {
        size = std::max<size_t>(size, dictionaries_->Size(level.dimension->dimension));
      }
      level.direct.resize(size, kNone);
    }
    known = &level.direct[value];
  } else {
    known = &level.combined.try_emplace(uint64_t{group} << 32 | value, kNone).first->second;
  }
  if (*known == kNone) {
    *known = static_cast<GroupId>(level.members.size());
    level.members.emplace_back(group, value);
    ++size_;
  }
  return *known;
}

std::vector<GroupId> Grouper::Absorb(const Grouper& other) {
  std::vector<GroupId> ours = {0};
  for (size_t l = 0; l < levels_.size(); ++l) {
    Level& level = levels_[l];
    const Level& theirs = other.levels_[l];
    std::vector<GroupId> next;
    next.reserve(theirs.members.size());
    for (const auto& [group, value] : theirs.members) {
      const bool is_local = !theirs.strings.names.empty();
      next.push_back(Combine(level, ours[group],
                             is_local ? level.strings.Intern(theirs.strings.names[value]) : value));
    }
    ours = std::move(next);
  }
  return ours;
}

std::string Grouper::NameOf(const Level& level, ValueId value) const {
  switch (level.dimension->kind) {
    case GroupDimension::Kind::kDictionary:
      return std::string(dictionaries_->Name(level.dimension->dimension, value));
    case GroupDimension::Kind::kJourneyStage: {
      constexpr size_t kPrefix = std::string_view("JOURNEY_STAGE_").size();
      const std::string& name = v1::JourneyStage_Name(static_cast<v1::JourneyStage>(value));
      if (value == v1::JOURNEY_STAGE_UNSPECIFIED || name.size() < kPrefix) return "";
      return absl::AsciiStrToLower(absl::string_view(name).substr(kPrefix));
    }
    default:
      return std::string(level.strings.names[value]);
  }
}

std::map<std::string, std::string> Grouper::Describe(GroupId group) const {
  std::map<std::string, std::string> result;
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const auto& [before, value] = level->members[group];
    result[level->dimension->name] = NameOf(*level, value);
    group = before;
  }
  return result;
}

}  // namespace voc::views
