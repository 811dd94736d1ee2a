#include "server/ingest/group.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "absl/strings/str_cat.h"
#include "server/views/known_from_event.h"
#include "server/views/voice.h"
#include "storage/base/status_details.h"
#include "storage/base/strings.h"
#include "storage/base/time.h"

namespace voc::ingest {
namespace {

CommandResult Stored(v1::Outcome outcome, const FeedbackId& id, const views::KnownFeedback& known) {
  CommandResult result;
  result.result.set_outcome(outcome);
  result.result.set_feedback_id(id.ToHex());
  result.result.set_sequence(known.sequence);
  result.result.set_revision(known.revision);
  return result;
}

CommandResult UnknownFeedback(const FeedbackId& id) {
  CommandResult result;
  result.status =
      base::WithReason(absl::NotFoundError(absl::StrCat("no feedback has the id ", id.ToHex())),
                       "FEEDBACK_NOT_FOUND");
  return result;
}

bool SameQuestion(const v1::Feedback& a, const v1::Feedback& b) {
  return a.source_id() == b.source_id() && a.response().metric() == b.response().metric();
}

}  // namespace

Group::Group(const store::EventLog* log, const views::Views* views, store::Sequence first,
             base::TimeNs now)
    : log_(log), views_(views), first_(first), now_(now) {}

absl::StatusOr<CommandResult> Group::Decide(Command command) {
  if (auto* submit = std::get_if<SubmitCommand>(&command)) return Submit(std::move(*submit));
  if (auto* exclude = std::get_if<ExcludeCommand>(&command)) return Exclude(*exclude);
  if (auto* restore = std::get_if<RestoreCommand>(&command)) return Restore(*restore);
  CommandResult result;
  result.result.set_outcome(v1::OUTCOME_REJECTED);
  *result.result.mutable_error() = std::move(std::get<RejectCommand>(command).error);
  return result;
}

absl::StatusOr<CommandResult> Group::Submit(SubmitCommand command) {
  const absl::StatusOr<Known*> found = Find(command.id);
  if (!found.ok()) return found.status();
  Known* const known = *found;
  const v1::Outcome outcome = Judge(known == nullptr ? nullptr : &known->feedback, command);
  if (outcome == v1::OUTCOME_UNCHANGED || outcome == v1::OUTCOME_SUPERSEDED) {
    return Stored(outcome, command.id, known->feedback);
  }
  Current current;
  std::shared_ptr<const storage::v1::FeedbackEvent> before;
  if (known != nullptr) {
    if (const absl::Status loaded = LoadEvent(*known); !loaded.ok()) return loaded;
    before = known->event;
    current = {.event = before.get(), .sequence = known->feedback.event_sequence};
  }
  const FeedbackId id = command.id;
  absl::StatusOr<storage::v1::FeedbackEvent> event = SubmittedEvent(
      std::move(command), current, NextMoment(),
      [&](const v1::Feedback& feedback) { return PreviousScoreOf(feedback, current.sequence); });
  if (!event.ok()) return event.status();
  Append(id, *std::move(event), std::move(before));
  return Stored(outcome, id, known_.at(id).feedback);
}

absl::StatusOr<CommandResult> Group::Exclude(const ExcludeCommand& command) {
  const absl::StatusOr<Known*> known = Find(command.id);
  if (!known.ok()) return known.status();
  if (*known == nullptr) return UnknownFeedback(command.id);
  if (const absl::Status loaded = LoadEvent(**known); !loaded.ok()) return loaded;
  CommandResult result;
  result.event = (*known)->event;
  absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event = ExcludedEvent(
      command, {.event = result.event.get(), .sequence = (*known)->feedback.event_sequence},
      NextMoment());
  if (!event.ok()) return event.status();
  if (event->has_value()) result.event = Append(command.id, **std::move(event), result.event);
  return result;
}

absl::StatusOr<CommandResult> Group::Restore(const RestoreCommand& command) {
  const absl::StatusOr<Known*> known = Find(command.id);
  if (!known.ok()) return known.status();
  if (*known == nullptr) return UnknownFeedback(command.id);
  if (const absl::Status loaded = LoadEvent(**known); !loaded.ok()) return loaded;
  CommandResult result;
  result.event = (*known)->event;
  const store::Sequence sequence = (*known)->feedback.event_sequence;
  absl::StatusOr<std::optional<storage::v1::FeedbackEvent>> event = RestoredEvent(
      {.event = result.event.get(), .sequence = sequence}, NextMoment(),
      [&](const v1::Feedback& feedback) { return PreviousScoreOf(feedback, sequence); });
  if (!event.ok()) return event.status();
  if (event->has_value()) result.event = Append(command.id, **std::move(event), result.event);
  return result;
}

absl::StatusOr<Group::Known*> Group::Find(const FeedbackId& id) {
  if (const auto found = known_.find(id); found != known_.end()) return &found->second;
  const absl::StatusOr<std::optional<views::KnownFeedback>> stored = views_->Find(id);
  if (!stored.ok()) return stored.status();
  if (!stored->has_value()) return nullptr;
  return &known_.emplace(id, Known{.feedback = **stored}).first->second;
}

absl::Status Group::LoadEvent(Known& known) {
  if (known.event != nullptr) return absl::OkStatus();
  const absl::StatusOr<std::string> payload = log_->Read(known.feedback.event_sequence);
  if (!payload.ok()) return payload.status();
  auto event = std::make_shared<storage::v1::FeedbackEvent>();
  if (!event->ParseFromString(*payload)) {
    return absl::DataLossError(
        absl::StrCat("event ", known.feedback.event_sequence, " cannot be read"));
  }
  known.event = std::move(event);
  return absl::OkStatus();
}

std::shared_ptr<const storage::v1::FeedbackEvent> Group::Append(
    const FeedbackId& id, storage::v1::FeedbackEvent event,
    std::shared_ptr<const storage::v1::FeedbackEvent> before) {
  const store::Sequence sequence = NextMoment().sequence;
  auto shared = std::make_shared<const storage::v1::FeedbackEvent>(std::move(event));
  payloads_.push_back(shared->SerializeAsString());
  if (shared->previous_sequence() != 0) replaced_.insert(shared->previous_sequence());
  if (!shared->feedback().respondent_id().empty()) {
    by_respondent_[shared->feedback().respondent_id()].push_back(events_.size());
  }
  known_[id] = {.feedback = views::KnownFromEvent(*shared, sequence), .event = shared};
  events_.push_back({.sequence = sequence, .event = shared, .before = std::move(before)});
  return shared;
}

absl::StatusOr<std::optional<int32_t>> Group::PreviousScoreOf(const v1::Feedback& feedback,
                                                              store::Sequence own_event) const {
  if (!feedback.has_response() || feedback.respondent_id().empty()) return std::nullopt;
  const base::TimeNs collected_at = base::FromTimestamp(feedback.collected_at());
  // The newest by collection time, then by event.
  std::tuple<base::TimeNs, store::Sequence> newest{};
  std::optional<int32_t> score;
  const auto consider = [&](base::TimeNs at, store::Sequence event, int32_t value) {
    if (at > collected_at || event == own_event) return;
    if (score.has_value() && std::tuple(at, event) < newest) return;
    newest = {at, event};
    score = value;
  };
  if (const auto found = by_respondent_.find(feedback.respondent_id());
      found != by_respondent_.end()) {
    for (const size_t index : found->second) {
      const v1::Feedback& other = events_[index].event->feedback();
      if (!other.response().has_score() || other.has_exclusion()) continue;
      if (!SameQuestion(other, feedback) || replaced_.contains(events_[index].sequence)) continue;
      consider(base::FromTimestamp(other.collected_at()), events_[index].sequence,
               other.response().score());
    }
  }
  const views::Dictionaries& dictionaries = views_->dictionaries();
  const std::optional<views::Ordinal> respondent =
      dictionaries.Find(views::Dimension::kRespondent, feedback.respondent_id());
  const std::optional<views::Ordinal> source =
      dictionaries.Find(views::Dimension::kSource, feedback.source_id());
  if (!respondent.has_value() || !source.has_value()) return score;
  const absl::StatusOr<std::vector<views::Voice>> voices =
      views_->VoicesOfRespondent(*respondent, kMaxVoicesLookedAt);
  if (!voices.ok()) return voices.status();
  for (const views::Voice& voice : *voices) {
    if (voice.source != *source || static_cast<int>(voice.kind) != feedback.response().metric()) {
      continue;
    }
    if ((voice.flags & views::kScored) == 0 || (voice.flags & views::kExcluded) != 0) continue;
    if (replaced_.contains(voice.event_sequence)) continue;
    consider(voice.collected_at, voice.event_sequence, voice.score);
  }
  return score;
}

}  // namespace voc::ingest
