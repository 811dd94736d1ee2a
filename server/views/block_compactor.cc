#include "server/views/block_compactor.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <set>
#include <tuple>
#include <utility>

namespace voc::views {
namespace {

bool IsHeld(const std::weak_ptr<const std::vector<Block>>& list) { return !list.expired(); }

// The blocks of one run that was not merged yet, in order of time.
using Run = std::vector<Block>;

// The first kRunsToMerge runs not merged yet that belong together, oldest first;
// none if there are too few. Runs that follow each other in time are left alone:
// a merge would change nothing but their names.
std::vector<Run> RunsToMerge(const std::vector<Block>& blocks) {
  std::vector<Run> runs;
  double apart = 0;  // ns of all runs
  base::TimeNs first = std::numeric_limits<base::TimeNs>::max();
  base::TimeNs last = std::numeric_limits<base::TimeNs>::min();
  for (size_t i = 0; i < blocks.size();) {
    Run run;
    for (; i < blocks.size() && (run.empty() || blocks[i].run == run.front().run); ++i) {
      run.push_back(blocks[i]);
    }
    if (IsMerged(run.front())) continue;
    first = std::min(first, run.front().first_time);
    last = std::max(last, run.back().last_time);
    apart +=
        static_cast<double>(run.back().last_time) - static_cast<double>(run.front().first_time);
    runs.push_back(std::move(run));
    if (runs.size() < kRunsToMerge) continue;
    constexpr double kOverlap = 1.5;  // of the time they span together
    if (apart > kOverlap * (static_cast<double>(last) - static_cast<double>(first))) return runs;
    runs.clear();
    apart = 0;
    first = std::numeric_limits<base::TimeNs>::max();
    last = std::numeric_limits<base::TimeNs>::min();
  }
  return {};
}

}  // namespace

// A merge that is under way.
class BlockCompactor::Merge {
 public:
  Merge(const store::ViewStore& store, const std::vector<Run>& runs, DeathSet::Snapshot deaths)
      : store_(store), deaths_(std::move(deaths)), out_(kBlockRows) {
    for (const Run& run : runs) {
      old_.insert(old_.end(), run.begin(), run.end());
      // Runs have the name of their newest event; the merged one takes over the
      // newest name.
      name_ = std::max(name_, run.front().run);
      cursors_.push_back(std::make_unique<Cursor>(run));
    }
  }

  // Makes one block. Returns whether that was the last.
  absl::StatusOr<bool> MakeBlock() {
    while (!out_.full()) {
      Cursor* next = nullptr;
      for (const std::unique_ptr<Cursor>& cursor : cursors_) {
        if (absl::Status status = SkipDead(*cursor); !status.ok()) return status;
        if (!cursor->AtEnd() && (next == nullptr || cursor->Before(*next))) next = cursor.get();
      }
      if (next == nullptr) break;
      out_.Append(next->rows.Row(next->row++));
    }
    if (out_.size() == 0) return true;
    const bool is_last = !out_.full();
    AddBlockOf(out_);
    out_.set_size(0);
    return is_last;
  }

  // What is to be installed: the new blocks, the old ones retired.
  store::RunSet TakeRuns() {
    for (const Block& block : old_) RetireBlock(block, runs_);
    return std::move(runs_);
  }

  const std::vector<Block>& old_blocks() const { return old_; }
  const std::vector<Block>& new_blocks() const { return new_; }

 private:
  struct Cursor {
    explicit Cursor(Run of) : run(std::move(of)), rows(kBlockRows) {}

    bool AtEnd() const { return row == rows.size() && block == run.size(); }
    bool Before(const Cursor& other) const {
      return std::tuple(rows.collected_at[row], rows.event_sequence[row]) <
             std::tuple(other.rows.collected_at[other.row], other.rows.event_sequence[other.row]);
    }

    const Run run;
    size_t block = 0;  // the next to load
    FactBuffer rows;   // of the one before it
    size_t row = 0;
  };

  // Goes on to a row that lives, or to the end.
  absl::Status SkipDead(Cursor& cursor) {
    while (true) {
      while (cursor.row < cursor.rows.size() &&
             deaths_.Contains(cursor.rows.event_sequence[cursor.row])) {
        ++cursor.row;
      }
      if (cursor.row < cursor.rows.size() || cursor.block == cursor.run.size()) {
        return absl::OkStatus();
      }
      if (absl::Status loaded = LoadBlock(store_, cursor.run[cursor.block++], cursor.rows);
          !loaded.ok()) {
        return loaded;
      }
      cursor.row = 0;
    }
  }

  void AddBlockOf(const FactBuffer& rows) {
    const size_t last = rows.size() - 1;
    const auto [oldest, newest] =
        std::minmax_element(rows.event_sequence.get(), rows.event_sequence.get() + rows.size());
    new_.push_back({.run = name_,
                    .number = kFirstMergedBlock + static_cast<uint32_t>(new_.size()),
                    .rows = static_cast<uint32_t>(rows.size()),
                    .first_time = rows.collected_at[0],
                    .last_time = rows.collected_at[last],
                    .first_event = *oldest,
                    .last_event = *newest});
    AddBlock(new_.back(), rows, runs_);
  }

  const store::ViewStore& store_;
  const DeathSet::Snapshot deaths_;
  std::vector<Block> old_;
  std::vector<std::unique_ptr<Cursor>> cursors_;
  store::Sequence name_ = 0;
  FactBuffer out_;
  store::RunSet runs_;
  std::vector<Block> new_;
};

BlockCompactor::BlockCompactor(store::ViewStore* store, BlockStore* kept)
    : store_(store), kept_(kept) {}

BlockCompactor::~BlockCompactor() = default;

void BlockCompactor::AddRetired(std::vector<Block> blocks) {
  if (!blocks.empty()) retired_.push_back({std::move(blocks), {}});
}

void BlockCompactor::Replaced(const List& list) {
  std::erase_if(replaced_, [](const auto& one) { return one.expired(); });
  replaced_.push_back(list);
}

bool BlockCompactor::HasWork(const std::vector<Block>& blocks) const {
  const auto is_free = [](const Retired& one) {
    return std::none_of(one.readers.begin(), one.readers.end(), IsHeld);
  };
  return merge_ != nullptr || std::any_of(retired_.begin(), retired_.end(), is_free) ||
         !RunsToMerge(blocks).empty();
}

absl::StatusOr<BlockCompactor::List> BlockCompactor::Step(const List& current,
                                                          const DeathSet::Snapshot& deaths) {
  if (absl::Status removed = RemoveRetired(); !removed.ok()) return removed;
  if (merge_ == nullptr) {
    const std::vector<Run> runs = RunsToMerge(*current);
    if (runs.empty()) return List();
    merge_ = std::make_unique<Merge>(*store_, runs, deaths);
  }
  const absl::StatusOr<bool> is_done = merge_->MakeBlock();
  if (is_done.ok() && !*is_done) return List();
  const std::unique_ptr<Merge> merge = std::move(merge_);
  if (!is_done.ok()) return is_done.status();
  if (absl::Status status = store_->Install(merge->TakeRuns()); !status.ok()) return status;
  std::set<std::tuple<store::Sequence, uint32_t>> gone;
  for (const Block& block : merge->old_blocks()) gone.emplace(block.run, block.number);
  auto next = std::make_shared<std::vector<Block>>(merge->new_blocks());
  for (const Block& block : *current) {
    if (!gone.contains({block.run, block.number})) next->push_back(block);
  }
  Replaced(current);
  retired_.push_back({merge->old_blocks(), replaced_});
  return List(std::move(next));
}

absl::Status BlockCompactor::RemoveRetired() {
  for (auto one = retired_.begin(); one != retired_.end();) {
    std::erase_if(one->readers, [](const auto& list) { return list.expired(); });
    if (!one->readers.empty()) {
      ++one;
      continue;
    }
    store::RunSet runs;
    for (const Block& block : one->blocks) RemoveBlock(block, runs);
    if (absl::Status status = store_->Install(std::move(runs)); !status.ok()) return status;
    for (const Block& block : one->blocks) kept_->Forget(block);
    one = retired_.erase(one);
  }
  return absl::OkStatus();
}

}  // namespace voc::views
