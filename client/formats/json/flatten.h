#ifndef VOC_CLIENT_FORMATS_JSON_FLATTEN_H_
#define VOC_CLIENT_FORMATS_JSON_FLATTEN_H_

#include <set>
#include <string>
#include <vector>

#include "client/formats/json/value.h"
#include "client/formats/mapping.h"

namespace voc::formats::json {

// A record as a row: what it holds, by path. Names and texts are alike in number.
struct Row {
  std::vector<std::string> names;
  std::vector<std::string> texts;
};

// The lists whose elements `mapping` reads one by one, as paths without numbers
// ("answers", "comments"): those of "each", and those that a column counts into
// ("comments[0].text").
std::set<std::string> ListsOf(const Mapping& mapping);

// The columns of `record`: members by dotted path ("person.email"), null and empty
// lists and objects with an empty text. The elements of the lists that `one_by_one`
// names, compared as NormalName() does, stand below "answers[0]"; of other lists the
// scalars are joined to one text with ", ", those within objects by where they stand
// ("tags[].name").
Row Flatten(const Value& record, const std::set<std::string>& one_by_one);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_FLATTEN_H_
