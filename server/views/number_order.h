#ifndef VOC_SERVER_VIEWS_NUMBER_ORDER_H_
#define VOC_SERVER_VIEWS_NUMBER_ORDER_H_

#include <cstdint>
#include <vector>

namespace voc::views {

// A row, and the number that it is put in order by.
struct Numbered {
  uint64_t number = 0;
  uint32_t row = 0;
};

// By number, smallest first; rows of the same number stay in the order they were
// in. A radix sort: a pass for every byte in which the numbers differ, so that what
// is dense or narrow takes few, and no comparison to mispredict.
void SortByNumber(std::vector<Numbered>& rows);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_NUMBER_ORDER_H_
