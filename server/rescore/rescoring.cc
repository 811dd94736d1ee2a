#include "server/rescore/rescoring.h"

#include <algorithm>
#include <span>
#include <utility>

#include "server/ingest/annotation.h"
#include "server/ingest/decide_rescore.h"
#include "server/ingest/feedback_key.h"
#include "server/views/reader/stored_event.h"

namespace voc::rescore {
namespace {

// Until the size of records is known; the largest take megabytes.
constexpr size_t kFirstReadTexts = 16;
// A batch that is being committed wakes us; this only guards against a lost wake.
constexpr base::TimeNs kAwaitReplyNs = base::kNsPerSecond;

// No rule on sentiment asks what a respondent answered before.
absl::StatusOr<std::optional<int32_t>> NoScore(const v1::Feedback&) { return std::nullopt; }

}  // namespace

Rescoring::Rescoring(Environment environment, bool apply, std::shared_ptr<void> running)
    : environment_(std::move(environment)),
      apply_(apply),
      running_(std::move(running)),
      read_texts_(kFirstReadTexts) {}

Rescoring::~Rescoring() = default;

absl::StatusOr<subscribe::Step<v1::RescoreResponse>> Rescoring::Next() {
  absl::StatusOr<subscribe::Step<v1::RescoreResponse>> step = MakeStep();
  // Before the caller hears of it, and asks for another.
  if (!step.ok() || step->last) running_.reset();
  return step;
}

absl::StatusOr<subscribe::Step<v1::RescoreResponse>> Rescoring::MakeStep() {
  if (facts_ == nullptr) {
    if (absl::Status begun = Begin(); !begun.ok()) return begun;
  }
  if (absl::Status taken = TakeReply(); !taken.ok()) return taken;
  subscribe::Step<v1::RescoreResponse> step;
  const bool full = BatchIsFull() || (ReadAll() && !batch_.empty());
  if (full && !Submit()) {
    step.delay_ns = pending_.under_way() ? kAwaitReplyNs : kRetryInterval;
  } else if (!ReadAll()) {
    if (absl::Status heard = HearSome(); !heard.ok()) return heard;
  } else if (pending_.under_way()) {
    step.delay_ns = kAwaitReplyNs;
  } else {
    step.messages.push_back(Progress());
    *step.messages.emplace_back().mutable_report() = Report();
    step.last = true;
    return step;
  }
  const base::TimeNs now = environment_.steady->Now();
  if (!last_progress_.has_value() || now - *last_progress_ >= kProgressInterval) {
    last_progress_ = now;
    step.messages.push_back(Progress());
  }
  return step;
}

absl::Status Rescoring::Begin() {
  facts_ = environment_.views->Snapshot();
  reader_ = facts_->NewReader();
  blocks_ = facts_->block_count();
  total_ = environment_.views->stats().feedback;
  storage::v1::FeedbackEvent any_text;
  any_text.mutable_feedback()->mutable_response()->set_comment("a good day");
  versions_ = ingest::Hear(*environment_.annotator, any_text);
  return absl::OkStatus();
}

absl::StatusOr<bool> Rescoring::OpenBlock() {
  while (block_ < blocks_) {
    reader_->Open(block_++);
    const absl::Status loaded =
        reader_->Load(views::Bit(views::Column::event_sequence) | views::Bit(views::Column::flags));
    if (!loaded.ok()) return loaded;
    const views::FactSpan& span = reader_->span();
    texts_.clear();
    next_ = 0;
    for (size_t row = 0; row < span.size; ++row) {
      if (span.live != nullptr && span.live[row] == 0) continue;
      ++feedback_;
      if ((span.flags[row] & views::kHasText) != 0) texts_.push_back(span.event_sequence[row]);
    }
    // As they lie in the log.
    std::sort(texts_.begin(), texts_.end());
    if (!texts_.empty()) return true;
  }
  return false;
}

absl::Status Rescoring::HearSome() {
  if (next_ == texts_.size()) {
    const absl::StatusOr<bool> opened = OpenBlock();
    if (!opened.ok()) return opened.status();
    if (!*opened) return absl::OkStatus();
  }
  const size_t count =
      std::min({read_texts_, texts_.size() - next_, kMaxBatchTexts - batch_.size()});
  const std::span<const store::Sequence> sequences(texts_.data() + next_, count);
  const absl::StatusOr<std::vector<std::string>> payloads = environment_.log->ReadMany(sequences);
  if (!payloads.ok()) return payloads.status();
  size_t bytes = 0;
  for (size_t i = 0; i < count; ++i) {
    bytes += (*payloads)[i].size();
    const absl::Status heard = HearOne(sequences[i], (*payloads)[i]);
    if (!heard.ok()) return heard;
  }
  next_ += count;
  read_texts_ =
      std::clamp<size_t>(kTargetStepBytes * count / std::max<size_t>(bytes, 1), 1, kMaxStepTexts);
  return absl::OkStatus();
}

absl::Status Rescoring::HearOne(store::Sequence sequence, const std::string& payload) {
  absl::StatusOr<storage::v1::FeedbackEvent> parsed = views::ParseEvent(payload);
  if (!parsed.ok()) return parsed.status();
  ++heard_texts_;
  const v1::Annotation before = ingest::HeardIn(parsed->feedback());
  if (ingest::SameVersions(before, versions_)) {
    ++current_;
    tally_.AddKept(parsed->feedback());
    return absl::OkStatus();
  }
  v1::Annotation heard = ingest::Hear(*environment_.annotator, *parsed);
  if (ingest::SayTheSame(before, heard)) {
    ++same_;
    tally_.AddKept(parsed->feedback());
    return absl::OkStatus();
  }
  auto event = std::make_shared<storage::v1::FeedbackEvent>(*std::move(parsed));
  ingest::RescoreCommand command{.id = ingest::FeedbackIdOf(event->feedback()),
                                 .read = event,
                                 .read_sequence = sequence,
                                 .heard = std::move(heard)};
  if (apply_) {
    bytes_ += payload.size();
    batch_.push_back(std::move(command));
    return absl::OkStatus();
  }
  // What deciding it would come to.
  const ingest::Moment moment{.sequence = facts_->sequence() + 1, .now = environment_.clock->Now()};
  const absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> after =
      ingest::RescoredEvent(command, {.event = event.get(), .sequence = sequence}, moment, NoScore);
  if (!after.ok()) return after.status();
  if (!after->has_value()) {
    ++same_;
    tally_.AddKept(event->feedback());
    return absl::OkStatus();
  }
  ++changed_;
  tally_.AddChanged(event->feedback(), **after, moment.sequence);
  return absl::OkStatus();
}

bool Rescoring::Submit() {
  if (pending_.under_way()) return false;
  std::vector<ingest::Command> commands(batch_.begin(), batch_.end());
  // Where it is refused: a server that drains ends the call.
  if (!pending_.Start(environment_.submit, std::move(commands), bytes_, wake())) return false;
  under_way_ = std::move(batch_);
  batch_.clear();
  bytes_ = 0;
  return true;
}

absl::Status Rescoring::TakeReply() {
  auto taken = pending_.Take();
  if (!taken.has_value()) return absl::OkStatus();
  if (!taken->ok()) return taken->status();
  const std::vector<ingest::CommandResult> results = **std::move(taken);
  for (size_t i = 0; i < results.size(); ++i) {
    const v1::Feedback& read = under_way_[i].read->feedback();
    if (!results[i].appended) {
      ++overtaken_;
      tally_.AddKept(results[i].event != nullptr ? results[i].event->feedback() : read);
      continue;
    }
    ++changed_;
    const storage::v1::FeedbackEvent& event = *results[i].event;
    if (event.previous_sequence() == under_way_[i].read_sequence) {
      tally_.AddChanged(read, event, results[i].event_sequence);
      continue;
    }
    // Somebody else changed it meanwhile, which is none of our doing.
    const absl::StatusOr<std::string> payload = environment_.log->Read(event.previous_sequence());
    if (!payload.ok()) return payload.status();
    const absl::StatusOr<storage::v1::FeedbackEvent> before = views::ParseEvent(*payload);
    if (!before.ok()) return before.status();
    tally_.AddChanged(before->feedback(), event, results[i].event_sequence);
  }
  under_way_.clear();
  return absl::OkStatus();
}

v1::RescoreResponse Rescoring::Progress() const {
  v1::RescoreResponse response;
  v1::RescoreResponse::Progress& progress = *response.mutable_progress();
  progress.set_feedback_total(total_);
  progress.set_feedback(feedback_);
  progress.set_texts(heard_texts_);
  progress.set_changed(changed_);
  return response;
}

v1::RescoreReport Rescoring::Report() const {
  v1::RescoreReport report;
  report.set_applied(apply_);
  report.set_model_version(versions_.sentiment().model_version());
  report.set_themes_version(versions_.themes_version());
  report.set_feedback(feedback_);
  report.set_texts(heard_texts_);
  report.set_current(current_);
  report.set_same(same_);
  report.set_changed(changed_);
  report.set_overtaken(overtaken_);
  tally_.Write(report);
  return report;
}

}  // namespace voc::rescore
