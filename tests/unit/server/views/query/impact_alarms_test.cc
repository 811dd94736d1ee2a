// How often QueryImpact calls chance news, where answers and texts of one account are alike.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdio>
#include <optional>
#include <random>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/views/query/impact.h"
#include "tests/unit/server/views/query/fake_facts.h"
#include "tests/unit/server/views/query/no_reader.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

constexpr char kNow[] = "2025-03-10T00:00:00Z";
constexpr char kBefore[] = "2025-02-10T00:00:00Z";

class AlarmsTest : public ::testing::Test {
 protected:
  AlarmsTest() {
    request_.set_metric(v1::TREND_METRIC_NPS);
    v1::Interval& interval = *request_.mutable_filter()->mutable_interval();
    *interval.mutable_start_time() = StampAt("2025-03-01T00:00:00Z");
    *interval.mutable_end_time() = StampAt("2025-04-01T00:00:00Z");
  }

  // Whose answer it is, if that is known, and whether it is about the price.
  void SayIt(std::optional<size_t> account, bool about_price, Fact& fact) {
    if (account.has_value()) {
      fact.account = dictionaries_.Intern(Dimension::kAccount, absl::StrCat("account", *account));
    }
    if (about_price) {
      fact.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList({"price"}));
    }
  }

  // Of the price; empty if nobody says it.
  v1::ImpactRow PriceRow(const FactSource& facts) {
    const auto response = QueryImpact(request_, facts, dictionaries_, NoReader());
    EXPECT_TRUE(response.ok()) << response.status();
    for (const v1::ImpactRow& row : response->rows()) {
      if (row.value() == "price") return row;
    }
    return {};
  }

 private:
  Dictionaries dictionaries_;
  v1::QueryImpactRequest request_;
};

// How often a theme that has nothing to do with the score is said to have an impact, in
// percent of `surveys`: 400 answers of 40 accounts, those of one account correlated 0.2.
// An answer is about what its account cares for, or, in `mixed` of all, about anything.
// Where no account is known answers are taken as independent.
class ImpactAlarms : public AlarmsTest {
 protected:
  static constexpr int kSurveys = 2'000;
  static constexpr int kAnswers = 400;
  static constexpr size_t kAccounts = 40;
  // See coverage_test.cc: 0.2 between two answers coded 1, 0, -1.
  static constexpr double kAccountShare = 0.2487;

  struct Rates {
    double by_account = 0;
    double taken_as_independent = 0;
  };

  Rates Simulate(double mixed) {
    Rates rates;
    for (int i = 0; i < kSurveys; ++i) {
      Draw(mixed);
      rates.by_account += Alarmed(true) ? 100.0 / kSurveys : 0;
      rates.taken_as_independent += Alarmed(false) ? 100.0 / kSurveys : 0;
    }
    return rates;
  }

 private:
  struct Answer {
    size_t account;
    int score;
    bool has_theme;
  };

  void Draw(double mixed) {
    std::normal_distribution<double> normal;
    std::bernoulli_distribution cares(0.3), is_mixed(mixed);
    std::vector<double> nature;
    std::vector<bool> topic;
    for (size_t i = 0; i < kAccounts; ++i) {
      nature.push_back(std::sqrt(kAccountShare) * normal(random_));
      topic.push_back(cares(random_));
    }
    answers_.clear();
    for (int i = 0; i < kAnswers; ++i) {
      const size_t account = random_() % kAccounts;
      const double mood = nature[account] + std::sqrt(1 - kAccountShare) * normal(random_);
      const bool has_theme = is_mixed(random_) ? cares(random_) : topic[account];
      answers_.push_back({account, mood >= 0 ? 10 : mood < -0.8416 ? 3 : 8, has_theme});
    }
  }

  bool Alarmed(bool accounts_known) {
    FakeFacts facts;
    uint64_t events = 0;
    for (const Answer& answer : answers_) {
      Fact fact;
      fact.kind = static_cast<uint8_t>(Kind::kNps);
      fact.scale = 11;
      fact.score = static_cast<uint8_t>(answer.score);
      fact.flags = kScored | kHasText;
      fact.label = static_cast<uint8_t>(Label::kUnlabelled);
      SayIt(accounts_known ? std::optional(answer.account) : std::nullopt, answer.has_theme, fact);
      fact.collected_at = At(kNow);
      fact.event_sequence = fact.sequence = ++events;
      facts.Add(fact);
    }
    facts.set_sequence(events);
    const v1::ImpactRow row = PriceRow(facts);
    return row.has_p_value() && row.p_value() < 0.05;
  }

  std::mt19937_64 random_{20'261'122};  // fixed: a rate is itself a draw
  std::vector<Answer> answers_;
};

TEST_F(ImpactAlarms, OfAThemeThatIsOfSomeAccounts) {
  const Rates rates = Simulate(0.2);
  std::printf("accounts of a theme: %.1f %% (taken as independent %.1f %%)\n", rates.by_account,
              rates.taken_as_independent);
  EXPECT_GE(rates.by_account, 3);
  EXPECT_LE(rates.by_account, 7.5);
  EXPECT_GT(rates.taken_as_independent, 12);
}

TEST_F(ImpactAlarms, OfAThemeThatIsOfAllAccounts) {
  const Rates rates = Simulate(1);
  std::printf("themes of all accounts: %.1f %% (taken as independent %.1f %%)\n", rates.by_account,
              rates.taken_as_independent);
  EXPECT_GE(rates.by_account, 3);
  EXPECT_LE(rates.by_account, 7.5);
}

// How often a theme that as many texts are about as before is said to have changed, in percent of
// surveys: 300 texts of 40 accounts in each period. What an account writes about it writes about
// for the period, and another account in the next.
class ChangeAlarms : public AlarmsTest {
 protected:
  static constexpr int kSurveys = 1'000;
  static constexpr int kTexts = 300;
  static constexpr size_t kAccounts = 40;

  double Simulate(bool accounts_known) {
    int alarms = 0;
    for (int i = 0; i < kSurveys; ++i) alarms += Alarmed(accounts_known) ? 1 : 0;
    return alarms * 100.0 / kSurveys;
  }

 private:
  bool Alarmed(bool accounts_known) {
    std::bernoulli_distribution cares(0.3), mixed(0.3);
    FakeFacts facts;
    uint64_t events = 0;
    for (const std::string_view time : {kBefore, kNow}) {
      std::vector<bool> topic;
      for (size_t i = 0; i < kAccounts; ++i) topic.push_back(cares(random_));
      for (int i = 0; i < kTexts; ++i) {
        const size_t account = random_() % kAccounts;
        Fact fact;
        fact.kind = static_cast<uint8_t>(Kind::kNps);
        fact.scale = 11;
        fact.score = 8;
        fact.flags = kScored | kHasText;
        fact.label = static_cast<uint8_t>(Label::kNeutral);
        SayIt(accounts_known ? std::optional(account) : std::nullopt,
              mixed(random_) ? cares(random_) : topic[account], fact);
        fact.collected_at = At(time);
        fact.event_sequence = fact.sequence = ++events;
        facts.Add(fact);
      }
    }
    facts.set_sequence(events);
    const v1::ImpactRow row = PriceRow(facts);
    return row.change().has_p_value() && row.change().p_value() < 0.05;
  }

  std::mt19937_64 random_{20'261'122};  // fixed: a rate is itself a draw
};

TEST_F(ChangeAlarms, OfTextsOfFewAccounts) {
  const double by_account = Simulate(true);
  const double taken_as_independent = Simulate(false);
  std::printf("a change of texts: %.1f %% (taken as independent %.1f %%)\n", by_account,
              taken_as_independent);
  EXPECT_GE(by_account, 3);
  EXPECT_LE(by_account, 7.5);
  EXPECT_GT(taken_as_independent, 12);
}

}  // namespace
}  // namespace voc::views
