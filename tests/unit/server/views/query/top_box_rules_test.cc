#include "server/views/query/top_box_rules.h"

#include <gtest/gtest.h>

namespace voc::views {
namespace {

constexpr ScaleCode kFive = 5 << 1;
constexpr ScaleCode kSeven = 7 << 1;

TEST(TopBoxRulesTest, ARuleIsForItsSourceAndScale) {
  Dictionaries dictionaries;
  const Ordinal plain = dictionaries.Intern(Dimension::kSource, "plain");
  const Ordinal own = dictionaries.Intern(Dimension::kSource, "own");
  const Ordinal later = dictionaries.Intern(Dimension::kSource, "later");
  const TopBoxes boxes = {{"own", {.points = 5, .top = 1}}, {"nobody", {.points = 5, .top = 3}}};
  const TopBoxRules rules(v1::TREND_METRIC_CSAT, &boxes, dictionaries);
  EXPECT_FALSE(rules.empty());
  EXPECT_EQ(TopOf(rules.Of(own, kFive)), 1);
  EXPECT_EQ(rules.Of(own, kSeven), kSeven);
  EXPECT_EQ(rules.Of(plain, kFive), kFive);
  EXPECT_EQ(rules.Of(later, kFive), kFive);
  EXPECT_EQ(rules.Of(0, kFive), kFive);
  EXPECT_TRUE(TopBoxRules(v1::TREND_METRIC_CES, &boxes, dictionaries).empty());
  EXPECT_TRUE(TopBoxRules(v1::TREND_METRIC_CSAT, nullptr, dictionaries).empty());
}

}  // namespace
}  // namespace voc::views
