#include "server/discover/opinion.h"

#include "server/metrics/csat.h"

namespace voc::discover {
namespace {

constexpr int kGoodStars = 4;
constexpr int kBadStars = 2;

Opinion Between(int score, int bad, int good) {
  if (score <= bad) return Opinion::kBad;
  return score >= good ? Opinion::kGood : Opinion::kNeutral;
}

Opinion OfScore(const views::Fact& fact) {
  const int points = fact.scale;
  switch (static_cast<views::Kind>(fact.kind)) {
    case views::Kind::kNps:
      return Between(fact.score, 6, 9);
    case views::Kind::kCsat:
      return Between(fact.score, points <= 3 ? 1 : 2,
                     metrics::CsatTopBoxFrom(points).value_or(points));
    default: {
      // Counted from the bad end of the scale.
      const bool low_is_good = (fact.flags & views::kLowIsGood) != 0;
      const int ease = low_is_good ? points + 1 - fact.score : fact.score;
      return points == 5 ? Between(ease, 2, 4) : Between(ease, 3, 5);
    }
  }
}

}  // namespace

Opinion OpinionOf(const views::Fact& fact) {
  if ((fact.flags & views::kScored) != 0) return OfScore(fact);
  if ((fact.flags & views::kRated) != 0) {
    if (fact.rating <= kBadStars * views::kRatingUnit) return Opinion::kBad;
    return fact.rating >= kGoodStars * views::kRatingUnit ? Opinion::kGood : Opinion::kNeutral;
  }
  switch (static_cast<views::Label>(fact.label)) {
    case views::Label::kPositive:
      return Opinion::kGood;
    case views::Label::kNeutral:
      return Opinion::kNeutral;
    case views::Label::kNegative:
      return Opinion::kBad;
    default:
      return Opinion::kNone;
  }
}

}  // namespace voc::discover
