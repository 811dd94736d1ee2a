#include "server/views/facts/fact.h"

namespace voc::views {

FactBuffer::FactBuffer(size_t capacity_rows, ColumnSet columns) : capacity_(capacity_rows) {
#define VOC_COLUMN(type, name) \
  if (columns & Bit(Column::name)) name = std::make_unique_for_overwrite<type[]>(capacity_rows);
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
}

void FactBuffer::Append(const Fact& fact) {
#define VOC_COLUMN(type, name) name[size_] = fact.name;
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  ++size_;
}

Fact FactBuffer::Row(size_t index) const {
  Fact fact;
#define VOC_COLUMN(type, name) fact.name = name[index];
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  return fact;
}

FactSpan FactBuffer::Span(size_t size) const {
  FactSpan span;
  span.size = size;
#define VOC_COLUMN(type, name) span.name = name.get();
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  return span;
}

}  // namespace voc::views
