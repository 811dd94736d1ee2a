#include "server/rpc/annotate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/ingest/limits.h"
#include "server/rpc/limits.h"

namespace voc::rpc {
namespace {

// Hears the text itself.
class Echo final : public sentiment::Annotator {
 public:
  sentiment::Annotation Annotate(const sentiment::Text& text) const override {
    return {
        .language = std::string(text.given_language),
        .score = text.body.empty() ? 0.0 : 0.5,
        .label = text.body.empty() ? sentiment::Label::kUnlabelled : sentiment::Label::kPositive,
        .themes = {std::string(text.body)},
        .model_version = 2,
        .themes_version = 3};
  }
};

bool Never() { return false; }

absl::StatusOr<v1::AnnotateResponse> AnnotateAll(const v1::AnnotateRequest& request) {
  return AnnotateTexts(request, Echo(), Never);
}

TEST(AnnotateTest, OneAnnotationATextInOrder) {
  v1::AnnotateRequest request;
  request.set_language("en-GB");
  request.add_texts("first");
  request.add_texts("");
  const absl::StatusOr<v1::AnnotateResponse> response = AnnotateAll(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->annotations_size(), 2);
  EXPECT_EQ(response->annotations(0).language(), "en-GB");
  EXPECT_EQ(response->annotations(0).sentiment().score(), 0.5);
  EXPECT_EQ(response->annotations(0).sentiment().label(), v1::SENTIMENT_LABEL_POSITIVE);
  EXPECT_THAT(response->annotations(0).themes(), ::testing::ElementsAre("first"));
  EXPECT_EQ(response->annotations(0).sentiment().model_version(), 2u);
  EXPECT_EQ(response->annotations(0).themes_version(), 3u);
  EXPECT_EQ(response->annotations(1).sentiment().label(), v1::SENTIMENT_LABEL_UNLABELLED);
}

TEST(AnnotateTest, LimitsAreKept) {
  v1::AnnotateRequest many;
  for (int i = 0; i < kMaxAnnotateTexts; ++i) many.add_texts("x");
  EXPECT_TRUE(AnnotateAll(many).ok());
  many.add_texts("x");
  EXPECT_EQ(AnnotateAll(many).status().code(), absl::StatusCode::kInvalidArgument);
  v1::AnnotateRequest large;
  large.add_texts(std::string(ingest::kMaxTextBytes, 'x'));
  EXPECT_TRUE(AnnotateAll(large).ok());
  large.add_texts(std::string(ingest::kMaxTextBytes + 1, 'x'));
  EXPECT_THAT(std::string(AnnotateAll(large).status().message()), ::testing::HasSubstr("texts[1]"));
  v1::AnnotateRequest language;
  language.set_language("not a tag");
  EXPECT_THAT(std::string(AnnotateAll(language).status().message()),
              ::testing::HasSubstr("language"));
}

TEST(AnnotateTest, EndsWhenTheCallerIsGone) {
  v1::AnnotateRequest request;
  request.add_texts("x");
  EXPECT_EQ(AnnotateTexts(request, Echo(), [] { return true; }).status().code(),
            absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace voc::rpc
