#include "server/views/reader/feedback_scan.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/views/reader/stored_event.h"

namespace voc::views {
namespace {

// Until the size of records is known; the largest take megabytes.
constexpr size_t kFirstReadRows = 64;
// Each pass selects so many times the rows of the one before: a page that a text
// filter thins out should not take a pass a row.
constexpr size_t kPassGrowth = 4;

}  // namespace

FeedbackScan::FeedbackScan(std::shared_ptr<const FactSource> facts, const v1::Filter& filter,
                           const Dictionaries& dictionaries, const store::EventLog& log,
                           std::optional<Position> after, size_t first_rows)
    : facts_(std::move(facts)),
      filter_(filter, dictionaries),
      log_(log),
      after_(after),
      pass_rows_(std::clamp<size_t>(first_rows, 1, kMaxSelectedRows)),
      read_rows_(kFirstReadRows) {
  filter_.RequireFeedback();
}

absl::StatusOr<std::vector<FeedbackScan::Row>> FeedbackScan::Next(size_t max_rows,
                                                                  size_t max_bytes) {
  std::vector<Row> rows;
  size_t bytes = 0;
  size_t records = 0;
  while (rows.size() < max_rows && bytes < max_bytes && records < kMaxStepRecords) {
    if (next_ == selected_.size()) {
      if (last_pass_) break;
      absl::Status selected = SelectMore();
      if (!selected.ok()) return selected;
      continue;
    }
    const size_t wanted = filter_.needs_text() ? read_rows_ : max_rows - rows.size();
    absl::StatusOr<std::vector<std::string>> payloads = ReadMore(wanted);
    if (!payloads.ok()) return payloads.status();
    for (const std::string& payload : *payloads) {
      if (rows.size() == max_rows || bytes >= max_bytes) break;
      ++records;
      absl::StatusOr<storage::v1::FeedbackEvent> event = ParseEvent(payload);
      if (!event.ok()) return event.status();
      const Position position = selected_[next_++].position;
      if (filter_.needs_text() && !filter_.MatchesText(event->feedback())) continue;
      bytes += payload.size();
      rows.push_back(Row{.position = position, .feedback = std::move(*event->mutable_feedback())});
    }
  }
  return rows;
}

absl::Status FeedbackScan::SelectMore() {
  absl::StatusOr<std::vector<Selected>> selected =
      SelectNewest(*facts_, filter_, after_, pass_rows_);
  if (!selected.ok()) return selected.status();
  selected_ = *std::move(selected);
  next_ = 0;
  last_pass_ = selected_.size() < pass_rows_;
  if (!selected_.empty()) after_ = selected_.back().position;
  pass_rows_ = std::min(pass_rows_ * kPassGrowth, kMaxSelectedRows);
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> FeedbackScan::ReadMore(size_t rows) {
  const size_t count = std::min({rows, read_rows_, selected_.size() - next_});
  std::vector<store::Sequence> sequences;
  sequences.reserve(count);
  for (size_t i = 0; i < count; ++i) sequences.push_back(selected_[next_ + i].event_sequence);
  absl::StatusOr<std::vector<std::string>> payloads = log_.ReadMany(sequences);
  if (!payloads.ok()) return payloads;
  size_t bytes = 0;
  for (const std::string& payload : *payloads) bytes += payload.size();
  read_rows_ =
      std::clamp<size_t>(kTargetReadBytes * count / std::max<size_t>(bytes, 1), 1, kMaxReadRows);
  return payloads;
}

}  // namespace voc::views
