#ifndef VOC_CLIENT_FORMATS_GIVEN_H_
#define VOC_CLIENT_FORMATS_GIVEN_H_

#include <string>
#include <string_view>

namespace voc::formats {

// What is said of a file beside its mapping; empty where nothing is.
struct Given {
  // Of records that name no source.
  std::string source_id;
  // IANA name, of times without a zone.
  std::string zone;
};

// The text of a mapping that reads a file as `map` does with `given` beside it. A zone
// that the mapping has stays.
std::string WithGiven(std::string_view map, const Given& given);

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_GIVEN_H_
