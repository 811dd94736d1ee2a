#include "client/formats/column_uses.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/formats/binding.h"
#include "client/formats/fields.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"

namespace voc::formats {
namespace {

// Collects the uses of each column, each use once.
class Uses {
 public:
  explicit Uses(size_t columns) : uses_(columns) {}

  void Add(const std::vector<size_t>& columns, const std::string& use) {
    for (const size_t column : columns) {
      if (column == kNoColumn) continue;
      std::vector<std::string>& uses = uses_[column];
      bool known = false;
      for (const std::string& other : uses) known |= other == use;
      if (!known) uses.push_back(use);
    }
  }

  void AddRules(const std::vector<BoundRule>& rules, const std::string& question) {
    for (const BoundRule& bound : rules) {
      const Rule& rule = *bound.rule;
      std::string use = rule.field == Field::kProperty
                            ? absl::StrCat("property ", rule.property_key)
                            : std::string(InfoOf(rule.field).name);
      if (!question.empty()) absl::StrAppend(&use, " of ", Excerpt(question));
      Add(bound.columns, use);
      Add(bound.when, absl::StrCat("whether it is ", use));
    }
  }

  std::vector<std::string> Take() const {
    std::vector<std::string> said;
    for (const std::vector<std::string>& uses : uses_) {
      std::string all;
      for (const std::string& use : uses) absl::StrAppend(&all, all.empty() ? "" : ", ", use);
      said.push_back(all.empty() ? kNotTaken : all);
    }
    return said;
  }

 private:
  std::vector<std::vector<std::string>> uses_;
};

}  // namespace

std::vector<std::string> ColumnUses(const Mapper& mapper) {
  const Binding& binding = mapper.binding();
  Uses uses(mapper.columns().size());
  uses.AddRules(binding.rules, "");
  for (const BoundSection& section : binding.sections) {
    uses.AddRules(section.rules, section.section->question_id);
  }
  for (const BoundSkip& skip : binding.skips) uses.Add(skip.columns, "whether it counts");
  for (const BoundProperty& property : binding.properties) {
    uses.Add({property.column}, absl::StrCat("property ", property.key));
  }
  return uses.Take();
}

}  // namespace voc::formats
