#include "server/views/query/text_facts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/views/query/chunk.h"

namespace voc::views {
namespace {

class KeptFacts final : public FactSource {
 public:
  // `source` outlives this.
  explicit KeptFacts(const FactSource* source) : source_(source) {}

  void Add(const Fact& fact) {
    if (buffers_.empty() || buffers_.back().full()) buffers_.emplace_back(kChunkRows);
    buffers_.back().Append(fact);
    ++size_;
  }

  size_t size() const { return size_; }

  size_t block_count() const override { return buffers_.size(); }

  std::unique_ptr<BlockReader> NewReader() const override {
    return std::make_unique<Reader>(buffers_);
  }

  uint64_t sequence() const override { return source_->sequence(); }
  const TopBoxes* top_boxes() const override { return source_->top_boxes(); }

 private:
  // Everything is loaded, and bounds are not known.
  class Reader final : public BlockReader {
   public:
    explicit Reader(const std::vector<FactBuffer>& buffers) : buffers_(&buffers) {}

    void Open(size_t block) override {
      const FactBuffer& buffer = (*buffers_)[block];
      span_ = buffer.Span(buffer.size());
    }
    absl::Status Load(ColumnSet) override { return absl::OkStatus(); }

   private:
    const std::vector<FactBuffer>* buffers_;
  };

  const FactSource* const source_;
  std::vector<FactBuffer> buffers_;
  size_t size_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<FactSource>> FactsWithText(const FactSource& source,
                                                          const CompiledFilter& filter,
                                                          const FeedbackReader& reader) {
  auto kept = std::make_unique<KeptFacts>(&source);
  std::vector<uint8_t> selected(kChunkRows);
  std::vector<uint64_t> events;
  std::vector<size_t> rows;
  const auto visit_chunk = [&](const FactSpan& chunk) -> absl::Status {
    filter.Select(chunk, selected.data());
    events.clear();
    rows.clear();
    for (size_t row = 0; row < chunk.size; ++row) {
      if (!selected[row]) continue;
      events.push_back(chunk.event_sequence[row]);
      rows.push_back(row);
    }
    if (rows.empty()) return absl::OkStatus();
    return reader.Read(events, [&](size_t index, const v1::Feedback& feedback) -> absl::Status {
      if (!filter.MatchesText(feedback)) return absl::OkStatus();
      if (kept->size() == kMaxTextFacts) {
        return absl::ResourceExhaustedError(
            absl::StrCat("text_contains is in more than ", kMaxTextFacts,
                         " feedback: choose a shorter interval or a narrower filter"));
      }
      kept->Add(RowOf(chunk, rows[index]));
      return absl::OkStatus();
    });
  };
  const absl::Status status = source.Scan(kAllColumns, filter.range(), [&](const FactSpan& span) {
    return ForEachChunk(span, visit_chunk);
  });
  if (!status.ok()) return status;
  return std::unique_ptr<FactSource>(std::move(kept));
}

}  // namespace voc::views
