#ifndef VOC_CLIENT_FORMATS_BUILT_IN_MAPS_H_
#define VOC_CLIENT_FORMATS_BUILT_IN_MAPS_H_

#include <string_view>
#include <vector>

namespace voc::formats {

// The text of every file of maps/, in the order of their names.
const std::vector<std::string_view>& BuiltInMaps();

}  // namespace voc::formats

#endif  // VOC_CLIENT_FORMATS_BUILT_IN_MAPS_H_
