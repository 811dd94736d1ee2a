#ifndef VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_FAKE_FACTS_H_
#define VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_FAKE_FACTS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

#include "server/views/facts/fact_source.h"

namespace voc::views {

// Facts in memory, in blocks of a size to choose. Hands out only the columns that
// were asked for.
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
  void set_top_boxes(const TopBoxes* boxes) { top_boxes_ = boxes; }
  const TopBoxes* top_boxes() const override { return top_boxes_; }

  size_t block_count() const override { return blocks_.size(); }

  std::unique_ptr<BlockReader> NewReader() const override {
    return std::make_unique<Reader>(blocks_);
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

  class Reader final : public BlockReader {
   public:
    explicit Reader(const std::vector<Block>& blocks) : blocks_(&blocks) {}

    void Open(size_t block) override {
      block_ = &(*blocks_)[block];
      span_ = {};
      span_.size = block_->facts.size();
      span_.first_time = block_->first;
      span_.last_time = block_->last;
      span_.sorted = std::is_sorted(block_->facts.collected_at.get(),
                                    block_->facts.collected_at.get() + span_.size);
    }

    absl::Status Load(ColumnSet columns) override {
      const FactSpan all = block_->facts.Span(span_.size);
      span_.live = block_->live.data();
#define VOC_COLUMN(type, name) \
  if ((columns & Bit(Column::name)) != 0) span_.name = all.name;
      VOC_FACT_COLUMNS(VOC_COLUMN)
#undef VOC_COLUMN
      return absl::OkStatus();
    }

   private:
    const std::vector<Block>* blocks_;
    const Block* block_ = nullptr;
  };

  const size_t block_rows_;
  const TopBoxes* top_boxes_ = nullptr;
  uint64_t sequence_ = 0;
  std::vector<Block> blocks_;
};

}  // namespace voc::views

#endif  // VOC_TESTS_UNIT_SERVER_VIEWS_QUERY_FAKE_FACTS_H_
