#ifndef VOC_SERVER_VIEWS_QUERY_LANES_H_
#define VOC_SERVER_VIEWS_QUERY_LANES_H_

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace voc::views {

// The bytes of sixteen rows, worked on at once on any machine that has registers
// for it.
using Lanes = uint8_t __attribute__((vector_size(16)));
inline constexpr size_t kLanes = sizeof(Lanes);

inline Lanes LoadLanes(const uint8_t* from) {
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof lanes);
  return lanes;
}

inline void StoreLanes(const Lanes& lanes, uint8_t* to) { std::memcpy(to, &lanes, sizeof lanes); }

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_LANES_H_
