#include "server/views/query/impact.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/metrics/benjamini_hochberg.h"
#include "server/metrics/dependence.h"
#include "server/metrics/nps.h"
#include "server/metrics/proportion.h"
#include "storage/base/worker_pool.h"
#include "tests/unit/server/views/query/fake_facts.h"
#include "tests/unit/server/views/query/no_reader.h"
#include "tests/unit/server/views/query/random_facts.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr char kNow[] = "2025-03-10T00:00:00Z";
constexpr char kBefore[] = "2025-02-10T00:00:00Z";

class ImpactTest : public ::testing::Test {
 protected:
  ImpactTest() {
    request_.set_metric(v1::TREND_METRIC_NPS);
    Between("2025-03-01T00:00:00Z", "2025-04-01T00:00:00Z");
  }

  void Between(std::string_view start, std::string_view end) {
    v1::Interval& interval = *request_.mutable_filter()->mutable_interval();
    *interval.mutable_start_time() = StampAt(start);
    *interval.mutable_end_time() = StampAt(end);
  }

  int CompareWithPlainComputation(uint64_t seed);

  // `count` NPS responses; without text unless they have themes or `text` says so.
  void Add(int count, std::string_view time, int score,
           const std::vector<std::string_view>& themes = {}, bool text = false) {
    Fact fact;
    fact.kind = static_cast<uint8_t>(Kind::kNps);
    fact.scale = 11;
    fact.score = static_cast<uint8_t>(score);
    fact.flags = kScored;
    if (text || !themes.empty()) fact.flags |= kHasText;
    fact.label = static_cast<uint8_t>(Label::kUnlabelled);
    fact.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList(themes));
    fact.collected_at = At(time);
    AddFact(count, fact);
  }

  void AddFact(int count, Fact fact) {
    for (; count > 0; --count) {
      fact.event_sequence = fact.sequence = ++events_;
      facts_.Add(fact);
    }
  }

  v1::QueryImpactResponse Query() {
    facts_.set_sequence(events_);
    const auto response = QueryImpact(request_, facts_, dictionaries_, NoReader());
    EXPECT_TRUE(response.ok()) << response.status();
    return response.value_or(v1::QueryImpactResponse());
  }

  static std::vector<std::string> Values(const v1::QueryImpactResponse& response) {
    std::vector<std::string> values;
    for (const v1::ImpactRow& row : response.rows()) values.push_back(row.value());
    return values;
  }

  Dictionaries dictionaries_;
  FakeFacts facts_;
  uint64_t events_ = 0;
  v1::QueryImpactRequest request_;
};

TEST_F(ImpactTest, GoldenValue) {
  // All 500/300/200; of them 10/30/60 with the theme.
  Add(10, kNow, 10, {"price"});
  Add(30, kNow, 8, {"price"});
  Add(60, kNow, 0, {"price"});
  Add(490, kNow, 9);
  Add(270, kNow, 7);
  Add(140, kNow, 6);
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.n(), 1000);
  EXPECT_DOUBLE_EQ(response.value(), 30);
  ASSERT_THAT(Values(response), ElementsAre("price", ""));
  const v1::ImpactRow& row = response.rows(0);
  EXPECT_EQ(row.n(), 100);
  EXPECT_DOUBLE_EQ(row.share(), 10);
  EXPECT_DOUBLE_EQ(row.metric_with(), -50);
  EXPECT_NEAR(row.metric_without(), 38.8889, 5e-5);
  EXPECT_NEAR(row.impact(), -8.8889, 5e-5);
  EXPECT_NEAR(row.ci_low(), -10.1245, 5e-5);
  EXPECT_NEAR(row.ci_high(), -7.3362, 5e-5);
  EXPECT_LT(row.p_value(), 1e-30);
  EXPECT_TRUE(row.significant());
  EXPECT_FALSE(row.below_min_n());
  EXPECT_EQ(response.tests(), 2);
  // Without a theme is what is not with this one: the same test, mirrored.
  EXPECT_NEAR(response.rows(1).impact(), 80, 5e-5);
  EXPECT_DOUBLE_EQ(response.rows(1).p_value(), row.p_value());
}

TEST_F(ImpactTest, AFeedbackOfSeveralThemesCountsInEachAndOnceInAll) {
  Add(40, kNow, 0, {"price", "speed"});
  Add(40, kNow, 10, {"speed"});
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.n(), 80);
  EXPECT_DOUBLE_EQ(response.value(), 0);
  ASSERT_THAT(Values(response), ElementsAre("price", "speed"));
  EXPECT_DOUBLE_EQ(response.rows(0).impact(), -100);
  // Nobody is without it: nothing to compare with.
  EXPECT_EQ(response.rows(1).n(), 80);
  EXPECT_FALSE(response.rows(1).has_impact());
  EXPECT_TRUE(response.rows(1).below_min_n());
  EXPECT_EQ(response.texts(), 80);
}

TEST_F(ImpactTest, RowsOfFewAnswersAreMarkedAndNotTested) {
  Add(29, kNow, 0, {"few"});
  Add(30, kNow, 0, {"enough"});
  Add(100, kNow, 10, {"most"});
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.tests(), 2);
  for (const v1::ImpactRow& row : response.rows()) {
    EXPECT_EQ(row.has_q_value(), row.value() != "few");
    EXPECT_EQ(row.significant(), row.value() != "few");
    EXPECT_EQ(row.below_min_n(), row.value() == "few");
    EXPECT_TRUE(row.has_p_value());
  }
}

TEST_F(ImpactTest, ManyThemesAreJudgedTogether) {
  // A hundred themes of the same opinion, and one of another: p-values alone would
  // call several of the hundred significant.
  std::mt19937_64 random(3);
  for (int theme = 0; theme < 100; ++theme) {
    const std::string name = absl::StrCat("theme", theme);
    for (int i = 0; i < 40; ++i) {
      Add(1, kNow, static_cast<int>(random() % 11), {std::string_view(name)});
    }
  }
  Add(40, kNow, 0, {"crash"});
  request_.set_limit(1000);
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.tests(), 101);
  std::vector<double> p_values;
  int small = 0;
  std::set<std::string> significant;
  for (const v1::ImpactRow& row : response.rows()) {
    p_values.push_back(row.p_value());
    small += row.p_value() < 0.05 ? 1 : 0;
    if (row.significant()) significant.insert(row.value());
  }
  EXPECT_GT(small, 5);
  EXPECT_LT(significant.size(), 5u);
  EXPECT_TRUE(significant.contains("crash"));
  EXPECT_EQ(response.rows(0).value(), "crash");
  const std::vector<double> q_values = metrics::BenjaminiHochberg(p_values);
  for (int i = 0; i < response.rows_size(); ++i) {
    EXPECT_DOUBLE_EQ(response.rows(i).q_value(), q_values[static_cast<size_t>(i)]);
  }
}

TEST_F(ImpactTest, SaysWhetherTextsHaveItMoreThanBefore) {
  Add(40, kNow, 0, {"crash"});
  Add(60, kNow, 9, {"price"});
  Add(10, kBefore, 0, {"crash"});
  Add(90, kBefore, 9, {}, /*text=*/true);
  Add(500, kBefore, 9);                          // no text
  Add(5, "2025-01-28T23:59:59Z", 0, {"crash"});  // before the period before
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.texts(), 100);
  EXPECT_EQ(response.texts_before(), 100);
  EXPECT_EQ(Shown(response.before().start_time()), "2025-01-29T00:00:00Z");
  EXPECT_EQ(Shown(response.before().end_time()), "2025-03-01T00:00:00Z");
  const v1::TextChange& crash = response.rows(0).change();
  ASSERT_EQ(response.rows(0).value(), "crash");
  EXPECT_EQ(crash.texts(), 40);
  EXPECT_EQ(crash.texts_before(), 10);
  EXPECT_DOUBLE_EQ(crash.share(), 40);
  EXPECT_DOUBLE_EQ(crash.share_before(), 10);
  EXPECT_DOUBLE_EQ(crash.delta(), 30);
  EXPECT_DOUBLE_EQ(crash.p_value(), metrics::ProportionTest({10, 100}, {40, 100})->p_value);
  EXPECT_TRUE(crash.significant());
  EXPECT_EQ(response.change_tests(), 3);
}

TEST_F(ImpactTest, ThePeriodBeforeMayBeChosen) {
  *request_.mutable_before()->mutable_start_time() = StampAt("2024-03-01T00:00:00Z");
  *request_.mutable_before()->mutable_end_time() = StampAt("2024-04-01T00:00:00Z");
  Add(1, kNow, 0, {"crash"});
  Add(2, "2024-03-31T23:59:59Z", 0, {"crash"});
  Add(4, kBefore, 0, {"crash"});
  EXPECT_EQ(Query().rows(0).change().texts_before(), 2);
  request_.mutable_before()->clear_end_time();
  EXPECT_EQ(Query().rows(0).change().texts_before(), 6);
}

TEST_F(ImpactTest, AnOpenPeriodIsThatOfTheData) {
  request_.mutable_filter()->clear_interval();
  EXPECT_EQ(Query().rows_size(), 0);
  Add(1, kBefore, 0, {"crash"});
  Add(1, kNow, 0, {}, /*text=*/true);
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(Shown(response.interval().start_time()), kBefore);
  EXPECT_EQ(Shown(response.interval().end_time()), "2025-03-10T00:00:00.000000001Z");
  EXPECT_FALSE(response.has_before());
  EXPECT_FALSE(response.rows(0).change().has_share_before());
}

TEST_F(ImpactTest, ThemesOfTextsWithoutAnAnswerAreThereToo) {
  Fact mention;
  mention.kind = static_cast<uint8_t>(Kind::kMention);
  mention.flags = kHasText;
  mention.label = static_cast<uint8_t>(Label::kNegative);
  mention.collected_at = At(kNow);
  mention.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList({"crash"}));
  AddFact(3, mention);
  Add(1, kNow, 10);
  const v1::QueryImpactResponse response = Query();
  ASSERT_THAT(Values(response), ElementsAre("crash", ""));
  EXPECT_EQ(response.rows(0).n(), 0);
  EXPECT_FALSE(response.rows(0).has_metric_with());
  EXPECT_EQ(response.rows(0).change().texts(), 3);
}

TEST_F(ImpactTest, ScalesAreNeverMixed) {
  request_.set_metric(v1::TREND_METRIC_CSAT);
  Fact fact;
  fact.kind = static_cast<uint8_t>(Kind::kCsat);
  fact.flags = kScored | kHasText;
  fact.collected_at = At(kNow);
  for (const auto& [scale, score, theme, count] :
       std::vector<std::tuple<int, int, const char*, int>>{
           {5, 5, "price", 10}, {5, 1, "", 30}, {7, 1, "price", 20}, {7, 7, "speed", 20}}) {
    fact.scale = static_cast<uint8_t>(scale);
    fact.score = static_cast<uint8_t>(score);
    const std::vector<std::string_view> themes =
        *theme == '\0' ? std::vector<std::string_view>() : std::vector<std::string_view>{theme};
    fact.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList(themes));
    AddFact(count, fact);
  }
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.n(), 80);
  EXPECT_FALSE(response.has_value());
  std::map<std::pair<std::string, std::string>, double> impacts;
  for (const v1::ImpactRow& row : response.rows()) {
    impacts[{row.value(), row.scale()}] = row.impact();
    EXPECT_EQ(row.change().texts(), row.value() == "price" ? 30 : row.value().empty() ? 30 : 20);
  }
  EXPECT_EQ(impacts.size(), 4u);
  EXPECT_DOUBLE_EQ((impacts[{"price", "5"}]), 25);
  EXPECT_DOUBLE_EQ((impacts[{"price", "7"}]), -50);
}

TEST_F(ImpactTest, TheLimitKeepsTheGreatestEitherWay) {
  Add(40, kNow, 0, {"worst"});
  Add(10, kNow, 0, {"bad"});
  Add(10, kNow, 7, {"so-so"});
  Add(40, kNow, 10, {"best"});
  request_.set_limit(2);
  const v1::QueryImpactResponse response = Query();
  EXPECT_EQ(response.row_count(), 4);
  EXPECT_THAT(Values(response), ElementsAre("worst", "best"));
}

TEST_F(ImpactTest, AnyDimensionWillDo) {
  request_.set_group_by("property.plan");
  Fact fact;
  fact.kind = static_cast<uint8_t>(Kind::kNps);
  fact.flags = kScored;
  fact.score = 10;
  fact.collected_at = At(kNow);
  fact.property_set = dictionaries_.Intern(Dimension::kPropertySet, PackPairs({{"plan", "pro"}}));
  AddFact(3, fact);
  Add(1, kNow, 0);
  EXPECT_THAT(Values(Query()), ElementsAre("", "pro"));
}

// Every row against sums made feedback by feedback.
// How many rows of random answers are of accounts that answer alike; all equal what is computed
// answer by answer.
int ImpactTest::CompareWithPlainComputation(uint64_t seed) {
  const base::TimeNs start = At("2024-10-01T00:00:00Z");
  const RandomFacts facts(seed, 2'000, start, At("2025-10-01T00:00:00Z"));
  const auto source = facts.Source(seed);
  request_.mutable_filter()->clear_source_ids();
  Between("2025-04-01T00:00:00Z", "2025-10-01T00:00:00Z");
  request_.mutable_filter()->add_source_ids("source1");
  base::WorkerPool pool("test", 1, 8);
  const auto response = QueryImpact(request_, *source, facts.dictionaries(), NoReader(), &pool);
  EXPECT_TRUE(response.ok()) << response.status();
  if (!response.ok()) return 0;

  struct OfCluster {
    int64_t answers = 0;
    int64_t values = 0;
  };
  struct Sums {
    metrics::NpsCounts nps;
    std::map<std::string, OfCluster> clusters;
    int64_t texts = 0;
    int64_t texts_before = 0;
  };
  std::map<std::string, Sums> expected;
  Sums all;
  const base::TimeNs now = At("2025-04-01T00:00:00Z");
  for (const Said& said : facts.said()) {
    const Fact& fact = said.fact;
    if (said.source != "source1" || (fact.flags & kExcluded) != 0) continue;
    std::vector<Sums*> sums = {&all};
    for (const std::string& theme : said.themes) sums.push_back(&expected[theme]);
    if (said.themes.empty()) sums.push_back(&expected[""]);
    for (Sums* one : sums) {
      if ((fact.flags & kHasText) != 0)
        (fact.collected_at >= now ? one->texts : one->texts_before)++;
      if (fact.kind != static_cast<uint8_t>(Kind::kNps) || (fact.flags & kScored) == 0 ||
          fact.collected_at < now) {
        continue;
      }
      (fact.score >= 9   ? one->nps.promoters
       : fact.score >= 7 ? one->nps.passives
                         : one->nps.detractors)++;
      OfCluster& cluster =
          one->clusters[!said.account.empty()      ? "account " + said.account
                        : !said.respondent.empty() ? "person " + said.respondent
                                                   : std::to_string(fact.sequence)];
      ++cluster.answers;
      cluster.values += fact.score >= 9 ? 1 : fact.score <= 6 ? -1 : 0;
    }
  }
  EXPECT_EQ(response->n(), all.nps.n());
  EXPECT_EQ(response->texts(), all.texts);
  EXPECT_EQ(response->rows_size(), static_cast<int>(expected.size()));
  int dependent = 0;
  for (const v1::ImpactRow& row : response->rows()) {
    SCOPED_TRACE(row.value());
    const Sums& sums = expected[row.value()];
    EXPECT_EQ(row.n(), sums.nps.n());
    EXPECT_EQ(row.change().texts(), sums.texts);
    const metrics::NpsCounts others{all.nps.promoters - sums.nps.promoters,
                                    all.nps.passives - sums.nps.passives,
                                    all.nps.detractors - sums.nps.detractors};
    if (sums.nps.n() == 0 || others.n() == 0) continue;
    EXPECT_NEAR(row.impact(), *metrics::Nps(all.nps) - *metrics::Nps(others), 1e-9);
    metrics::ClusterSums with, without;
    metrics::SharedClusterSums shared;
    for (const auto& [name, cluster] : all.clusters) {
      const auto found = sums.clusters.find(name);
      const OfCluster one = found != sums.clusters.end() ? found->second : OfCluster();
      const OfCluster rest{cluster.answers - one.answers, cluster.values - one.values};
      if (one.answers > 0) with.AddCluster(one.answers, one.values);
      if (rest.answers > 0) without.AddCluster(rest.answers, rest.values);
      if (one.answers > 0 && rest.answers > 0) {
        shared.AddCluster(rest.answers, rest.values, one.answers, one.values);
      }
    }
    const double variance = metrics::NpsVariance(sums.nps);
    const double variance_others = metrics::NpsVariance(others);
    const metrics::Coupling coupling{
        .earlier = metrics::DependenceOf(without, variance_others),
        .later = metrics::DependenceOf(with, variance),
        .correlation = metrics::CorrelationOf(without, variance_others, with, variance, shared)};
    EXPECT_NEAR(row.p_value(), metrics::NpsTest(others, sums.nps, coupling)->p_value, 1e-9);
    const auto difference = metrics::NpsDifferenceInterval(others, sums.nps, 0.95, coupling);
    EXPECT_NEAR(row.ci_low(), row.share() / 100 * difference->low, 1e-9);
    EXPECT_NEAR(row.ci_high(), row.share() / 100 * difference->high, 1e-9);
    dependent += coupling.later.design_effect > 1 && coupling.correlation != 0 ? 1 : 0;
  }
  return dependent;
}

TEST_F(ImpactTest, EqualsThePlainComputation) {
  int dependent = 0;
  // In one of ten of them, no theme is said by accounts that answer alike.
  for (int i = 0; i < 10; ++i) {
    const uint64_t seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    dependent += CompareWithPlainComputation(seed);
  }
  EXPECT_GT(dependent, 0);
}

TEST_F(ImpactTest, AnAccountThatSaysItOftenCountsAboutOnce) {
  const auto add = [&](int count, int score, std::string_view account, bool crashes) {
    Fact fact;
    fact.kind = static_cast<uint8_t>(Kind::kNps);
    fact.scale = 11;
    fact.score = static_cast<uint8_t>(score);
    fact.flags = kScored | kHasText;
    fact.label = static_cast<uint8_t>(Label::kUnlabelled);
    fact.account = dictionaries_.Intern(Dimension::kAccount, account);
    if (crashes) fact.theme_set = dictionaries_.Intern(Dimension::kThemeSet, PackList({"crash"}));
    fact.collected_at = At(kNow);
    AddFact(count, fact);
  };
  add(40, 2, "loud", true);
  for (int i = 0; i < 100; ++i) {
    add(1, i % 3 == 0 ? 5 : 10, absl::StrCat("other", i), false);
    add(i % 25 == 0 ? 1 : 0, 10, absl::StrCat("other", i), true);
  }
  const v1::QueryImpactResponse response = Query();
  ASSERT_THAT(Values(response), ElementsAre("crash", ""));
  // Forty detractors against two thirds promoters, of five accounts.
  EXPECT_LT(metrics::NpsTest({66, 0, 34}, {4, 0, 40})->p_value, 1e-6);
  EXPECT_GT(response.rows(0).p_value(), 0.01);
  EXPECT_GT(response.rows(0).ci_high(), 0);
  // Asked for by account, the accounts are chosen: everybody is somebody else.
  request_.set_group_by("account");
  const v1::QueryImpactResponse by_account = Query();
  ASSERT_EQ(by_account.rows(0).value(), "loud");
  EXPECT_LT(by_account.rows(0).p_value(), 1e-6);
}

TEST_F(ImpactTest, BadRequestsAreRefused) {
  request_.set_group_by("colour");
  const auto response = QueryImpact(request_, facts_, dictionaries_, NoReader());
  EXPECT_EQ(response.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_THAT(std::string(response.status().message()), HasSubstr("group_by"));
}

}  // namespace
}  // namespace voc::views
