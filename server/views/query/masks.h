#ifndef VOC_SERVER_VIEWS_QUERY_MASKS_H_
#define VOC_SERVER_VIEWS_QUERY_MASKS_H_

#include <cstddef>
#include <cstdint>

#include "server/views/facts/dictionary.h"

namespace voc::views {

// Masks have a byte a row: 1 where it is selected, else 0.

// Keeps selected the rows with column & mask == value.
void KeepWhere(const uint8_t* column, uint8_t mask, uint8_t value, uint8_t* selected, size_t count);

// Keeps selected the rows with column == value.
void KeepWhere(const Ordinal* column, Ordinal value, uint8_t* selected, size_t count);

// Keeps selected the rows whose ordinal has a 1 in the lowest bit of `table`, which
// every ordinal of the column is within. Returns the `table` bytes of the rows that
// were selected, ORed.
uint8_t KeepWhereTable(const Ordinal* column, const uint8_t* table, uint8_t* selected,
                       size_t count);

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_MASKS_H_
