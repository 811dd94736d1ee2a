#ifndef VOC_TESTS_UNIT_SERVER_INGEST_RANDOM_FEEDBACK_H_
#define VOC_TESTS_UNIT_SERVER_INGEST_RANDOM_FEEDBACK_H_

#include <cstdint>
#include <random>
#include <string>

#include "absl/strings/str_cat.h"
#include "voc/v1/feedback.pb.h"

namespace voc::ingest {

// Makes feedback that Validate accepts, with every optional field there about
// half of the time.
class RandomFeedback {
 public:
  explicit RandomFeedback(uint64_t seed) : random_(seed) {}

  // 0..limit, both included.
  int Below(int limit) { return std::uniform_int_distribution<int>(0, limit)(random_); }
  bool Coin() { return Below(1) == 1; }

  std::string Text(int max_characters) {
    static constexpr const char* kCharacters[] = {"a", "B", " ", "0", "-", "Ö", "ø", "漢", "🙂"};
    std::string text;
    for (int i = Below(max_characters); i > 0; --i) text += kCharacters[Below(8)];
    return text;
  }

  v1::Feedback Next() {
    v1::Feedback feedback;
    feedback.set_source_id(absl::StrCat("s", Text(3)));
    feedback.set_submission_id(absl::StrCat("i", Text(5)));
    if (Coin()) feedback.set_question_id(Text(5));
    if (Coin()) feedback.set_client_revision(Below(5));
    if (Coin()) {
      FillResponse(*feedback.mutable_response());
    } else {
      FillMention(*feedback.mutable_mention());
    }
    if (Coin()) feedback.set_respondent_id(Text(8));
    if (Coin()) feedback.set_account_id(Text(8));
    if (Coin()) {
      feedback.mutable_collected_at()->set_seconds(Below(1'700'000'000));
      feedback.mutable_collected_at()->set_nanos(Below(999'999'999));
    }
    if (Coin()) feedback.set_channel(Text(6));
    feedback.set_journey_stage(static_cast<v1::JourneyStage>(Below(5)));
    if (Coin()) feedback.set_touchpoint(Text(6));
    for (int i = Below(5); i > 0; --i) {
      (*feedback.mutable_properties())[absl::StrCat("p", Text(3))] = Text(4);
    }
    static constexpr const char* kTags[] = {"", "SV", "en-gb", "zh-hant-hk", "EN-ca-X-CA"};
    feedback.set_language(kTags[Below(4)]);
    return feedback;
  }

  // Puts something into every output-only field.
  void FillOutputs(v1::Feedback& feedback) {
    feedback.set_feedback_id(Text(9) + "x");
    feedback.set_sequence(1 + Below(9));
    feedback.set_revision(1 + Below(9));
    feedback.mutable_ingested_at()->set_seconds(Below(9));
    feedback.mutable_sentiment()->set_score(-0.5);
    feedback.add_themes(Text(9));
    feedback.set_themes_version(1 + static_cast<uint32_t>(Below(9)));
    feedback.mutable_exclusion()->set_reason(Text(9));
    feedback.mutable_correction()->set_author(Text(9));
  }

  std::mt19937_64& random() { return random_; }

 private:
  void FillResponse(v1::SurveyResponse& response) {
    response.set_metric(static_cast<v1::Metric>(1 + Below(2)));
    if (Coin()) response.set_score(1 + Below(4));
    const bool nps = response.metric() == v1::METRIC_NPS;
    if (Coin()) response.set_scale_points(nps ? 11 : 5);
    response.set_low_is_good(response.metric() == v1::METRIC_CES && Coin());
    response.set_comment(Text(20));
    response.set_finished(response.has_score() && Coin());
  }

  void FillMention(v1::Mention& mention) {
    mention.set_mention_type(static_cast<v1::MentionType>(Below(2)));
    mention.set_platform(Text(6));
    mention.set_title(Text(20));
    mention.set_body(absl::StrCat("b", Text(20)));
    if (Coin()) mention.set_url(Text(20));
    if (Coin()) mention.set_author(Text(20));
    if (Coin()) mention.set_rating(Coin() ? Below(5) : -0.0);
    if (Coin()) mention.set_rating_max(10);
  }

  std::mt19937_64 random_;
};

}  // namespace voc::ingest

#endif  // VOC_TESTS_UNIT_SERVER_INGEST_RANDOM_FEEDBACK_H_
