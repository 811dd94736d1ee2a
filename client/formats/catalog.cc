#include "client/formats/catalog.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "client/formats/built_in_maps.h"
#include "client/formats/mapping.h"

namespace voc::formats {
namespace {

std::vector<Format> Load() {
  std::vector<Format> formats;
  for (const std::string_view text : BuiltInMaps()) {
    absl::StatusOr<Mapping> mapping = ParseMapping(text);
    // They were read by the tests before they were built in.
    if (!mapping.ok()) {
      std::fprintf(stderr, "voc: built-in mapping: %s\n", mapping.status().ToString().c_str());
      std::abort();
    }
    std::string name = mapping->format;
    formats.push_back({.name = std::move(name), .text = text, .mapping = *std::move(mapping)});
  }
  std::stable_sort(formats.begin(), formats.end(), [](const Format& a, const Format& b) {
    return a.mapping.needs.size() > b.mapping.needs.size();
  });
  return formats;
}

}  // namespace

const std::vector<Format>& Catalog() {
  static const auto* const kFormats = new std::vector<Format>(Load());
  return *kFormats;
}

const Format* FindFormat(std::string_view name) {
  for (const Format& format : Catalog()) {
    if (format.name == name) return &format;
  }
  return nullptr;
}

bool Fits(const Mapping& mapping, const std::vector<std::string>& names) {
  std::set<std::string> normal;
  for (const std::string& name : names) normal.insert(NormalName(name));
  const auto is_there = [&](const std::string& name) { return normal.count(NormalName(name)) > 0; };
  return !mapping.needs.empty() &&
         std::all_of(mapping.needs.begin(), mapping.needs.end(),
                     [&](const std::vector<std::string>& aliases) {
                       return std::any_of(aliases.begin(), aliases.end(), is_there);
                     });
}

const Format* FormatOfColumns(const std::vector<std::string>& names) {
  for (const Format& format : Catalog()) {
    if (format.is_csv() && Fits(format.mapping, names)) return &format;
  }
  return nullptr;
}

std::string ListFormats() {
  std::vector<std::string> names;
  for (const Format& format : Catalog()) names.push_back(format.name);
  std::sort(names.begin(), names.end());
  std::string list;
  for (const std::string& name : names) absl::StrAppend(&list, list.empty() ? "" : ", ", name);
  return list;
}

}  // namespace voc::formats
