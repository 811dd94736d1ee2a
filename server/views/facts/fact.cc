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

Fact RowOf(const FactSpan& span, size_t row) {
  Fact fact;
#define VOC_COLUMN(type, name) fact.name = span.name[row];
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  return fact;
}

Fact FactBuffer::Row(size_t index) const { return RowOf(Span(size_), index); }

FactSpan FactBuffer::Span(size_t size) const {
  FactSpan span;
  span.size = size;
#define VOC_COLUMN(type, name) span.name = name.get();
  VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
  return span;
}

}  // namespace voc::views
