#include "server/imports/undoing.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/ingest/feedback_key.h"
#include "server/ingest/import_trace.h"
#include "server/ingest/log_record.h"
#include "storage/base/status_details.h"

namespace voc::imports {
namespace {

// What is being committed wakes us; this only guards against a lost wake.
constexpr base::TimeNs kAwaitReplyNs = base::kNsPerSecond;

}  // namespace

Undoing::Undoing(Environment environment, std::string import_id, bool redo,
                 std::shared_ptr<void> running)
    : environment_(std::move(environment)),
      import_id_(std::move(import_id)),
      redo_(redo),
      running_(std::move(running)) {}

Undoing::~Undoing() = default;

absl::StatusOr<subscribe::Step<Progress>> Undoing::Next() {
  absl::StatusOr<subscribe::Step<Progress>> step = MakeStep();
  // Before the caller hears of it, and asks for another.
  if (!step.ok() || step->last) running_.reset();
  return step;
}

absl::StatusOr<subscribe::Step<Progress>> Undoing::MakeStep() {
  if (absl::Status taken = TakeReply(); !taken.ok()) return taken;
  subscribe::Step<Progress> step;
  if (progress_.import.has_value()) {
    step.messages.push_back(progress_);
    step.last = true;
    return step;
  }
  const bool read_all = phase_ != Phase::kBegin && next_ > end_;
  bool handed_over = true;
  if (phase_ == Phase::kBegin) {
    handed_over = SubmitMove();
  } else if (BatchIsFull() || (read_all && !batch_.empty())) {
    handed_over = SubmitBatch();
  } else if (!read_all) {
    if (absl::Status read = ReadSome(); !read.ok()) return read;
  } else {
    if (!pending_.under_way()) phase_ = Phase::kEnd;
    handed_over = SubmitMove();
  }
  if (!handed_over || phase_ != Phase::kRead) {
    step.delay_ns = pending_.under_way() ? kAwaitReplyNs : kRetryInterval;
  }
  const base::TimeNs now = environment_.steady->Now();
  if (phase_ != Phase::kBegin &&
      (!last_progress_.has_value() || now - *last_progress_ >= kProgressInterval)) {
    last_progress_ = now;
    step.messages.push_back(progress_);
  }
  return step;
}

absl::Status Undoing::Begin(const storage::v1::Note& note) {
  next_ = std::max<store::Sequence>(note.first_sequence(), environment_.log->oldest());
  // A redo of one that goes on: what a cut-off undo took out lies before now.
  end_ = note.last_sequence() != 0 ? note.last_sequence() : environment_.log->newest();
  progress_.records = next_ <= end_ ? static_cast<int64_t>(end_ - next_ + 1) : 0;
  phase_ = Phase::kRead;
  return absl::OkStatus();
}

absl::Status Undoing::ReadSome() {
  const std::unique_ptr<store::LogReader> reader = environment_.log->ReadFrom(next_);
  size_t bytes = 0;
  for (int64_t read = 0;
       read < kMaxStepRecords && bytes < kTargetStepBytes && next_ <= end_ && !BatchIsFull();
       ++read) {
    if (!reader->Next()) {
      if (!reader->status().ok()) return reader->status();
      return absl::DataLossError(absl::StrCat("the log ends before event ", end_));
    }
    bytes += reader->payload().size();
    Consider(reader->sequence(), reader->payload());
    next_ = reader->sequence() + 1;
    ++progress_.records_done;
  }
  return absl::OkStatus();
}

void Undoing::Consider(store::Sequence sequence, std::string_view payload) {
  // Quick: the id stands in what the import did, byte by byte.
  if (payload.find(import_id_) == std::string_view::npos) return;
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  if (!ingest::ParseRecord(payload, *event) || event->has_note() ||
      !ingest::BeginsRun(*event, import_id_)) {
    return;
  }
  bytes_ += payload.size();
  batch_.push_back({.id = ingest::FeedbackIdOf(event->feedback()),
                    .import_id = import_id_,
                    .read = std::move(event),
                    .read_sequence = sequence,
                    .redo = redo_});
}

bool Undoing::SubmitBatch() {
  if (pending_.under_way()) return false;
  std::vector<ingest::Command> commands(batch_.begin(), batch_.end());
  if (!Submit(std::move(commands), bytes_)) return false;
  batch_.clear();
  bytes_ = 0;
  return true;
}

bool Undoing::SubmitMove() {
  if (pending_.under_way()) return false;
  using To = ingest::MoveImport::To;
  const bool begins = phase_ == Phase::kBegin;
  const To end = redo_ ? To::kRedone : To::kUndone;
  const To begin = redo_ ? To::kUnmoved : To::kEnded;
  std::vector<ingest::Command> commands;
  commands.emplace_back(
      ingest::NoteCommand{ingest::MoveImport{.import_id = import_id_, .to = begins ? begin : end}});
  return Submit(std::move(commands), import_id_.size());
}

bool Undoing::Submit(std::vector<ingest::Command> commands, size_t bytes) {
  // Where it is refused: a server that drains ends the call.
  return pending_.Start(environment_.submit, std::move(commands), bytes, wake());
}

absl::Status Undoing::TakeReply() {
  auto taken = pending_.Take();
  if (!taken.has_value()) return absl::OkStatus();
  if (!taken->ok()) return taken->status();
  const std::vector<ingest::CommandResult> results = **std::move(taken);
  if (phase_ != Phase::kRead) {
    const ingest::CommandResult& moved = results.front();
    if (!moved.status.ok()) return moved.status;
    if (phase_ == Phase::kBegin) return Begin(*moved.note);
    progress_.import = moved.note->import();
    return absl::OkStatus();
  }
  for (const ingest::CommandResult& result : results) {
    if (absl::Status counted = Count(result); !counted.ok()) return counted;
  }
  return absl::OkStatus();
}

absl::Status Undoing::Count(const ingest::CommandResult& result) {
  if (!result.status.ok()) return result.status;
  if (redo_) {
    progress_.restored += result.appended ? 1 : 0;
  } else if (!result.out) {
    ++progress_.changed_since;
  } else if (result.event->import_trace().state_sequence() == 0) {
    // Also what a call that was cut off did.
    ++progress_.excluded;
  } else {
    ++progress_.restored;
  }
  return absl::OkStatus();
}

}  // namespace voc::imports
