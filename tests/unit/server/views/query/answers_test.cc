#include "server/views/query/answers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

#include "tests/unit/server/views/query/fake_facts.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

Fact Answer(Kind kind, base::TimeNs time, int flags) {
  Fact fact;
  fact.kind = static_cast<uint8_t>(kind);
  fact.collected_at = time;
  fact.flags = static_cast<uint8_t>(flags);
  return fact;
}

class AnswersTest : public ::testing::Test {
 protected:
  AnswersTest() {
    facts_.Add(Answer(Kind::kNps, 10, kScored));
    facts_.Add(Answer(Kind::kNps, 20, kHasText));  // unscored
    facts_.Add(Answer(Kind::kCsat, 30, kScored | kHasText));
    facts_.Add(Answer(Kind::kCes, 40, kScored));
    facts_.Add(Answer(Kind::kMention, 50, kRated));
    facts_.Add(Answer(Kind::kMention, 60, kRated | kHasText));
    facts_.Add(Answer(Kind::kNps, 70, kScored | kExcluded));
    facts_.Add(Answer(Kind::kNps, 80, kScored), /*live=*/false);
  }

  std::vector<base::TimeNs> Times(v1::TrendMetric metric, TimeRange range = {}) {
    CompiledFilter filter(v1::Filter(), dictionaries_);
    AnswerReader reader(metric, v1::RESPONDENT_MODE_ALL_RESPONSES, ClusterBy::kNobody, filter);
    Grouper grouper({}, dictionaries_);
    std::vector<base::TimeNs> times;
    const absl::Status status = reader.Read(facts_, range, grouper, [&](const AnswerBatch& batch) {
      times.insert(times.end(), batch.time.begin(), batch.time.end());
      return absl::OkStatus();
    });
    EXPECT_TRUE(status.ok());
    return times;
  }

  Dictionaries dictionaries_;
  FakeFacts facts_;
};

TEST_F(AnswersTest, EachMetricCountsItsOwn) {
  EXPECT_THAT(Times(v1::TREND_METRIC_NPS), ElementsAre(10));
  EXPECT_THAT(Times(v1::TREND_METRIC_CSAT), ElementsAre(30));
  EXPECT_THAT(Times(v1::TREND_METRIC_CES), ElementsAre(40));
  EXPECT_THAT(Times(v1::TREND_METRIC_RATING), ElementsAre(50, 60));
  EXPECT_THAT(Times(v1::TREND_METRIC_SENTIMENT), ElementsAre(20, 30, 60));
}

TEST_F(AnswersTest, OnlyWithinTheRange) {
  EXPECT_THAT(Times(v1::TREND_METRIC_SENTIMENT, {30, 60}), ElementsAre(30));
  EXPECT_THAT(Times(v1::TREND_METRIC_SENTIMENT, {61, 99}), IsEmpty());
}

TEST_F(AnswersTest, ExtentIsThatOfWhatCounts) {
  CompiledFilter filter(v1::Filter(), dictionaries_);
  AnswerReader reader(v1::TREND_METRIC_SENTIMENT, v1::RESPONDENT_MODE_ALL_RESPONSES,
                      ClusterBy::kNobody, filter);
  const auto all = reader.Extent(facts_, {});
  ASSERT_TRUE(all.ok() && *all);
  EXPECT_EQ((*all)->start, 20);
  EXPECT_EQ((*all)->end, 61);
  const auto part = reader.Extent(facts_, {21, 60});
  ASSERT_TRUE(part.ok() && *part);
  EXPECT_EQ((*part)->start, 30);
  EXPECT_EQ((*part)->end, 31);
  const auto none = reader.Extent(facts_, {100, 200});
  ASSERT_TRUE(none.ok());
  EXPECT_FALSE(*none);
}

TEST_F(AnswersTest, AnAnswerWithThemesHasAnEntryForEach) {
  Fact fact = Answer(Kind::kNps, 90, kScored);
  fact.score = 7;
  fact.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList({"price", "speed"}));
  facts_.Add(fact);
  CompiledFilter filter(v1::Filter(), dictionaries_);
  AnswerReader reader(v1::TREND_METRIC_NPS, v1::RESPONDENT_MODE_ALL_RESPONSES, ClusterBy::kNobody,
                      filter);
  const std::vector<GroupDimension> dimensions = {
      {GroupDimension::Kind::kTheme, "theme", Dimension::kSource, ""}};
  Grouper grouper(dimensions, dictionaries_);
  const absl::Status status = reader.Read(facts_, {90, 91}, grouper, [&](const AnswerBatch& batch) {
    EXPECT_THAT(batch.bin, ElementsAre(7, 7));
    EXPECT_THAT(batch.is_first, ElementsAre(1, 0));
    EXPECT_THAT(batch.group, UnorderedElementsAre(0, 1));
    return absl::CancelledError("seen");
  });
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
}

TEST_F(AnswersTest, ScalesAndDirectionsHaveCodes) {
  Fact fact = Answer(Kind::kCes, 90, kScored | kLowIsGood);
  fact.scale = 5;
  facts_.Add(fact);
  CompiledFilter filter(v1::Filter(), dictionaries_);
  AnswerReader reader(v1::TREND_METRIC_CES, v1::RESPONDENT_MODE_ALL_RESPONSES, ClusterBy::kNobody,
                      filter);
  Grouper grouper({}, dictionaries_);
  std::vector<ScaleCode> codes;
  ASSERT_TRUE(reader
                  .Read(facts_, {90, 91}, grouper,
                        [&](const AnswerBatch& batch) {
                          codes = batch.scale;
                          return absl::OkStatus();
                        })
                  .ok());
  ASSERT_EQ(codes.size(), 1u);
  EXPECT_EQ(ScalePoints(codes[0]), 5);
  EXPECT_TRUE(LowIsGood(codes[0]));
}

}  // namespace
}  // namespace voc::views
