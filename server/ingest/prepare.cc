#include "server/ingest/prepare.h"

#include <optional>
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
  for (std::string& theme : heard.themes) feedback.add_themes(std::move(theme));
}

}  // namespace

v1::Sentiment SentimentOf(const sentiment::Annotation& heard) {
  v1::Sentiment sentiment;
  sentiment.set_score(heard.score);
  sentiment.set_label(ToProto(heard.label));
  return sentiment;
}

Command Prepare(v1::Feedback feedback, const sentiment::Annotator& annotator) {
  const std::vector<Violation> violations = Validate(feedback);
  if (!violations.empty()) return RejectCommand{RejectionStatus(violations)};
  Normalize(feedback);
  SubmitCommand command;
  command.id = FeedbackIdOf(feedback);
  command.language_given = !feedback.language().empty();
  // The hash leaves collected_at and language out: a repeat that lacks one has the
  // stored time as its content, and one that says the language vocd had detected,
  // as an export does, says nothing new. Judge compares the two.
  std::string language = std::move(*feedback.mutable_language());
  feedback.clear_language();
  std::optional<google::protobuf::Timestamp> collected_at;
  if (feedback.has_collected_at()) {
    collected_at = std::move(*feedback.mutable_collected_at());
    feedback.clear_collected_at();
  }
  command.content_hash = HashContent(feedback);
  feedback.set_language(std::move(language));
  if (collected_at.has_value()) *feedback.mutable_collected_at() = *std::move(collected_at);
  Annotate(annotator, feedback);
  command.feedback = std::move(feedback);
  return command;
}

}  // namespace voc::ingest
