// How often tests of independent answers find a change where there is none: counted over
// every outcome that there is, each as often as it occurs, not simulated.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <cstdio>
#include <string>
#include <utility>
#include <vector>

#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {
namespace {

constexpr double kLevel = 0.05;

// What answers are drawn from.
struct Mix {
  double promoters;
  double passives;
  double detractors;
};

struct Outcome {
  NpsCounts counts;
  double probability;
};

double LogFactorial(int64_t n) { return std::lgamma(static_cast<double>(n) + 1); }

std::vector<Outcome> OutcomesOf(int64_t n, Mix mix) {
  std::vector<Outcome> outcomes;
  for (int64_t promoters = 0; promoters <= n; ++promoters) {
    for (int64_t detractors = 0; promoters + detractors <= n; ++detractors) {
      const int64_t passives = n - promoters - detractors;
      const double log = LogFactorial(n) - LogFactorial(promoters) - LogFactorial(passives) -
                         LogFactorial(detractors) +
                         static_cast<double>(promoters) * std::log(mix.promoters) +
                         static_cast<double>(passives) * std::log(mix.passives) +
                         static_cast<double>(detractors) * std::log(mix.detractors);
      outcomes.push_back({{promoters, passives, detractors}, std::exp(log)});
    }
  }
  return outcomes;
}

// In percent.
struct Alarms {
  double rises = 0;
  double falls = 0;

  double all() const { return rises + falls; }
};

Alarms AlarmsOf(int64_t n1, int64_t n2, Mix mix) {
  Alarms alarms;
  const std::vector<Outcome> later = OutcomesOf(n2, mix);
  for (const Outcome& a : OutcomesOf(n1, mix)) {
    for (const Outcome& b : later) {
      const Comparison test = *NpsTest(a.counts, b.counts);
      if (test.p_value >= kLevel) continue;
      (*test.statistic > 0 ? alarms.rises : alarms.falls) += 100 * a.probability * b.probability;
    }
  }
  return alarms;
}

struct Case {
  int64_t n1;
  int64_t n2;
  Mix mix;
};

std::string NameOf(const Case& one) {
  return "n " + std::to_string(one.n1) + " and " + std::to_string(one.n2) + ", NPS " +
         std::to_string(std::lround(100 * (one.mix.promoters - one.mix.detractors)));
}

constexpr Mix kNps30{.promoters = 0.5, .passives = 0.3, .detractors = 0.2};
constexpr Mix kNps0{.promoters = 0.35, .passives = 0.3, .detractors = 0.35};
constexpr Mix kNps0OfFewPassives{.promoters = 0.45, .passives = 0.1, .detractors = 0.45};
constexpr Mix kNps0OfManyPassives{.promoters = 0.2, .passives = 0.6, .detractors = 0.2};
constexpr Mix kNps50{.promoters = 0.6, .passives = 0.3, .detractors = 0.1};
constexpr Mix kNpsMinus20{.promoters = 0.25, .passives = 0.3, .detractors = 0.45};
constexpr Mix kNps80{.promoters = 0.85, .passives = 0.1, .detractors = 0.05};

TEST(NpsTest, AsManyFalseAlarmsAsPromised) {
  for (const auto& [n1, n2] :
       {std::pair{10, 10}, {10, 20}, {10, 30}, {30, 10}, {20, 20}, {30, 30}}) {
    for (const Mix& mix :
         {kNps30, kNps0, kNps0OfFewPassives, kNps0OfManyPassives, kNps50, kNpsMinus20}) {
      const Case one{n1, n2, mix};
      const Alarms alarms = AlarmsOf(n1, n2, mix);
      std::printf("%-24s %5.2f %%\n", NameOf(one).c_str(), alarms.all());
      EXPECT_GE(alarms.all(), 4) << NameOf(one);
      EXPECT_LE(alarms.all(), 6) << NameOf(one);
    }
  }
}

// Nearly everybody a promoter: ten answers have so few outcomes that none of them is
// unlikely enough to be called a change; twenty have. Of thirty, the three answers that are
// added hide changes again.
TEST(NpsTest, FewerFalseAlarmsWhereNearlyAllAnswersAreTheSame) {
  for (const auto& [n, least] : {std::pair{10, 2.0}, {20, 4.0}, {30, 1.5}}) {
    const Alarms alarms = AlarmsOf(n, n, kNps80);
    std::printf("%-24s %5.2f %%\n", NameOf({n, n, kNps80}).c_str(), alarms.all());
    EXPECT_GE(alarms.all(), least) << n;
    EXPECT_LE(alarms.all(), 6) << n;
  }
}

// Three answers added to ten of a score of 50 pull it down, those added to thirty less:
// the adjusted difference alone finds rises from ten to thirty six times as often as falls.
TEST(NpsTest, FalseAlarmsOfUnequalSamplesGoBothWays) {
  const Alarms alarms = AlarmsOf(10, 30, kNps50);
  std::printf("rises %.2f %%, falls %.2f %%\n", alarms.rises, alarms.falls);
  EXPECT_LT(alarms.rises, 2 * alarms.falls);
  EXPECT_LT(alarms.falls, 2 * alarms.rises);
}

double ProportionAlarms(int64_t n1, int64_t n2, double p) {
  double alarms = 0;
  const auto probability = [&](int64_t hits, int64_t n) {
    return std::exp(LogFactorial(n) - LogFactorial(hits) - LogFactorial(n - hits) +
                    static_cast<double>(hits) * std::log(p) +
                    static_cast<double>(n - hits) * std::log(1 - p));
  };
  for (int64_t a = 0; a <= n1; ++a) {
    for (int64_t b = 0; b <= n2; ++b) {
      if (ProportionTest({a, n1}, {b, n2})->p_value < kLevel) {
        alarms += 100 * probability(a, n1) * probability(b, n2);
      }
    }
  }
  return alarms;
}

// A share of ten answers takes eleven values, so that its rate lies where it can; at 90 %
// of ten, and of ten against a thousand, Fisher's exact test keeps below what is promised.
TEST(ProportionTest, AsManyFalseAlarmsAsItsStepsAllow) {
  struct Rate {
    int64_t n1, n2;
    double p, low, high;
  };
  for (const Rate& rate :
       {Rate{10, 10, 0.5, 4, 6}, Rate{10, 10, 0.7, 3.5, 6}, Rate{10, 10, 0.9, 0.5, 6},
        Rate{10, 30, 0.5, 4, 6}, Rate{10, 30, 0.7, 4, 6}, Rate{10, 30, 0.9, 1.5, 6},
        Rate{30, 30, 0.7, 4, 6}, Rate{30, 30, 0.9, 4, 6}, Rate{10, 1'000, 0.7, 4, 7},
        Rate{10, 1'000, 0.9, 3, 6}, Rate{100, 100, 0.7, 4, 6}, Rate{100, 100, 0.9, 4, 6}}) {
    const double alarms = ProportionAlarms(rate.n1, rate.n2, rate.p);
    std::printf("n %lld and %lld, share %.0f %%: %5.2f %%\n", static_cast<long long>(rate.n1),
                static_cast<long long>(rate.n2), 100 * rate.p, alarms);
    EXPECT_GE(alarms, rate.low) << rate.n1 << ' ' << rate.n2 << ' ' << rate.p;
    EXPECT_LE(alarms, rate.high) << rate.n1 << ' ' << rate.n2 << ' ' << rate.p;
  }
}

}  // namespace
}  // namespace voc::metrics
