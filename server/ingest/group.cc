#include "server/ingest/group.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/ingest/annotation.h"
#include "server/ingest/answer_mark.h"
#include "server/ingest/decide_correction.h"
#include "server/ingest/decide_import.h"
#include "server/ingest/decide_note.h"
#include "server/ingest/decide_rescore.h"
#include "server/ingest/keyed_write.h"
#include "server/ingest/log_record.h"
#include "server/views/known_from_event.h"
#include "server/views/past_answer.h"
#include "server/views/seen_ids.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

constexpr uint32_t kNone = static_cast<uint32_t>(-1);
constexpr size_t kCacheLineBytes = 64;

// Of a survey response with a short comment now and then.
constexpr size_t kExpectedRecordBytes = 192;

CommandResult Stored(v1::Outcome outcome, const FeedbackId& id, store::Sequence sequence,
                     uint32_t revision) {
  CommandResult result;
  result.outcome = outcome;
  result.id = id;
  result.sequence = sequence;
  result.revision = revision;
  return result;
}

CommandResult Rejected(std::unique_ptr<google::rpc::Status> error) {
  CommandResult result;
  result.outcome = v1::OUTCOME_REJECTED;
  result.error = std::move(error);
  return result;
}

CommandResult UnknownFeedback(const FeedbackId& id) {
  CommandResult result;
  result.status =
      base::WithReason(absl::NotFoundError(absl::StrCat("no feedback has the id ", id.ToHex())),
                       "FEEDBACK_NOT_FOUND");
  return result;
}

CommandResult NoText(const FeedbackId& id) {
  CommandResult result;
  result.status = base::WithReason(
      absl::FailedPreconditionError(absl::StrCat("feedback ", id.ToHex(), " has no text")),
      "FEEDBACK_HAS_NO_TEXT");
  return result;
}

bool SameQuestion(const v1::Feedback& a, const v1::Feedback& b) {
  return a.respondent_id() == b.respondent_id() && a.source_id() == b.source_id() &&
         a.response().metric() == b.response().metric();
}

}  // namespace

Group::Group(const store::EventLog* log, views::Views* views, notes::Notes* notes,
             store::Sequence first, base::TimeNs now, size_t expected,
             std::vector<std::shared_ptr<const Group>> in_flight)
    : log_(log),
      views_(views),
      notes_(notes),
      first_(first),
      now_(now),
      in_flight_(std::move(in_flight)),
      events_(std::make_shared<views::CommittedGroup>()) {
  events_->reserve(expected);
  payloads_.reserve(expected * kExpectedRecordBytes);
  payload_ends_.reserve(expected);
  before_.reserve(expected);
  newest_.reserve(expected);
  newest_answer_.reserve(expected);
}

void Group::Close() {
  in_flight_.clear();
  stored_answers_.reset();
}

std::vector<std::string_view> Group::payloads() const {
  std::vector<std::string_view> views;
  views.reserve(payload_ends_.size());
  size_t begin = 0;
  for (const size_t end : payload_ends_) {
    views.push_back(std::string_view(payloads_).substr(begin, end - begin));
    begin = end;
  }
  return views;
}

void Group::Prefetch(const Command& command) const {
  const auto* const submit = std::get_if<SubmitCommand>(&command);
  if (submit == nullptr) return;
  views_->seen_ids().Prefetch(views::MarkId(submit->id));
  if (submit->answer_mark.has_value()) views_->seen_answers().Prefetch(*submit->answer_mark);
  // What is decided is written there, and was last in the cache of another thread.
  for (const void* written : {static_cast<const void*>(submit->event.get()),
                              static_cast<const void*>(submit->undecided.data())}) {
    __builtin_prefetch(written);
  }
}

void Group::PrefetchFeedback(const Command& command) const {
  const auto* const submit = std::get_if<SubmitCommand>(&command);
  if (submit == nullptr) return;
  const v1::Feedback* const feedback = &submit->event->feedback();
  for (size_t at = 0; at < sizeof *feedback; at += kCacheLineBytes) {
    __builtin_prefetch(reinterpret_cast<const char*>(feedback) + at);
  }
}

absl::StatusOr<CommandResult> Group::Decide(Command command) {
  if (auto* submit = std::get_if<SubmitCommand>(&command)) return Submit(std::move(*submit));
  if (auto* exclude = std::get_if<ExcludeCommand>(&command)) return Exclude(*exclude);
  if (auto* restore = std::get_if<RestoreCommand>(&command)) return Restore(*restore);
  if (auto* correct = std::get_if<CorrectCommand>(&command)) return Correct(*correct);
  if (auto* withdraw = std::get_if<WithdrawCommand>(&command)) return Withdraw(*withdraw);
  if (auto* rescore = std::get_if<RescoreCommand>(&command)) return Rescore(*rescore);
  if (auto* leave_out = std::get_if<LeaveOutCommand>(&command)) return LeaveOut(*leave_out);
  if (auto* undo = std::get_if<UndoCommand>(&command)) return Undo(*undo);
  if (auto* note = std::get_if<NoteCommand>(&command)) return Note(*note);
  return Rejected(std::move(std::get<RejectCommand>(command).error));
}

absl::StatusOr<CommandResult> Group::Submit(SubmitCommand command) {
  if (const std::string& import_id = command.event->feedback().import_id(); !import_id.empty()) {
    const absl::Status running = CheckRunning(import_id, *notes_);
    if (!running.ok()) {
      return Rejected(std::make_unique<google::rpc::Status>(base::ToRpcStatus(running)));
    }
  }
  absl::StatusOr<std::optional<Known>> found = Find(command.id);
  if (!found.ok()) return found.status();
  std::optional<Known>& known = *found;
  v1::Outcome outcome = Judge(known.has_value() ? &known->feedback : nullptr, command);
  if (const v1::Feedback& written = command.event->feedback();
      known.has_value() && written.identity() != v1::IDENTITY_UNSPECIFIED) {
    // Rare: repeats and comments of what a widget sent.
    if (const absl::Status loaded = LoadEvent(*known); !loaded.ok()) return loaded;
    const v1::Feedback& stored = known->event->feedback();
    if (const absl::Status free = CheckReplaces(stored, written, outcome == v1::OUTCOME_UPDATED);
        !free.ok()) {
      return Rejected(std::make_unique<google::rpc::Status>(base::ToRpcStatus(free)));
    }
    if (outcome == v1::OUTCOME_UNCHANGED && !command.event->has_asked() &&
        VouchesAnew(stored, written)) {
      outcome = v1::OUTCOME_UPDATED;
    }
  }
  if (outcome == v1::OUTCOME_UNCHANGED || outcome == v1::OUTCOME_SUPERSEDED) {
    return Stored(outcome, command.id, known->feedback.sequence, known->feedback.revision);
  }
  Current current;
  if (known.has_value()) {
    if (const absl::Status loaded = LoadEvent(*known); !loaded.ok()) return loaded;
    current = {.event = known->event.get(), .sequence = known->feedback.event_sequence};
  }
  const Moment moment = NextMoment();
  const absl::Status completed = CompleteEvent(
      command, current, moment,
      [&](const v1::Feedback& feedback) { return PreviousScoreOf(feedback, current.sequence); });
  if (!completed.ok()) return completed;
  const uint32_t revision = command.event->feedback().revision();
  // What is known may leave more in it than what was submitted.
  const std::string_view undecided = known.has_value() ? std::string_view() : command.undecided;
  Append(command.id, command.answer_mark, std::move(command.event),
         known.has_value() ? std::move(known->event) : nullptr, undecided);
  return Stored(outcome, command.id, moment.sequence, revision);
}

template <typename MakeEvent>
absl::StatusOr<CommandResult> Group::Change(const FeedbackId& id, std::optional<Known> known,
                                            MakeEvent make) {
  if (!known.has_value()) return UnknownFeedback(id);
  if (const absl::Status loaded = LoadEvent(*known); !loaded.ok()) return loaded;
  CommandResult result;
  result.event = known->event;
  result.event_sequence = known->feedback.event_sequence;
  const auto previous_score = [&](const v1::Feedback& feedback) {
    return PreviousScoreOf(feedback, result.event_sequence);
  };
  absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event =
      make(Current{.event = result.event.get(), .sequence = result.event_sequence},
           PreviousScore(previous_score));
  if (!event.ok()) return event.status();
  if (!event->has_value()) return result;
  auto changed = std::make_shared<storage::v1::FeedbackEvent>(**std::move(event));
  result.event_sequence = NextMoment().sequence;
  Append(id, MarkOfAnswer(changed->feedback()), changed, std::move(result.event));
  result.event = std::move(changed);
  result.appended = true;
  return result;
}

absl::StatusOr<CommandResult> Group::Exclude(const ExcludeCommand& command) {
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  return Change(command.id, *std::move(known), [&](Current current, PreviousScore) {
    return ExcludedEvent(command, current, NextMoment());
  });
}

absl::StatusOr<CommandResult> Group::Restore(const RestoreCommand& command) {
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  return Change(command.id, *std::move(known), [&](Current current, PreviousScore score) {
    return RestoredEvent(current, NextMoment(), score);
  });
}

absl::StatusOr<CommandResult> Group::Correct(const CorrectCommand& command) {
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  if (!known->has_value()) return UnknownFeedback(command.id);
  if (const absl::Status loaded = LoadEvent(**known); !loaded.ok()) return loaded;
  if (!HasText((*known)->event->feedback())) return NoText(command.id);
  return Change(command.id, *std::move(known), [&](Current current, PreviousScore score) {
    return CorrectedEvent(command, current, NextMoment(), score);
  });
}

absl::StatusOr<CommandResult> Group::Withdraw(const WithdrawCommand& command) {
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  return Change(command.id, *std::move(known), [&](Current current, PreviousScore score) {
    return WithdrawnEvent(current, NextMoment(), score);
  });
}

absl::StatusOr<CommandResult> Group::Rescore(const RescoreCommand& command) {
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  // As a rule nothing happened since it was read, and the log need not be asked again.
  if (known->has_value() && (*known)->feedback.event_sequence == command.read_sequence) {
    (*known)->event = command.read;
  }
  return Change(command.id, *std::move(known), [&](Current current, PreviousScore score) {
    return RescoredEvent(command, current, NextMoment(), score);
  });
}

absl::StatusOr<CommandResult> Group::LeaveOut(const LeaveOutCommand& command) {
  // What it took out after its end an undo would not find.
  if (absl::Status running = CheckRunning(command.import_id, *notes_); !running.ok()) {
    CommandResult result;
    result.status = std::move(running);
    return result;
  }
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  return Change(command.id, *std::move(known), [&](Current current, PreviousScore) {
    return LeftOutEvent(command, current, NextMoment());
  });
}

absl::StatusOr<CommandResult> Group::Undo(const UndoCommand& command) {
  absl::StatusOr<std::optional<Known>> known = Find(command.id);
  if (!known.ok()) return known.status();
  // As in Rescore.
  if (known->has_value() && (*known)->feedback.event_sequence == command.read_sequence) {
    (*known)->event = command.read;
  }
  const auto is_undone = [&](std::string_view import_id) {
    const notes::NotePtr noted = notes_->FindImport(import_id);
    return noted != nullptr && noted->import().state() == v1::IMPORT_STATE_UNDONE;
  };
  // Mostly it is what the feedback goes back to, or is at.
  const auto read = [&](store::Sequence sequence)
      -> absl::StatusOr<std::shared_ptr<const storage::v1::FeedbackEvent>> {
    if (sequence == command.read_sequence) return command.read;
    return ReadEvent(sequence);
  };
  bool out = false;
  absl::StatusOr<CommandResult> result =
      Change(command.id, *std::move(known),
             [&](Current current,
                 PreviousScore score) -> absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> {
               absl::StatusOr<Undone> undone =
                   UndoneEvent(command, current, NextMoment(), score, is_undone, read);
               if (!undone.ok()) return undone.status();
               out = undone->out;
               return std::move(undone->event);
             });
  if (result.ok()) result->out = out;
  return result;
}

CommandResult Group::Note(const NoteCommand& command) {
  CommandResult result;
  absl::StatusOr<DecidedNote> decided = DecideNote(command, *notes_, NextMoment());
  if (!decided.ok()) {
    result.status = decided.status();
    return result;
  }
  result.note = std::move(decided->note);
  if (!decided->fresh) return result;
  notes_->Apply(result.note);
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  event->set_change(storage::v1::CHANGE_NOTED);
  event->set_time_ns(now_);
  *event->mutable_note() = *result.note;
  result.event_sequence = NextMoment().sequence;
  result.appended = true;
  AppendEvent({}, std::move(event), nullptr);
  return result;
}

absl::StatusOr<std::optional<Group::Known>> Group::Find(const FeedbackId& id) const {
  // Holds every id that was ever decided, those of groups in flight too.
  if (!views_->seen_ids().MayContain(views::MarkId(id))) return std::nullopt;
  if (std::optional<Known> known = FindHere(id)) return known;
  for (auto group = in_flight_.rbegin(); group != in_flight_.rend(); ++group) {
    if (std::optional<Known> known = (*group)->FindHere(id)) return known;
  }
  const absl::StatusOr<std::optional<views::KnownFeedback>> stored = views_->Find(id);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return std::nullopt;
  return Known{.feedback = **stored, .event = nullptr};
}

std::optional<Group::Known> Group::FindHere(const FeedbackId& id) const {
  const auto found = newest_.find(id);
  if (found == newest_.end()) return std::nullopt;
  const views::CommittedEvent& newest = (*events_)[found->second];
  return Known{.feedback = views::KnownFromEvent(*newest.event, newest.sequence),
               .event = newest.event};
}

absl::Status Group::LoadEvent(Known& known) const {
  if (known.event != nullptr) return absl::OkStatus();
  auto event = ReadEvent(known.feedback.event_sequence);
  if (!event.ok()) return event.status();
  known.event = *std::move(event);
  return absl::OkStatus();
}

std::shared_ptr<const storage::v1::FeedbackEvent> Group::EventHere(store::Sequence sequence) const {
  if (sequence < first_ || sequence > last()) return nullptr;
  return (*events_)[sequence - first_].event;
}

absl::StatusOr<std::shared_ptr<const storage::v1::FeedbackEvent>> Group::ReadEvent(
    store::Sequence sequence) const {
  if (auto event = EventHere(sequence)) return event;
  for (const auto& group : in_flight_) {
    if (auto event = group->EventHere(sequence)) return event;
  }
  const absl::StatusOr<std::string> payload = log_->Read(sequence);
  if (!payload.ok()) return payload.status();
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  if (!ParseRecord(*payload, *event)) {
    return absl::DataLossError(absl::StrCat("event ", sequence, " cannot be read"));
  }
  return event;
}

void Group::Append(const FeedbackId& id, std::optional<uint64_t> answer_mark,
                   std::shared_ptr<storage::v1::FeedbackEvent> event,
                   std::shared_ptr<const storage::v1::FeedbackEvent> before,
                   std::string_view undecided) {
  const auto index = static_cast<uint32_t>(events_->size());
  if (event->previous_sequence() != 0) {
    replaced_.insert(event->previous_sequence());
  } else {
    views_->seen_ids().Add(views::MarkId(id));
  }
  newest_[id] = index;
  uint32_t answer_before = kNone;
  if (answer_mark.has_value()) {
    views_->seen_answers().Add(*answer_mark);
    const auto [newest, inserted] = newest_answer_.try_emplace(*answer_mark, index);
    if (!inserted) answer_before = std::exchange(newest->second, index);
  }
  AppendEvent(id, std::move(event), std::move(before), undecided);
  before_.back() = answer_before;
}

void Group::AppendEvent(const FeedbackId& id, std::shared_ptr<storage::v1::FeedbackEvent> event,
                        std::shared_ptr<const storage::v1::FeedbackEvent> before,
                        std::string_view undecided) {
  const store::Sequence sequence = NextMoment().sequence;
  if (undecided.empty()) {
    AppendRecord(*event, payloads_);
  } else {
    AppendRecord(*event, undecided, payloads_);
  }
  payload_ends_.push_back(payloads_.size());
  before_.push_back(kNone);
  events_->push_back({.sequence = sequence,
                      .id = id,
                      .event = std::move(event),
                      .before = std::move(before),
                      .undecided = undecided});
}

template <typename Visit>
void Group::ForEachAnswerHere(const v1::Feedback& feedback, uint64_t mark, Visit visit) const {
  const auto newest = newest_answer_.find(mark);
  if (newest == newest_answer_.end()) return;
  for (uint32_t i = newest->second; i != kNone; i = before_[i]) {
    const v1::Feedback& other = (*events_)[i].event->feedback();
    if (other.has_exclusion() || !SameQuestion(other, feedback)) continue;
    visit(views::PastAnswer{.collected_at = base::FromTimestamp(other.collected_at()),
                            .event_sequence = (*events_)[i].sequence,
                            .score = static_cast<uint8_t>(other.response().score())});
  }
}

bool Group::Replaced(store::Sequence event) const {
  return replaced_.contains(event) ||
         std::any_of(in_flight_.begin(), in_flight_.end(),
                     [&](const auto& group) { return group->replaced_.contains(event); });
}

absl::StatusOr<std::optional<int32_t>> Group::PreviousScoreOf(const v1::Feedback& feedback,
                                                              store::Sequence own_event) {
  if (!feedback.has_response() || feedback.respondent_id().empty()) return std::nullopt;
  const uint64_t mark = MarkOfQuestion(feedback);
  // Most have answered nothing of the kind before.
  if (!views_->seen_answers().MayContain(mark)) return std::nullopt;
  const base::TimeNs collected_at = base::FromTimestamp(feedback.collected_at());
  const auto left_out = [&](const views::PastAnswer& answer) {
    return answer.event_sequence == own_event || Replaced(answer.event_sequence);
  };
  std::optional<views::PastAnswer> newest;
  const auto consider = [&](const views::PastAnswer& answer) {
    if (answer.collected_at > collected_at || left_out(answer)) return;
    if (!newest.has_value() || *newest < answer) newest = answer;
  };
  ForEachAnswerHere(feedback, mark, consider);
  for (const std::shared_ptr<const Group>& group : in_flight_) {
    group->ForEachAnswerHere(feedback, mark, consider);
  }
  const views::Dictionaries& dictionaries = views_->dictionaries();
  const std::optional<views::Ordinal> respondent =
      dictionaries.Find(views::Dimension::kRespondent, feedback.respondent_id());
  const std::optional<views::Ordinal> source =
      dictionaries.Find(views::Dimension::kSource, feedback.source_id());
  if (respondent.has_value() && source.has_value()) {
    if (stored_answers_ == nullptr) stored_answers_ = views_->Answers();
    const absl::StatusOr<std::optional<views::PastAnswer>> stored =
        stored_answers_->Newest({.respondent = *respondent,
                                 .source = *source,
                                 .kind = static_cast<uint8_t>(feedback.response().metric())},
                                collected_at, left_out);
    if (!stored.ok()) return stored.status();
    if (stored->has_value()) consider(**stored);
  }
  if (!newest.has_value()) return std::nullopt;
  return newest->score;
}

}  // namespace voc::ingest
