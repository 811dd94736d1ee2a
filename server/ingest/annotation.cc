#include "server/ingest/annotation.h"

#include <algorithm>
#include <string>
#include <utility>

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

// Sets what a feedback shows: what vocd heard, and what a human said instead.
void Show(const v1::Annotation& heard, v1::Feedback& feedback) {
  const bool corrected = feedback.has_correction();
  if (corrected && feedback.correction().label() != v1::SENTIMENT_LABEL_UNSPECIFIED) {
    v1::Sentiment& sentiment = *feedback.mutable_sentiment();
    sentiment.Clear();
    sentiment.set_label(feedback.correction().label());
    sentiment.set_score(ScoreOfLabel(feedback.correction().label()));
  } else {
    *feedback.mutable_sentiment() = heard.sentiment();
  }
  if (corrected && feedback.correction().has_themes()) {
    *feedback.mutable_themes() = feedback.correction().themes().names();
    feedback.clear_themes_version();
  } else {
    *feedback.mutable_themes() = heard.themes();
    feedback.set_themes_version(heard.themes_version());
  }
}

}  // namespace

v1::Sentiment SentimentOf(const sentiment::Annotation& heard) {
  v1::Sentiment sentiment;
  sentiment.set_score(heard.score);
  sentiment.set_label(ToProto(heard.label));
  sentiment.set_model_version(heard.model_version);
  return sentiment;
}

bool HasText(const v1::Feedback& feedback) {
  return !feedback.response().comment().empty() || !feedback.mention().title().empty() ||
         !feedback.mention().body().empty();
}

bool SameText(const v1::Feedback& a, const v1::Feedback& b) {
  return a.response().comment() == b.response().comment() &&
         a.mention().title() == b.mention().title() && a.mention().body() == b.mention().body();
}

v1::Annotation Hear(const sentiment::Annotator& annotator,
                    const storage::v1::FeedbackEvent& event) {
  const v1::Feedback& feedback = event.feedback();
  sentiment::Text text;
  if (event.language_given()) text.given_language = feedback.language();
  if (feedback.has_mention()) {
    text.title = feedback.mention().title();
    text.body = feedback.mention().body();
  } else {
    text.body = feedback.response().comment();
  }
  sentiment::Annotation heard = annotator.Annotate(text);
  v1::Annotation annotation;
  annotation.set_language(std::move(heard.language));
  *annotation.mutable_sentiment() = SentimentOf(heard);
  annotation.set_themes_version(heard.themes_version);
  for (std::string& theme : heard.themes) annotation.add_themes(std::move(theme));
  return annotation;
}

v1::Annotation HeardIn(const v1::Feedback& feedback) {
  v1::Annotation heard;
  if (feedback.has_correction()) {
    heard = feedback.correction().heard();
  } else {
    *heard.mutable_sentiment() = feedback.sentiment();
    *heard.mutable_themes() = feedback.themes();
    heard.set_themes_version(feedback.themes_version());
  }
  heard.set_language(feedback.language());
  return heard;
}

bool SameVersions(const v1::Annotation& a, const v1::Annotation& b) {
  return a.sentiment().model_version() == b.sentiment().model_version() &&
         a.themes_version() == b.themes_version();
}

bool SayTheSame(const v1::Annotation& a, const v1::Annotation& b) {
  return a.language() == b.language() && a.sentiment().label() == b.sentiment().label() &&
         a.sentiment().score() == b.sentiment().score() &&
         std::equal(a.themes().begin(), a.themes().end(), b.themes().begin(), b.themes().end());
}

void SetHeard(const v1::Annotation& heard, storage::v1::FeedbackEvent& event) {
  v1::Feedback& feedback = *event.mutable_feedback();
  if (!event.language_given()) feedback.set_language(heard.language());
  if (feedback.has_correction()) {
    v1::Annotation& beneath = *feedback.mutable_correction()->mutable_heard();
    beneath = heard;
    beneath.clear_language();  // is the feedback's
  }
  Show(heard, feedback);
}

void SetCorrection(v1::Correction correction, v1::Feedback& feedback) {
  v1::Annotation heard = HeardIn(feedback);
  heard.clear_language();
  *feedback.mutable_correction() = std::move(correction);
  *feedback.mutable_correction()->mutable_heard() = heard;
  Show(heard, feedback);
}

void ClearCorrection(v1::Feedback& feedback) {
  const v1::Annotation heard = HeardIn(feedback);
  feedback.clear_correction();
  Show(heard, feedback);
}

double ScoreOfLabel(v1::SentimentLabel label) {
  switch (label) {
    case v1::SENTIMENT_LABEL_POSITIVE:
      return 1;
    case v1::SENTIMENT_LABEL_NEGATIVE:
      return -1;
    default:
      return 0;
  }
}

}  // namespace voc::ingest
