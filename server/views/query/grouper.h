#ifndef VOC_SERVER_VIEWS_QUERY_GROUPER_H_
#define VOC_SERVER_VIEWS_QUERY_GROUPER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "server/views/facts/dictionary.h"
#include "server/views/facts/fact.h"
#include "server/views/query/trend_spec.h"

namespace voc::views {

// A group's number, given out in order of first use. Without dimensions all rows
// are in group 0.
using GroupId = uint32_t;

// Tells which group a row belongs to: one for each combination of values of some
// dimensions that occurs. One thread at a time.
class Grouper {
 public:
  // Both outlive this.
  Grouper(const std::vector<GroupDimension>& dimensions, const Dictionaries& dictionaries);

  // The columns the calls below read.
  ColumnSet columns() const { return columns_; }

  // Whether a row can be in several groups, one for each of its themes: Assign
  // then leaves themes out, and ByTheme completes what it gave.
  bool by_theme() const { return by_theme_; }

  // Sets groups[k] to the group of row rows[k].
  void Assign(const FactSpan& span, const std::vector<uint32_t>& rows,
              std::vector<GroupId>& groups);

  // Appends the groups of row `row`, which Assign gave `group`: one for each of
  // its themes, or one for "" if it has none.
  void ByTheme(const FactSpan& span, uint32_t row, GroupId group, std::vector<GroupId>& groups);

  // Takes over the groups of `other`, of the same dimensions and dictionaries.
  // Returns this one's group for each of the other's that Assign (ByTheme where
  // by_theme) gave.
  std::vector<GroupId> Absorb(const Grouper& other);

  // Combinations seen so far, partial ones among them.
  size_t size() const { return size_; }

  // Dimension -> value of a group that Assign (ByTheme where by_theme) gave.
  std::map<std::string, std::string> Describe(GroupId group) const;

 private:
  using ValueId = uint32_t;

  // Strings that are no dictionary's: values of one property, or themes.
  struct LocalStrings {
    std::vector<std::string_view> names;
    absl::flat_hash_map<absl::string_view, ValueId> ids;

    ValueId Intern(std::string_view text);
  };

  // A combination met lately: looking it up costs less than a hash map does.
  struct Recent {
    uint64_t combination = ~uint64_t{0};
    GroupId group = 0;
  };

  // One dimension: combines the group so far with the row's value into a group.
  struct Level {
    const GroupDimension* dimension = nullptr;
    const Ordinal* FactSpan::*column = nullptr;  // null for the journey stage
    LocalStrings strings;
    std::vector<ValueId> value_of_set;                 // property set -> value, kNone if unknown
    std::vector<std::vector<ValueId>> themes_of_set;   // theme set -> themes, empty if unknown
    std::vector<GroupId> direct;                       // value -> group, of the first level
    absl::flat_hash_map<uint64_t, GroupId> combined;   // (group, value) -> group, of the others
    std::vector<Recent> recent;                        // by hash; in front of `combined`
    std::vector<std::pair<GroupId, ValueId>> members;  // group -> what it was made of
  };

  ValueId PropertyValue(Level& level, Ordinal property_set);
  const std::vector<ValueId>& Themes(Level& level, Ordinal theme_set);
  GroupId Combine(Level& level, GroupId group, ValueId value);
  GroupId CombineAnew(Level& level, GroupId group, ValueId value);
  std::string NameOf(const Level& level, ValueId value) const;

  const Dictionaries* dictionaries_;
  ColumnSet columns_ = 0;
  bool by_theme_ = false;
  std::vector<Level> levels_;  // the theme, if any, is the last one
  size_t size_ = 0;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_GROUPER_H_
