#ifndef VOC_SERVER_VIEWS_QUERY_SCALE_CODE_H_
#define VOC_SERVER_VIEWS_QUERY_SCALE_CODE_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "server/views/facts/top_boxes.h"

namespace voc::views {

// Scale, direction and top box in one byte: answers of different ones are never averaged.
// 0 where the metric has but one.
using ScaleCode = uint8_t;
inline constexpr size_t kScaleCodes = 64;

// Below this: points and direction, with the scale's own top box.
inline constexpr size_t kPlainScaleCodes = 32;
// From there on: CSAT scales with another one.
inline constexpr std::array<TopBox, 17> kTopBoxCodes = {{{3, 2},
                                                         {5, 1},
                                                         {5, 3},
                                                         {5, 4},
                                                         {7, 1},
                                                         {7, 3},
                                                         {7, 4},
                                                         {7, 5},
                                                         {7, 6},
                                                         {10, 1},
                                                         {10, 3},
                                                         {10, 4},
                                                         {10, 5},
                                                         {10, 6},
                                                         {10, 7},
                                                         {10, 8},
                                                         {10, 9}}};
static_assert(kPlainScaleCodes + kTopBoxCodes.size() <= kScaleCodes);

constexpr int ScalePoints(ScaleCode code) {
  return code < kPlainScaleCodes ? code >> 1 : kTopBoxCodes[code - kPlainScaleCodes].points;
}
constexpr bool LowIsGood(ScaleCode code) { return code < kPlainScaleCodes && (code & 1) != 0; }
// How many of the best points count as satisfied; 0 for as many as the scale says.
constexpr int TopOf(ScaleCode code) {
  return code < kPlainScaleCodes ? 0 : kTopBoxCodes[code - kPlainScaleCodes].top;
}

// The code of a scale with a top box of its own; 0 if it is the scale's, or there is no such scale.
constexpr ScaleCode CodeOf(TopBox box) {
  for (size_t i = 0; i < kTopBoxCodes.size(); ++i) {
    if (kTopBoxCodes[i].points == box.points && kTopBoxCodes[i].top == box.top) {
      return static_cast<ScaleCode>(kPlainScaleCodes + i);
    }
  }
  return 0;
}

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_SCALE_CODE_H_
