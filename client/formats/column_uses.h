#ifndef VOC_CLIENT_FORMATS_COLUMN_USES_H_
#define VOC_CLIENT_FORMATS_COLUMN_USES_H_

#include <string>
#include <vector>

#include "client/formats/mapper.h"

namespace voc::formats {

inline constexpr char kNotTaken[] = "not taken";

// Of every column of `mapper`, in words for people, what is taken from it: "score of
// \"Q1\", account_id", "property plan", "whether it counts", kNotTaken.
std::vector<std::string> ColumnUses(const Mapper& mapper);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_COLUMN_USES_H_
