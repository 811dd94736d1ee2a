#include "server/ingest/prepare.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>

#include "server/ingest/content_hash.h"
#include "server/ingest/feedback_key.h"

namespace voc::ingest {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Hears every text alike.
class Fixed final : public sentiment::Annotator {
 public:
  explicit Fixed(uint32_t version) : version_(version) {}

  sentiment::Annotation Annotate(const sentiment::Text& text) const override {
    const bool empty = text.title.empty() && text.body.empty();
    return {.language = text.given_language.empty() ? "en" : std::string(text.given_language),
            .score = empty ? 0.0 : -0.75,
            .label = empty ? sentiment::Label::kUnlabelled : sentiment::Label::kNegative,
            .themes = empty ? std::vector<std::string>{} : std::vector<std::string>{"speed"},
            .model_version = version_,
            .themes_version = version_ + 1};
  }

 private:
  const uint32_t version_;
};

v1::Feedback Commented(const std::string& comment) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id("1");
  feedback.mutable_response()->set_metric(v1::METRIC_NPS);
  feedback.mutable_response()->set_score(3);
  feedback.mutable_response()->set_comment(comment);
  return feedback;
}

SubmitCommand Prepared(const v1::Feedback& feedback, uint32_t version) {
  auto arena = std::make_shared<google::protobuf::Arena>();
  auto* const own = google::protobuf::Arena::CreateMessage<v1::Feedback>(arena.get());
  *own = feedback;
  return std::get<SubmitCommand>(Prepare(own, arena, Fixed(version)));
}

TEST(PrepareTest, AFeedbackSaysWhatHeardItsText) {
  const SubmitCommand command = Prepared(Commented("slow"), 7);
  const v1::Feedback& feedback = command.event->feedback();
  EXPECT_EQ(feedback.language(), "en");
  EXPECT_EQ(feedback.sentiment().label(), v1::SENTIMENT_LABEL_NEGATIVE);
  EXPECT_EQ(feedback.sentiment().score(), -0.75);
  EXPECT_EQ(feedback.sentiment().model_version(), 7u);
  EXPECT_EQ(feedback.themes_version(), 8u);
  EXPECT_THAT(feedback.themes(), ElementsAre("speed"));
  EXPECT_FALSE(command.language_given);
}

TEST(PrepareTest, WithoutTextThereIsNothingToHear) {
  const SubmitCommand command = Prepared(Commented(""), 7);
  const v1::Feedback& feedback = command.event->feedback();
  EXPECT_EQ(feedback.sentiment().label(), v1::SENTIMENT_LABEL_UNLABELLED);
  EXPECT_EQ(feedback.sentiment().model_version(), 0u);
  EXPECT_EQ(feedback.themes_version(), 0u);
  EXPECT_THAT(feedback.themes(), IsEmpty());
}

TEST(PrepareTest, TheContentIsTheSameWhateverHeardIt) {
  v1::Feedback exported = Commented("slow");
  exported.mutable_sentiment()->set_model_version(3);
  exported.set_themes_version(99);
  const SubmitCommand command = Prepared(exported, 7);
  EXPECT_EQ(command.content_hash, Prepared(Commented("slow"), 8).content_hash);
  EXPECT_EQ(command.event->feedback().sentiment().model_version(), 7u);
  EXPECT_EQ(command.event->feedback().themes_version(), 8u);
}

TEST(PrepareTest, ABadFeedbackIsRejected) {
  auto arena = std::make_shared<google::protobuf::Arena>();
  auto* const bad = google::protobuf::Arena::CreateMessage<v1::Feedback>(arena.get());
  const Command command = Prepare(bad, arena, Fixed(7));
  ASSERT_TRUE(std::holds_alternative<RejectCommand>(command));
  EXPECT_EQ(std::get<RejectCommand>(command).error->code(), 3);
}

TEST(PrepareDisplay, BecomesAnEventOfItsOwn) {
  v1::Display display;
  display.set_source_id("app");
  display.set_display_id("1");
  display.set_metric(v1::METRIC_CSAT);
  display.set_channel("Web");
  display.mutable_displayed_at()->set_seconds(7);
  (*display.mutable_properties())["plan"] = "pro";
  const Command command = PrepareDisplay(display, std::make_shared<google::protobuf::Arena>());
  const auto& submit = std::get<SubmitCommand>(command);
  EXPECT_EQ(submit.event->asked().metric(), v1::METRIC_CSAT);
  EXPECT_EQ(submit.event->asked().kind(), v1::DISPLAY_KIND_SHOWN);
  EXPECT_EQ(submit.event->feedback().submission_id(), "1");
  EXPECT_EQ(submit.event->feedback().channel(), "web");
  EXPECT_EQ(submit.event->feedback().collected_at().seconds(), 7);
  EXPECT_EQ(submit.event->feedback().properties().at("plan"), "pro");
  EXPECT_EQ(submit.id, FeedbackIdOf(submit.event->feedback()));
  EXPECT_EQ(submit.event->feedback().kind_case(), v1::Feedback::KIND_NOT_SET);
}

TEST(PrepareDisplay, ABadOneIsRejected) {
  const Command command =
      PrepareDisplay(v1::Display(), std::make_shared<google::protobuf::Arena>());
  EXPECT_TRUE(std::holds_alternative<RejectCommand>(command));
}

}  // namespace
}  // namespace voc::ingest
