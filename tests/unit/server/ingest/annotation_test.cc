#include "server/ingest/annotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "google/protobuf/util/message_differencer.h"

namespace voc::ingest {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Hears what it is told to, and the text as theme.
class Told final : public sentiment::Annotator {
 public:
  sentiment::Annotation Annotate(const sentiment::Text& text) const override {
    return {.language = text.given_language.empty() ? "sv" : std::string(text.given_language),
            .score = -0.25,
            .label = sentiment::Label::kNegative,
            .themes = {std::string(text.title) + std::string(text.body)},
            .model_version = 4,
            .themes_version = 5};
  }
};

storage::v1::FeedbackEvent Commented(const std::string& comment) {
  storage::v1::FeedbackEvent event;
  event.mutable_feedback()->mutable_response()->set_comment(comment);
  event.mutable_feedback()->set_language("en");
  return event;
}

v1::Correction Correction(v1::SentimentLabel label) {
  v1::Correction correction;
  correction.set_label(label);
  correction.set_author("ann");
  return correction;
}

TEST(AnnotationTest, TextIsCommentTitleAndBody) {
  v1::Feedback feedback;
  EXPECT_FALSE(HasText(feedback));
  feedback.mutable_mention()->set_url("https://example.com");
  EXPECT_FALSE(HasText(feedback));
  v1::Feedback title;
  title.mutable_mention()->set_title("t");
  EXPECT_TRUE(HasText(title));
  EXPECT_FALSE(SameText(feedback, title));
  v1::Feedback body;
  body.mutable_mention()->set_body("t");
  EXPECT_TRUE(HasText(body));
  EXPECT_FALSE(SameText(title, body));
  v1::Feedback same = body;
  same.mutable_mention()->set_author("another");
  EXPECT_TRUE(SameText(same, body));
}

TEST(AnnotationTest, HearsTheLanguageUnlessAClientGaveIt) {
  storage::v1::FeedbackEvent event = Commented("slow");
  EXPECT_EQ(Hear(Told(), event).language(), "sv");
  EXPECT_THAT(Hear(Told(), event).themes(), ElementsAre("slow"));
  EXPECT_EQ(Hear(Told(), event).sentiment().model_version(), 4u);
  EXPECT_EQ(Hear(Told(), event).themes_version(), 5u);
  event.set_language_given(true);
  EXPECT_EQ(Hear(Told(), event).language(), "en");
  SetHeard(Hear(Told(), Commented("slow")), event);
  EXPECT_EQ(event.feedback().language(), "en");
  event.set_language_given(false);
  SetHeard(Hear(Told(), event), event);
  EXPECT_EQ(event.feedback().language(), "sv");
}

TEST(AnnotationTest, WhatIsSetIsWhatWasHeard) {
  storage::v1::FeedbackEvent event = Commented("slow");
  const v1::Annotation heard = Hear(Told(), event);
  SetHeard(heard, event);
  EXPECT_TRUE(MessageDifferencer::Equals(HeardIn(event.feedback()), heard));
}

TEST(AnnotationTest, VersionsAndWhatTheyHearAreComparedApart) {
  const v1::Annotation a = Hear(Told(), Commented("slow"));
  v1::Annotation b = a;
  b.mutable_sentiment()->set_model_version(9);
  EXPECT_FALSE(SameVersions(a, b));
  EXPECT_TRUE(SayTheSame(a, b));
  b = a;
  b.set_themes_version(9);
  EXPECT_FALSE(SameVersions(a, b));
  EXPECT_TRUE(SayTheSame(a, b));
  for (const auto change : {+[](v1::Annotation& c) { c.set_language("no"); },
                            +[](v1::Annotation& c) { c.mutable_sentiment()->set_score(-0.3); },
                            +[](v1::Annotation& c) { c.add_themes("more"); }}) {
    b = a;
    change(b);
    EXPECT_TRUE(SameVersions(a, b));
    EXPECT_FALSE(SayTheSame(a, b));
  }
}

TEST(AnnotationTest, ACorrectedLabelCountsInFull) {
  for (const auto& [label, score] : {std::pair{v1::SENTIMENT_LABEL_POSITIVE, 1.0},
                                     {v1::SENTIMENT_LABEL_NEUTRAL, 0.0},
                                     {v1::SENTIMENT_LABEL_NEGATIVE, -1.0}}) {
    storage::v1::FeedbackEvent event = Commented("slow");
    SetHeard(Hear(Told(), event), event);
    SetCorrection(Correction(label), *event.mutable_feedback());
    EXPECT_EQ(event.feedback().sentiment().label(), label);
    EXPECT_EQ(event.feedback().sentiment().score(), score);
    EXPECT_EQ(event.feedback().sentiment().model_version(), 0u);
    // What the human said nothing about stays the machine's.
    EXPECT_THAT(event.feedback().themes(), ElementsAre("slow"));
    EXPECT_EQ(event.feedback().themes_version(), 5u);
  }
}

TEST(AnnotationTest, ThemesMayBeCorrectedToNone) {
  storage::v1::FeedbackEvent event = Commented("slow");
  SetHeard(Hear(Told(), event), event);
  v1::Correction correction = Correction(v1::SENTIMENT_LABEL_UNSPECIFIED);
  correction.mutable_themes();
  SetCorrection(correction, *event.mutable_feedback());
  EXPECT_THAT(event.feedback().themes(), IsEmpty());
  EXPECT_EQ(event.feedback().themes_version(), 0u);
  EXPECT_EQ(event.feedback().sentiment().score(), -0.25);
  EXPECT_EQ(event.feedback().sentiment().model_version(), 4u);
}

TEST(AnnotationTest, BeneathACorrectionTheMachineGoesOnHearing) {
  storage::v1::FeedbackEvent event = Commented("slow");
  SetHeard(Hear(Told(), event), event);
  SetCorrection(Correction(v1::SENTIMENT_LABEL_POSITIVE), *event.mutable_feedback());
  v1::Annotation anew = HeardIn(event.feedback());
  anew.mutable_sentiment()->set_score(0.5);
  anew.mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_POSITIVE);
  anew.mutable_sentiment()->set_model_version(6);
  anew.set_language("no");
  SetHeard(anew, event);
  EXPECT_EQ(event.feedback().sentiment().score(), 1);
  EXPECT_EQ(event.feedback().language(), "no");
  EXPECT_TRUE(MessageDifferencer::Equals(HeardIn(event.feedback()), anew));
  // Another correction replaces the first, not what was heard.
  SetCorrection(Correction(v1::SENTIMENT_LABEL_NEUTRAL), *event.mutable_feedback());
  EXPECT_EQ(event.feedback().sentiment().score(), 0);
  ClearCorrection(*event.mutable_feedback());
  EXPECT_FALSE(event.feedback().has_correction());
  EXPECT_EQ(event.feedback().sentiment().score(), 0.5);
  EXPECT_TRUE(MessageDifferencer::Equals(HeardIn(event.feedback()), anew));
}

}  // namespace
}  // namespace voc::ingest
