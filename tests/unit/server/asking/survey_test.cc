#include "server/asking/survey.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace voc::asking {
namespace {

v1::Source Source() {
  v1::Source source;
  source.set_source_id("app");
  source.set_metric(v1::METRIC_CSAT);
  source.set_scale_points(7);
  source.set_top_box(2);
  for (const char* tag : {"en", "sv", "pt-BR", "zh-Hant"}) {
    (*source.mutable_texts())[tag].set_question(tag);
  }
  source.add_token_keys()->set_key("secret");
  return source;
}

std::string Language(const std::vector<std::string>& languages) {
  google::protobuf::RepeatedPtrField<std::string> asked(languages.begin(), languages.end());
  const v1::GetSurveyResponse survey = SurveyOf(Source(), asked);
  EXPECT_EQ(survey.texts().question(), survey.language());
  return survey.language();
}

TEST(SurveyTest, ShowsWhatIsAskedAndNothingElse) {
  const v1::GetSurveyResponse survey = SurveyOf(Source(), {});
  EXPECT_EQ(survey.source_id(), "app");
  EXPECT_EQ(survey.metric(), v1::METRIC_CSAT);
  EXPECT_EQ(survey.scale_points(), 7);
  EXPECT_EQ(survey.top_box(), 2);
  EXPECT_FALSE(survey.has_texts());
  EXPECT_EQ(survey.language(), "");
}

TEST(SurveyTest, TheFirstLanguageThatThereIsWins) {
  EXPECT_EQ(Language({"sv"}), "sv");
  EXPECT_EQ(Language({"sv-SE", "en"}), "sv");
  EXPECT_EQ(Language({"fi", "en-GB", "sv"}), "en");
  EXPECT_EQ(Language({"PT-br"}), "pt-BR");
  EXPECT_EQ(Language({"zh-Hant-TW"}), "zh-Hant");
  EXPECT_EQ(Language({"pt", "fi"}), "");
  EXPECT_EQ(Language({"", "-", "no tag", "sv_SE", std::string(1000, 'x'), "en"}), "en");
}

}  // namespace
}  // namespace voc::asking
