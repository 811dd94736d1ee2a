#ifndef VOC_SERVER_INGEST_IMPORT_ID_H_
#define VOC_SERVER_INGEST_IMPORT_ID_H_

#include <algorithm>
#include <string_view>

#include "server/ingest/limits.h"

namespace voc::ingest {

inline constexpr std::string_view kImportIdRule = "must have 1 to 64 bytes of a-z, 0-9 and -";

// Whether an import may have this id.
inline bool IsImportId(std::string_view id) {
  return !id.empty() && id.size() <= kMaxImportIdBytes &&
         std::all_of(id.begin(), id.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
         });
}

}  // namespace voc::ingest

#endif  // VOC_SERVER_INGEST_IMPORT_ID_H_
