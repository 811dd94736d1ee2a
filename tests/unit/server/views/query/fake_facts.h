#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_FAKE_FACTS_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_FAKE_FACTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "server/views/facts/fact_source.h"

namespace voc::views {

// Facts in memory, in blocks of a size to choose. Hands out only the columns that
// were asked for, and only blocks that reach into the range.
class FakeFacts final : public FactSource {
 public:
  explicit FakeFacts(size_t block_rows = 100) : block_rows_(block_rows) {}

  void Add(const Fact& fact, bool live = true) {
    if (blocks_.empty() || blocks_.back().facts.full()) blocks_.emplace_back(block_rows_);
    Block& block = blocks_.back();
    block.facts.Append(fact);
    block.live.push_back(live ? 1 : 0);
    block.first = std::min(block.first, fact.collected_at);
    block.last = std::max(block.last, fact.collected_at);
  }

  void set_sequence(uint64_t sequence) { sequence_ = sequence; }

  absl::Status Scan(ColumnSet columns, TimeRange range,
                    absl::FunctionRef<absl::Status(const FactSpan&)> visit) const override {
    for (const Block& block : blocks_) {
      if (block.last < range.start || block.first >= range.end) continue;
      FactSpan span = block.facts.Span(block.facts.size());
      span.live = block.live.data();
#define VOC_COLUMN(type, name) \
  if ((columns & Bit(Column::name)) == 0) span.name = nullptr;
      VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
      if (absl::Status status = visit(span); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

  uint64_t sequence() const override { return sequence_; }

 private:
  struct Block {
    explicit Block(size_t rows) : facts(rows) {}

    FactBuffer facts;
    std::vector<uint8_t> live;
    base::TimeNs first = TimeRange().end;
    base::TimeNs last = TimeRange().start;
  };

  const size_t block_rows_;
  uint64_t sequence_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_FAKE_FACTS_H_
