#include "server/ingest/prepare.h"

#include <memory>
#include <utility>
#include <vector>

#include "server/ingest/content_hash.h"
#include "server/ingest/normalize.h"
#include "server/ingest/rejection.h"
#include "server/ingest/validate.h"

namespace voc::ingest {
namespace {

v1::SentimentLabel ToProto(sentiment::Label label) {
  switch (label) {
    case sentiment::Label::kPositive:
      return v1::SENTIMENT_LABEL_POSITIVE;
    case sentiment::Label::kNeutral:
      return v1::SENTIMENT_LABEL_NEUTRAL;
    case sentiment::Label::kNegative:
      return v1::SENTIMENT_LABEL_NEGATIVE;
    case sentiment::Label::kUnlabelled:
      break;
  }
  return v1::SENTIMENT_LABEL_UNLABELLED;
}

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
  if (feedback.language().empty()) feedback.set_language(std::move(heard.language));
  *feedback.mutable_sentiment() = SentimentOf(heard);
  // Whatever the version, it heard nothing there.
  const bool has_text = !text.title.empty() || !text.body.empty();
  if (has_text) {
    feedback.set_themes_version(heard.themes_version);
  } else {
    feedback.mutable_sentiment()->clear_model_version();
  }
  for (std::string& theme : heard.themes) feedback.add_themes(std::move(theme));
}

}  // namespace

v1::Sentiment SentimentOf(const sentiment::Annotation& heard) {
  v1::Sentiment sentiment;
  sentiment.set_score(heard.score);
  sentiment.set_label(ToProto(heard.label));
  sentiment.set_model_version(heard.model_version);
  return sentiment;
}

Command Prepare(v1::Feedback* feedback, const std::shared_ptr<google::protobuf::Arena>& arena,
                const sentiment::Annotator& annotator) {
  const std::vector<Violation> violations = Validate(*feedback);
  if (!violations.empty()) {
    return RejectCommand{std::make_unique<google::rpc::Status>(RejectionStatus(violations))};
  }
  Normalize(*feedback);
  auto* const event =
      google::protobuf::Arena::CreateMessage<storage::v1::FeedbackEvent>(arena.get());
  event->unsafe_arena_set_allocated_feedback(feedback);
  SubmitCommand command;
  command.id = FeedbackIdOf(*feedback);
  command.content_hash = HashContent(*feedback);
  command.language_given = !feedback->language().empty();
  Annotate(annotator, *feedback);
  command.event = std::shared_ptr<storage::v1::FeedbackEvent>(arena, event);
  return command;
}

}  // namespace voc::ingest
