#include "server/discover/opinion.h"

#include <gtest/gtest.h>

namespace voc::discover {
namespace {

using views::Kind;

Opinion OfScore(Kind kind, int score, int scale, bool low_is_good = false) {
  views::Fact fact;
  fact.kind = static_cast<uint8_t>(kind);
  fact.score = static_cast<uint8_t>(score);
  fact.scale = static_cast<uint8_t>(scale);
  fact.flags = views::kScored;
  if (low_is_good) fact.flags |= views::kLowIsGood;
  return OpinionOf(fact);
}

TEST(OpinionOf, ScoresAsTheirMetricHasThem) {
  EXPECT_EQ(OfScore(Kind::kNps, 6, 11), Opinion::kBad);
  EXPECT_EQ(OfScore(Kind::kNps, 7, 11), Opinion::kNeutral);
  EXPECT_EQ(OfScore(Kind::kNps, 9, 11), Opinion::kGood);
  EXPECT_EQ(OfScore(Kind::kCsat, 2, 5), Opinion::kBad);
  EXPECT_EQ(OfScore(Kind::kCsat, 3, 5), Opinion::kNeutral);
  EXPECT_EQ(OfScore(Kind::kCsat, 4, 5), Opinion::kGood);
  EXPECT_EQ(OfScore(Kind::kCsat, 2, 3), Opinion::kNeutral);
  EXPECT_EQ(OfScore(Kind::kCes, 3, 7), Opinion::kBad);
  EXPECT_EQ(OfScore(Kind::kCes, 5, 7), Opinion::kGood);
  EXPECT_EQ(OfScore(Kind::kCes, 1, 5, /*low_is_good=*/true), Opinion::kGood);
  EXPECT_EQ(OfScore(Kind::kCes, 4, 5, /*low_is_good=*/true), Opinion::kBad);
}

TEST(OpinionOf, RatingsThenSentiment) {
  views::Fact fact;
  fact.kind = static_cast<uint8_t>(Kind::kMention);
  fact.label = static_cast<uint8_t>(views::Label::kNegative);
  EXPECT_EQ(OpinionOf(fact), Opinion::kBad);
  fact.flags = views::kRated;
  fact.rating = 4 * views::kRatingUnit;
  EXPECT_EQ(OpinionOf(fact), Opinion::kGood);
  fact.rating = 3 * views::kRatingUnit;
  EXPECT_EQ(OpinionOf(fact), Opinion::kNeutral);
  fact.flags = 0;
  fact.label = static_cast<uint8_t>(views::Label::kUnlabelled);
  EXPECT_EQ(OpinionOf(fact), Opinion::kNone);
}

}  // namespace
}  // namespace voc::discover
