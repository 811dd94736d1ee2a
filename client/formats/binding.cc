#include "client/formats/binding.h"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/strings.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"

namespace voc::formats {
namespace {

constexpr size_t kMaxKeyBytes = 255;
constexpr size_t kHashDigits = 16;

// `name` without as many characters that are no blanks as `prefix` has.
std::string WithoutPrefix(std::string_view name, std::string_view prefix) {
  size_t at = 0;
  for (size_t taken = 0; taken < prefix.size() && at < name.size(); ++at) {
    if (!absl::ascii_isspace(static_cast<unsigned char>(name[at]))) ++taken;
  }
  return std::string(name.substr(at));
}

class Binder {
 public:
  Binder(const Mapping& mapping, const std::vector<std::string>& names)
      : mapping_(mapping), names_(names), taken_(names.size()) {
    normal_.reserve(names.size());
    for (const std::string& name : names) normal_.push_back(NormalName(name));
    for (size_t i = 0; i < normal_.size(); ++i) index_.emplace(normal_[i], i);
  }

  Binding Run() {
    Binding binding;
    for (const Rule& rule : mapping_.rules) {
      if (rule.property_key != "*") AddRule(rule, "", binding.rules);
    }
    for (const SkipRule& skip : mapping_.skips) {
      binding.skips.push_back({.rule = &skip, .columns = Find(skip.condition.columns, "", false)});
    }
    for (const Section& section : mapping_.sections) BindSection(section, binding);
    BindProperties(binding);
    return binding;
  }

 private:
  std::vector<size_t> Find(const std::vector<std::string>& columns, const std::string& prefix,
                           bool keep_missing) {
    std::vector<size_t> found;
    for (const std::string& column : columns) {
      const auto it = index_.find(prefix + NormalName(column));
      if (it == index_.end()) {
        if (keep_missing) found.push_back(kNoColumn);
        continue;
      }
      taken_[it->second] = true;
      found.push_back(it->second);
    }
    return found;
  }

  void AddRule(const Rule& rule, const std::string& prefix, std::vector<BoundRule>& rules) {
    BoundRule bound{.rule = &rule, .columns = Find(rule.columns, prefix, rule.hash)};
    if (rule.when.has_value()) bound.when = Find(rule.when->columns, prefix, false);
    bound.first = rules.size();
    for (size_t i = 0; i < rules.size() && bound.first == rules.size(); ++i) {
      const Rule& other = *rules[i].rule;
      if (other.field == rule.field && other.property_key == rule.property_key) bound.first = i;
    }
    rules.push_back(std::move(bound));
  }

  void BindSection(const Section& section, Binding& binding) {
    std::vector<std::string> prefixes = {""};
    if (!section.each.empty()) prefixes = Elements(NormalName(section.each));
    for (const std::string& prefix : prefixes) {
      BoundSection bound{.section = &section};
      for (const Rule& rule : section.rules) AddRule(rule, prefix, bound.rules);
      binding.sections.push_back(std::move(bound));
    }
  }

  // "answers[0]." of every element that has a column.
  std::vector<std::string> Elements(const std::string& path) const {
    std::map<uint32_t, std::string> found;
    const std::string begin = path + "[";
    for (const std::string& name : normal_) {
      const std::string_view view = name;
      if (!view.starts_with(begin)) continue;
      const size_t end = view.find("].", begin.size());
      if (end == std::string_view::npos) continue;
      uint32_t number = 0;
      const std::string_view digits = view.substr(begin.size(), end - begin.size());
      if (!absl::SimpleAtoi(client::ToAbsl(digits), &number)) continue;
      found.emplace(number, std::string(view.substr(0, end + 2)));
    }
    std::vector<std::string> prefixes;
    for (auto& [number, prefix] : found) prefixes.push_back(std::move(prefix));
    return prefixes;
  }

  bool IsIgnored(const std::string& normal) const {
    for (const std::string_view pattern : mapping_.ignored) {
      if (pattern == normal) return true;
      if (pattern.ends_with('*') &&
          std::string_view(normal).starts_with(pattern.substr(0, pattern.size() - 1))) {
        return true;
      }
    }
    return false;
  }

  void BindProperties(Binding& binding) const {
    std::set<std::string> keys;
    for (size_t i = 0; i < names_.size(); ++i) {
      if (taken_[i] || IsIgnored(normal_[i])) continue;
      std::string key = names_[i];
      for (const Rule& rule : mapping_.rules) {
        if (rule.property_key != "*") continue;
        std::string prefix = NormalName(rule.columns[0]);
        prefix.pop_back();
        if (!std::string_view(normal_[i]).starts_with(prefix)) continue;
        key = WithoutPrefix(names_[i], prefix);
        break;
      }
      key = ShortKey(key);
      if (key.empty()) key = absl::StrCat("column ", i + 1);
      // A second column of one name keeps its answers apart.
      std::string unique = key;
      for (int copy = 2; !keys.insert(unique).second; ++copy) {
        unique = ShortKey(absl::StrCat(key, " (", copy, ")"));
      }
      binding.properties.push_back({.column = i, .key = std::move(unique)});
    }
  }

  const Mapping& mapping_;
  const std::vector<std::string>& names_;
  std::vector<std::string> normal_;
  std::unordered_map<std::string, size_t> index_;
  std::vector<bool> taken_;
};

}  // namespace

Binding Bind(const Mapping& mapping, const std::vector<std::string>& names) {
  return Binder(mapping, names).Run();
}

std::string ShortKey(std::string_view text) {
  text = client::ToStd(absl::StripAsciiWhitespace(client::ToAbsl(text)));
  if (text.size() <= kMaxKeyBytes) return std::string(text);
  size_t end = kMaxKeyBytes - kHashDigits - 1;
  // Not within a character.
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return absl::StrCat(client::ToAbsl(text.substr(0, end)), "~",
                      HashKey({text}).substr(0, kHashDigits));
}

}  // namespace voc::formats
