#ifndef VOC_CLIENT_FORMATS_CATALOG_H_
#define VOC_CLIENT_FORMATS_CATALOG_H_

#include <string>
#include <string_view>
#include <vector>

#include "client/formats/mapping.h"

namespace voc::formats {

// A format that is built in.
struct Format {
  // "qualtrics-csv"
  std::string name;
  // Its mapping as text: what --explain writes begins with it.
  std::string_view text;
  Mapping mapping;

  bool is_csv() const { return std::string_view(name).ends_with("-csv"); }
};

// Every format there is a mapping for, in the order in which they are tried: what
// needs more columns stands before what needs fewer.
const std::vector<Format>& Catalog();

// nullptr if there is none.
const Format* FindFormat(std::string_view name);

// The format of CSV files whose first row is `names`; nullptr if none fits.
const Format* FormatOfColumns(const std::vector<std::string>& names);

// Whether each column that `mapping` needs is among `names`, under any of its names.
// Always false for a mapping that needs none.
bool Fits(const Mapping& mapping, const std::vector<std::string>& names);

// "brandwatch-json, chatwoot-csv, ..."
std::string ListFormats();

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_CATALOG_H_
