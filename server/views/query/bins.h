#ifndef VOC_SERVER_VIEWS_QUERY_BINS_H_
#define VOC_SERVER_VIEWS_QUERY_BINS_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "server/views/query/cell.h"

namespace voc::views {

// How many of `count` masks are 1; the others are 0.
size_t CountSelected(const uint8_t* selected, size_t count);

// How many selected rows have each bin (see Sample); 1 in `selected` means
// selected, 0 not. A bin beyond the last counts in the last.
std::array<int64_t, kCellBins> CountBins(const uint8_t* bins, const uint8_t* selected,
                                         size_t count);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_BINS_H_
