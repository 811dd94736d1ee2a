#ifndef VOC_CLIENT_FORMATS_BINDING_H_
#define VOC_CLIENT_FORMATS_BINDING_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "client/formats/mapping.h"

namespace voc::formats {

// A rule and the columns that it reads in records of one shape.
struct BoundRule {
  const Rule* rule = nullptr;
  // Those that are there, in the order of the rule; with `hash` kNoColumn for others.
  std::vector<size_t> columns;
  // Those of `when`.
  std::vector<size_t> when;
  // Where the first rule for the same target stands in the list.
  size_t first = 0;
};

struct BoundSkip {
  const SkipRule* rule = nullptr;
  std::vector<size_t> columns;
};

// A question, or one element of a list.
struct BoundSection {
  const Section* section = nullptr;
  std::vector<BoundRule> rules;
};

// A column that becomes a property for want of a rule, or by property.*.
struct BoundProperty {
  size_t column = 0;
  std::string key;
};

// What a mapping makes of records whose columns have certain names.
struct Binding {
  std::vector<BoundRule> rules;
  std::vector<BoundSkip> skips;
  // Elements of lists in the order of their numbers.
  std::vector<BoundSection> sections;
  // In the order of columns.
  std::vector<BoundProperty> properties;
};

inline constexpr size_t kNoColumn = static_cast<size_t>(-1);

// Finds the columns by their normal names; of several with one name the first is
// meant, and the others become properties. `mapping` must outlive what is returned.
Binding Bind(const Mapping& mapping, const std::vector<std::string>& names);

// A key of at most 255 bytes: `text` with blanks around it removed; where that is too
// long its beginning and a hash of it all.
std::string ShortKey(std::string_view text);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_BINDING_H_
