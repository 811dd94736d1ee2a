// Whether intervals hold the truth, and tests stay quiet, as often as they promise:
// simulated surveys, answers of one account alike, respondents who answer again.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <map>
#include <random>
#include <string>
#include <vector>

#include "server/metrics/dependence.h"
#include "server/metrics/mean.h"
#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"

namespace voc::metrics {
namespace {

constexpr int kSurveys = 10'000;
constexpr double kConfidence = 0.95;

// 50 % promoters, 30 % passives, 20 % detractors: NPS 30.
constexpr double kDetractorsBelow = -0.8416212335729143;  // of a standard normal
constexpr double kPromotersFrom = 0.0;
constexpr double kTruth = 30;
// A correlation of the normals beneath that makes 0.2 between two answers coded 1, 0, -1
// of one account, and 0.6 between two of one respondent (checked below).
constexpr double kAccountShare = 0.2487;
constexpr double kRespondentShare = 0.46;

constexpr int kOneEach = 0;

struct Respondent {
  int account;
  double nature;  // what all answers of this respondent share, account included
};

struct Answer {
  int account;
  int value;  // 1, 0, -1
};

class Customers {
 public:
  // With kOneEach everybody is an account of their own.
  Customers(std::mt19937_64& random, int accounts, bool alike)
      : random_(random), accounts_(accounts) {
    for (int i = 0; i < accounts; ++i) account_.push_back(normal_(random_));
    share_ = alike ? kAccountShare : 0;
    respondent_share_ = alike ? kRespondentShare : 0;
  }

  Respondent Draw() {
    if (accounts_ == kOneEach) return {next_account_++, 0};
    const auto account = static_cast<int>(random_() % account_.size());
    return {account, std::sqrt(share_) * account_[static_cast<size_t>(account)] +
                         std::sqrt(respondent_share_) * normal_(random_)};
  }

  Answer Ask(const Respondent& respondent) {
    const double rest = 1 - share_ - respondent_share_;
    const double mood = respondent.nature + std::sqrt(rest) * normal_(random_);
    return {respondent.account, mood >= kPromotersFrom ? 1 : mood < kDetractorsBelow ? -1 : 0};
  }

 private:
  std::mt19937_64& random_;
  std::normal_distribution<double> normal_;
  const int accounts_;
  int next_account_ = 0;
  std::vector<double> account_;
  double share_;
  double respondent_share_;
};

struct Survey {
  NpsCounts counts;
  std::map<int, std::pair<int64_t, int64_t>> accounts;  // answers, sum of values
  ClusterSums sums;

  explicit Survey(const std::vector<Answer>& answers) {
    for (const Answer& answer : answers) {
      ++(answer.value > 0   ? counts.promoters
         : answer.value < 0 ? counts.detractors
                            : counts.passives);
      auto& [n, sum] = accounts[answer.account];
      ++n;
      sum += answer.value;
    }
    for (const auto& [account, one] : accounts) sums.AddCluster(one.first, one.second);
  }

  Dependence dependence() const { return DependenceOf(sums, NpsVariance(counts)); }
};

Coupling CouplingOf(const Survey& earlier, const Survey& later) {
  SharedClusterSums shared;
  for (const auto& [account, one] : earlier.accounts) {
    const auto other = later.accounts.find(account);
    if (other == later.accounts.end()) continue;
    shared.AddCluster(one.first, one.second, other->second.first, other->second.second);
  }
  return {.earlier = earlier.dependence(),
          .later = later.dependence(),
          .correlation = CorrelationOf(earlier.sums, NpsVariance(earlier.counts), later.sums,
                                       NpsVariance(later.counts), shared)};
}

// Of the values 1, 0 and -1.
Moments MomentsOf(const Survey& survey) {
  return {.n = survey.counts.n(),
          .mean = *Nps(survey.counts) / 100,
          .variance = NpsVariance(survey.counts)};
}

// Of a survey whose values are 1 and 0, whose variance is that of its NPS.
Proportion ShareOf(const Survey& survey) { return {survey.counts.promoters, survey.counts.n()}; }

struct Case {
  int n;
  int accounts;
  bool alike;    // else accounts are known, and answers independent all the same
  bool repeats;  // a fifth of the answers are second ones of somebody who answered
  double low;    // limits of what is asked, in percent
  double high;
};

std::string AccountsOf(const Case& one) {
  return one.accounts == kOneEach ? "of one each" : std::to_string(one.accounts);
}

class Coverage : public ::testing::Test {
 protected:
  const uint64_t seed_ = 20'261'122;  // fixed: a rate of 10,000 is itself a draw
  std::mt19937_64 random_{seed_};

  std::vector<Answer> Draw(Customers& customers, const Case& one) {
    std::vector<Respondent> respondents;
    std::vector<Answer> answers;
    for (int i = 0; i < one.n; ++i) {
      const bool again = one.repeats && i % 5 == 4;
      if (!again) respondents.push_back(customers.Draw());
      answers.push_back(
          customers.Ask(again ? respondents[random_() % respondents.size()] : respondents.back()));
    }
    return answers;
  }
};

TEST_F(Coverage, TheSimulatedAnswersAreAsAlikeAsTheyAreSaidToBe) {
  double products = 0, mean = 0, squares = 0;
  for (int i = 0; i < 200'000; ++i) {
    Customers one(random_, 1, true);
    const int a = one.Ask(one.Draw()).value;
    const int b = one.Ask(one.Draw()).value;
    products += a * b;
    mean += a;
    squares += a * a;
  }
  mean /= 200'000;
  const double variance = squares / 200'000 - mean * mean;
  EXPECT_NEAR((products / 200'000 - mean * mean) / variance, 0.2, 0.01);
}

TEST_F(Coverage, IntervalsHoldTheTruth) {
  for (const Case& one :
       {Case{10, kOneEach, false, false, 93, 97}, Case{30, kOneEach, false, false, 93, 97},
        Case{100, kOneEach, false, false, 93, 97}, Case{1'000, kOneEach, false, false, 93, 97},
        Case{10, 10, true, false, 93, 97}, Case{30, 15, true, false, 93, 97},
        Case{100, 30, true, false, 93, 97}, Case{1'000, 100, true, false, 93, 97},
        Case{10, 10, true, true, 93, 97}, Case{30, 15, true, true, 93, 97},
        Case{100, 30, true, true, 93, 97}, Case{1'000, 100, true, true, 93, 97},
        Case{30, 15, false, false, 93, 97}, Case{100, 30, false, false, 93, 97},
        Case{1'000, 100, false, false, 93, 97}}) {
    int held = 0;
    int held_if_independent = 0;
    for (int i = 0; i < kSurveys; ++i) {
      Customers customers(random_, one.accounts, one.alike);
      const Survey survey(Draw(customers, one));
      const Interval interval = *NpsInterval(survey.counts, kConfidence, survey.dependence());
      const Interval plain = *NpsInterval(survey.counts, kConfidence);
      held += interval.low <= kTruth && kTruth <= interval.high;
      held_if_independent += plain.low <= kTruth && kTruth <= plain.high;
    }
    const double percent = 100.0 * held / kSurveys;
    const std::string what = "n " + std::to_string(one.n) + ", accounts " + AccountsOf(one) +
                             (one.alike ? ", alike" : ", independent") +
                             (one.repeats ? ", repeats" : "");
    std::printf("%-50s %5.1f %% (were all independent: %5.1f %%)\n", what.c_str(), percent,
                100.0 * held_if_independent / kSurveys);
    EXPECT_GE(percent, one.low) << what;
    EXPECT_LE(percent, one.high) << what;
  }
}

// The same customers are asked twice and nothing changed.
TEST_F(Coverage, TestsAreFalselyAlarmedAsOftenAsTheyPromise) {
  for (const Case& one :
       {Case{10, kOneEach, false, false, 4, 6}, Case{30, kOneEach, false, false, 4, 6},
        Case{100, kOneEach, false, false, 4, 6}, Case{1'000, kOneEach, false, false, 4, 6},
        Case{10, 5, true, false, 4, 6}, Case{10, 10, true, false, 4, 6},
        Case{10, 30, true, false, 4, 6}, Case{30, 15, true, false, 4, 6},
        Case{100, 30, true, false, 4, 6}, Case{1'000, 100, true, false, 4, 6},
        Case{10, 5, true, true, 4, 6}, Case{10, 10, true, true, 4, 6},
        Case{10, 30, true, true, 4, 6}, Case{30, 15, true, true, 4, 6},
        Case{100, 30, true, true, 4, 6}, Case{1'000, 100, true, true, 4, 6}}) {
    int alarms = 0;
    int plain_alarms = 0;
    for (int i = 0; i < kSurveys; ++i) {
      Customers customers(random_, one.accounts, one.alike);
      const Survey earlier(Draw(customers, one));
      const Survey later(Draw(customers, one));
      alarms += NpsTest(earlier.counts, later.counts, CouplingOf(earlier, later))->p_value < 0.05;
      plain_alarms += NpsTest(earlier.counts, later.counts)->p_value < 0.05;
    }
    const double percent = 100.0 * alarms / kSurveys;
    const std::string what = "n " + std::to_string(one.n) + ", accounts " + AccountsOf(one) +
                             (one.alike ? ", alike" : "") + (one.repeats ? ", repeats" : "");
    std::printf("%-50s %5.2f %% (were all independent: %5.2f %%)\n", what.c_str(), percent,
                100.0 * plain_alarms / kSurveys);
    EXPECT_GE(percent, one.low) << what;
    EXPECT_LE(percent, one.high) << what;
  }
}

// The same of shares (CSAT) and means (CES, ratings).
TEST_F(Coverage, TestsOfSharesAndMeansAreFalselyAlarmedAsOftenAsTheyPromise) {
  for (const Case& one :
       {Case{30, kOneEach, false, false, 4, 6}, Case{100, kOneEach, false, false, 4, 6},
        Case{30, 15, true, false, 4, 6}, Case{100, 30, true, false, 4, 6},
        Case{1'000, 100, true, false, 4, 6}, Case{30, 15, true, true, 4, 6},
        Case{100, 30, true, true, 4, 6}, Case{1'000, 100, true, true, 4, 6}}) {
    int of_shares = 0;
    int of_means = 0;
    for (int i = 0; i < kSurveys; ++i) {
      Customers customers(random_, one.accounts, one.alike);
      std::vector<Answer> before = Draw(customers, one);
      std::vector<Answer> now = Draw(customers, one);
      const Survey earlier(before), later(now);
      of_means +=
          WelchTest(MomentsOf(earlier), MomentsOf(later), CouplingOf(earlier, later))->p_value <
          0.05;
      for (std::vector<Answer>* answers : {&before, &now}) {
        for (Answer& answer : *answers) answer.value = answer.value > 0 ? 1 : 0;
      }
      const Survey hits1(before), hits2(now);
      of_shares +=
          ProportionTest(ShareOf(hits1), ShareOf(hits2), CouplingOf(hits1, hits2))->p_value < 0.05;
    }
    const std::string what = "n " + std::to_string(one.n) + ", accounts " + AccountsOf(one) +
                             (one.alike ? ", alike" : "") + (one.repeats ? ", repeats" : "");
    std::printf("%-50s shares %5.2f %%, means %5.2f %%\n", what.c_str(),
                100.0 * of_shares / kSurveys, 100.0 * of_means / kSurveys);
    for (const int alarms : {of_shares, of_means}) {
      EXPECT_GE(100.0 * alarms / kSurveys, one.low) << what;
      EXPECT_LE(100.0 * alarms / kSurveys, one.high) << what;
    }
  }
}

// The very same respondents answer both surveys: pairs make the test sharper, and no
// less honest.
TEST_F(Coverage, PairsSharpenTheTestWithoutFalseAlarms) {
  int alarms = 0, found = 0, found_if_independent = 0;
  for (int i = 0; i < kSurveys; ++i) {
    Customers customers(random_, 60, true);
    std::vector<Answer> before, same, worse;
    for (int k = 0; k < 200; ++k) {
      const Respondent respondent = customers.Draw();
      before.push_back(customers.Ask(respondent));
      same.push_back(customers.Ask(respondent));
      worse.push_back(customers.Ask({respondent.account, respondent.nature - 0.2}));
    }
    const Survey earlier(before), later(same), lower(worse);
    alarms += NpsTest(earlier.counts, later.counts, CouplingOf(earlier, later))->p_value < 0.05;
    found += NpsTest(earlier.counts, lower.counts, CouplingOf(earlier, lower))->p_value < 0.05;
    found_if_independent += NpsTest(earlier.counts, lower.counts)->p_value < 0.05;
  }
  std::printf("pairs: false alarms %.2f %%, a fall of 14 found %.1f %% (independent: %.1f %%)\n",
              100.0 * alarms / kSurveys, 100.0 * found / kSurveys,
              100.0 * found_if_independent / kSurveys);
  EXPECT_GE(alarms, kSurveys * 4 / 100);
  EXPECT_LE(alarms, kSurveys * 6 / 100);
  EXPECT_GT(found, found_if_independent);
}

}  // namespace
}  // namespace voc::metrics
