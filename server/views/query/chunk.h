#ifndef VOC_SERVER_VIEWS_QUERY_CHUNK_H_
#define VOC_SERVER_VIEWS_QUERY_CHUNK_H_

#include <algorithm>
#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "server/views/facts/fact.h"

namespace voc::views {

// Rows evaluated at once: their masks and row numbers stay in the first cache.
inline constexpr size_t kChunkRows = 4'096;

// Calls `visit` with consecutive pieces of at most kChunkRows rows of `span`.
// Stops at the first error.
inline absl::Status ForEachChunk(const FactSpan& span,
                                 absl::FunctionRef<absl::Status(const FactSpan&)> visit) {
  for (size_t begin = 0; begin < span.size; begin += kChunkRows) {
    FactSpan chunk = span;
    chunk.size = std::min(kChunkRows, span.size - begin);
    if (chunk.live != nullptr) chunk.live += begin;
#define VOC_COLUMN(type, name) \
  if (chunk.name != nullptr) chunk.name += begin;
    VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
    if (absl::Status status = visit(chunk); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_CHUNK_H_
