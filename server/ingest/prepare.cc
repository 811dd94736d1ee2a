#include "server/ingest/prepare.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/alerts/rules.h"
#include "server/ingest/annotation.h"
#include "server/ingest/answer_mark.h"
#include "server/ingest/content_hash.h"
#include "server/ingest/encode_undecided.h"
#include "server/ingest/limits.h"
#include "server/ingest/normalize.h"
#include "server/ingest/rejection.h"
#include "server/ingest/validate.h"

namespace voc::ingest {
namespace {

void Annotate(const sentiment::Annotator& annotator, v1::Feedback& feedback) {
  sentiment::Text text;
  text.given_language = feedback.language();
  if (feedback.has_mention()) {
    text.title = feedback.mention().title();
    text.body = feedback.mention().body();
  } else {
    text.body = feedback.response().comment();
  }
  sentiment::Annotation heard = annotator.Annotate(text);
  if (feedback.language().empty() && !heard.language.empty()) {
    feedback.set_language(std::move(heard.language));
  }
  *feedback.mutable_sentiment() = SentimentOf(heard);
  // Whatever the version, it heard nothing there.
  if (HasText(feedback)) {
    feedback.set_themes_version(heard.themes_version);
  } else {
    feedback.mutable_sentiment()->clear_model_version();
  }
  for (std::string& theme : heard.themes) feedback.add_themes(std::move(theme));
}

// What the request is held to, besides what is bad already.
template <typename Message>
void Admit(const Message& message, const Admission& admission, std::vector<Violation>& out) {
  if (admission.known != nullptr && !message.source_id().empty() &&
      message.source_id().size() <= kMaxKeyBytes) {
    if (std::optional<Violation> unknown = admission.known->Check(message.source_id())) {
      out.push_back(*std::move(unknown));
    }
  }
  if (admission.keyed == nullptr) return;
  for (Violation& violation : CheckKeyed(message, *admission.keyed)) {
    const bool told = std::any_of(out.begin(), out.end(), [&](const Violation& other) {
      return other.field == violation.field;
    });
    if (!told) out.push_back(std::move(violation));
  }
}

// The command of a normalised feedback, before anything is heard in it.
SubmitCommand Identify(storage::v1::FeedbackEvent* event,
                       const std::shared_ptr<google::protobuf::Arena>& arena) {
  const v1::Feedback& feedback = event->feedback();
  SubmitCommand command;
  command.id = FeedbackIdOf(feedback);
  command.content_hash = HashContent(feedback);
  command.language_given = !feedback.language().empty();
  command.event = std::shared_ptr<storage::v1::FeedbackEvent>(arena, event);
  return command;
}

// Does what else can be done before it is decided, so that the one thread which decides finds
// everything made: it looks at little of the feedback, and takes nothing from the arena.
void Complete(google::protobuf::Arena& arena, SubmitCommand& command) {
  storage::v1::FeedbackEvent& event = *command.event;
  v1::Feedback& feedback = *event.mutable_feedback();
  command.matches_nothing = alerts::MatchingRules(feedback).empty();
  command.answer_mark = MarkOfAnswer(feedback);
  command.undecided = EncodeUndecided(feedback, arena);
  feedback.set_feedback_id(command.id.ToHex());
  feedback.mutable_ingested_at();
  event.set_content_hash(command.content_hash.data(), command.content_hash.size());
  event.set_language_given(command.language_given);
}

// Checks and normalises a feedback and says what it is known by; nothing is heard in it yet.
Command Accept(v1::Feedback* feedback, const std::shared_ptr<google::protobuf::Arena>& arena,
               const Admission& admission) {
  std::vector<Violation> violations = Validate(*feedback);
  Admit(*feedback, admission, violations);
  if (!violations.empty()) {
    return RejectCommand{std::make_unique<google::rpc::Status>(RejectionStatus(violations))};
  }
  Normalize(*feedback);
  if (admission.keyed != nullptr) SetIdentity(*admission.keyed, *feedback);
  auto* const event =
      google::protobuf::Arena::CreateMessage<storage::v1::FeedbackEvent>(arena.get());
  event->unsafe_arena_set_allocated_feedback(feedback);
  SubmitCommand command = Identify(event, arena);
  if (!admission.import_id.empty()) feedback->set_import_id(std::string(admission.import_id));
  return command;
}

}  // namespace

std::vector<Command> PrepareAll(google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                                const std::shared_ptr<google::protobuf::Arena>& arena,
                                const sentiment::Annotator& annotator, const Admission& admission) {
  std::vector<Command> commands;
  commands.reserve(static_cast<size_t>(feedback.size()));
  for (v1::Feedback& one : feedback) commands.push_back(Accept(&one, arena, admission));
  // Step by step over all of them, so that what each step looks at stays in the cache.
  for (Command& command : commands) {
    if (auto* submit = std::get_if<SubmitCommand>(&command)) {
      Annotate(annotator, *submit->event->mutable_feedback());
    }
  }
  for (Command& command : commands) {
    if (auto* submit = std::get_if<SubmitCommand>(&command)) Complete(*arena, *submit);
  }
  return commands;
}

Command Prepare(v1::Feedback* feedback, const std::shared_ptr<google::protobuf::Arena>& arena,
                const sentiment::Annotator& annotator, const Admission& admission) {
  Command command = Accept(feedback, arena, admission);
  if (auto* submit = std::get_if<SubmitCommand>(&command)) {
    Annotate(annotator, *submit->event->mutable_feedback());
    Complete(*arena, *submit);
  }
  return command;
}

Command PrepareDisplay(const v1::Display& display,
                       const std::shared_ptr<google::protobuf::Arena>& arena,
                       const Admission& admission) {
  std::vector<Violation> violations = ValidateDisplay(display);
  Admit(display, admission, violations);
  if (!violations.empty()) {
    return RejectCommand{std::make_unique<google::rpc::Status>(RejectionStatus(violations))};
  }
  auto* const event =
      google::protobuf::Arena::CreateMessage<storage::v1::FeedbackEvent>(arena.get());
  event->mutable_asked()->set_metric(display.metric());
  event->mutable_asked()->set_kind(
      display.kind() == v1::DISPLAY_KIND_UNSPECIFIED ? v1::DISPLAY_KIND_SHOWN : display.kind());
  v1::Feedback& feedback = *event->mutable_feedback();
  feedback.set_source_id(display.source_id());
  feedback.set_submission_id(display.display_id());
  feedback.set_question_id(display.question_id());
  feedback.set_respondent_id(display.respondent_id());
  feedback.set_account_id(display.account_id());
  if (display.has_displayed_at()) *feedback.mutable_collected_at() = display.displayed_at();
  feedback.set_channel(display.channel());
  feedback.set_journey_stage(display.journey_stage());
  feedback.set_touchpoint(display.touchpoint());
  *feedback.mutable_properties() = display.properties();
  feedback.set_language(display.language());
  Normalize(feedback);
  if (admission.keyed != nullptr) SetIdentity(*admission.keyed, feedback);
  SubmitCommand command = Identify(event, arena);
  Complete(*arena, command);
  return command;
}

}  // namespace voc::ingest
