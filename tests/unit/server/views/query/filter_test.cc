#include "server/views/query/filter.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/server/views/query/times.h"

namespace voc::views {
namespace {

Fact Response(Kind kind, int score) {
  Fact fact;
  fact.kind = static_cast<uint8_t>(kind);
  fact.score = static_cast<uint8_t>(score);
  fact.flags = kScored;
  fact.label = static_cast<uint8_t>(Label::kUnlabelled);
  return fact;
}

Fact MentionFact() {
  Fact fact;
  fact.kind = static_cast<uint8_t>(Kind::kMention);
  fact.flags = kHasText;
  fact.label = static_cast<uint8_t>(Label::kNeutral);
  return fact;
}

class FilterTest : public ::testing::Test {
 protected:
  bool Passes(const Fact& fact) const {
    return CompiledFilter(filter_, dictionaries_).Matches(fact);
  }

  Ordinal Intern(Dimension dimension, std::string_view text) {
    return dictionaries_.Intern(dimension, text);
  }

  Dictionaries dictionaries_;
  v1::Filter filter_;
};

TEST_F(FilterTest, EmptyPassesAllButExcluded) {
  EXPECT_TRUE(Passes(Response(Kind::kNps, 3)));
  EXPECT_TRUE(Passes(MentionFact()));
  Fact excluded = Response(Kind::kNps, 3);
  excluded.flags |= kExcluded;
  EXPECT_FALSE(Passes(excluded));
  filter_.set_include_excluded(true);
  EXPECT_TRUE(Passes(excluded));
}

TEST_F(FilterTest, ExclusionsCanBeIgnored) {
  Fact excluded = Response(Kind::kNps, 3);
  excluded.flags |= kExcluded;
  EXPECT_TRUE(CompiledFilter(filter_, dictionaries_, Exclusions::kIgnore).Matches(excluded));
}

TEST_F(FilterTest, MetricsKeepMentionsOut) {
  filter_.add_metrics(v1::METRIC_CSAT);
  filter_.add_metrics(v1::METRIC_CES);
  EXPECT_FALSE(Passes(Response(Kind::kNps, 3)));
  EXPECT_TRUE(Passes(Response(Kind::kCsat, 3)));
  EXPECT_TRUE(Passes(Response(Kind::kCes, 3)));
  EXPECT_FALSE(Passes(MentionFact()));
}

TEST_F(FilterTest, PlatformsKeepResponsesOut) {
  Fact mention = MentionFact();
  mention.platform = Intern(Dimension::kPlatform, "g2");
  filter_.add_platforms("G2");
  EXPECT_TRUE(Passes(mention));
  EXPECT_FALSE(Passes(MentionFact()));
  EXPECT_FALSE(Passes(Response(Kind::kNps, 3)));
  // "" is a mention without platform, still no response.
  filter_.set_platforms(0, "");
  EXPECT_FALSE(Passes(mention));
  EXPECT_TRUE(Passes(MentionFact()));
  EXPECT_FALSE(Passes(Response(Kind::kNps, 3)));
}

TEST_F(FilterTest, NpsGroupsImplyNps) {
  filter_.add_nps_groups(v1::NPS_GROUP_DETRACTOR);
  filter_.add_nps_groups(v1::NPS_GROUP_PROMOTER);
  for (int score = 0; score <= 10; ++score) {
    EXPECT_EQ(Passes(Response(Kind::kNps, score)), score <= 6 || score >= 9) << score;
  }
  EXPECT_FALSE(Passes(Response(Kind::kCsat, 3)));
  EXPECT_FALSE(Passes(MentionFact()));
  Fact unscored = Response(Kind::kNps, 0);
  unscored.flags = 0;
  EXPECT_FALSE(Passes(unscored));
  filter_.clear_nps_groups();
  filter_.add_nps_groups(v1::NPS_GROUP_PASSIVE);
  for (int score = 0; score <= 10; ++score) {
    EXPECT_EQ(Passes(Response(Kind::kNps, score)), score == 7 || score == 8) << score;
  }
}

TEST_F(FilterTest, ScoresAreInclusiveAndKeepTheUnscoredOut) {
  filter_.set_min_score(0);
  EXPECT_TRUE(Passes(Response(Kind::kNps, 0)));
  EXPECT_FALSE(Passes(MentionFact()));
  Fact unscored = Response(Kind::kNps, 0);
  unscored.flags = 0;
  EXPECT_FALSE(Passes(unscored));
  filter_.set_min_score(2);
  filter_.set_max_score(4);
  for (int score = 0; score <= 10; ++score) {
    EXPECT_EQ(Passes(Response(Kind::kNps, score)), score >= 2 && score <= 4) << score;
  }
  filter_.set_min_score(-5);
  filter_.set_max_score(1'000'000);
  EXPECT_TRUE(Passes(Response(Kind::kNps, 10)));
  filter_.set_min_score(256);
  EXPECT_FALSE(Passes(Response(Kind::kNps, 0)));
}

TEST_F(FilterTest, ScoresAndNpsGroupsAreAnded) {
  filter_.add_nps_groups(v1::NPS_GROUP_DETRACTOR);
  filter_.set_min_score(5);
  for (int score = 0; score <= 10; ++score) {
    EXPECT_EQ(Passes(Response(Kind::kNps, score)), score == 5 || score == 6) << score;
  }
}

TEST_F(FilterTest, EveryOrdinalFieldIsLookedAt) {
  struct Field {
    Dimension dimension;
    Ordinal Fact::*column;
    std::string* (v1::Filter::*add)();
  };
  const Field fields[] = {
      {Dimension::kSource, &Fact::source, &v1::Filter::add_source_ids},
      {Dimension::kQuestion, &Fact::question, &v1::Filter::add_question_ids},
      {Dimension::kAccount, &Fact::account, &v1::Filter::add_account_ids},
      {Dimension::kRespondent, &Fact::respondent, &v1::Filter::add_respondent_ids},
      {Dimension::kChannel, &Fact::channel, &v1::Filter::add_channels},
      {Dimension::kLanguage, &Fact::language, &v1::Filter::add_languages},
      {Dimension::kTouchpoint, &Fact::touchpoint, &v1::Filter::add_touchpoints},
  };
  for (const Field& field : fields) {
    SCOPED_TRACE(static_cast<int>(field.dimension));
    filter_.Clear();
    Fact a = Response(Kind::kNps, 5);
    Fact b = a;
    Fact none = a;
    Fact other = a;
    a.*field.column = Intern(field.dimension, "value a");
    b.*field.column = Intern(field.dimension, "value b");
    other.*field.column = Intern(field.dimension, "value c");
    *(filter_.*field.add)() = "value a";
    EXPECT_TRUE(Passes(a));
    EXPECT_FALSE(Passes(b));
    EXPECT_FALSE(Passes(none));
    *(filter_.*field.add)() = "value b";
    EXPECT_TRUE(Passes(a));
    EXPECT_TRUE(Passes(b));
    EXPECT_FALSE(Passes(none));
    EXPECT_FALSE(Passes(other));
    *(filter_.*field.add)() = "";
    EXPECT_TRUE(Passes(none));
    EXPECT_FALSE(Passes(other));
  }
}

TEST_F(FilterTest, KeysAreComparedByteByByteButNamesInLowerCase) {
  Fact fact = Response(Kind::kNps, 5);
  fact.source = Intern(Dimension::kSource, "App");
  fact.channel = Intern(Dimension::kChannel, "e-post å");
  fact.touchpoint = Intern(Dimension::kTouchpoint, "checkout");
  filter_.add_source_ids("app");
  EXPECT_FALSE(Passes(fact));
  filter_.set_source_ids(0, "App");
  filter_.add_channels("E-Post Å");
  filter_.add_touchpoints("CHECKOUT");
  EXPECT_TRUE(Passes(fact));
}

TEST_F(FilterTest, LanguageTagsInAnyCase) {
  Fact fact = Response(Kind::kNps, 5);
  fact.language = Intern(Dimension::kLanguage, "sv-SE");
  filter_.add_languages("SV-se");
  EXPECT_TRUE(Passes(fact));
  filter_.set_languages(0, "sv");
  EXPECT_FALSE(Passes(fact));
}

// Few strings are decided at once, and the one that passes is compared with; many are not.
TEST_F(FilterTest, StringsThatAreStoredLaterAreDecidedToo) {
  filter_.add_languages("sv");
  const CompiledFilter filter(filter_, dictionaries_);
  std::vector<Fact> facts;
  for (int i = 0; i < 300; ++i) {
    Fact fact = Response(Kind::kNps, 5);
    const bool swedish = i == 3 || i == 40 || i == 200;
    // Tags in other cases are strings of their own.
    const std::string tag = i == 3 ? "sv" : i == 40 ? "SV" : "Sv";
    fact.language = Intern(Dimension::kLanguage, swedish ? tag : absl::StrCat("x", i));
    facts.push_back(fact);
    EXPECT_EQ(filter.Matches(fact), swedish) << i;
    for (int old = 0; old < i; old += 7) {
      EXPECT_EQ(filter.Matches(facts[old]), old == 3 || old == 40 || old == 200) << i << " " << old;
    }
    EXPECT_EQ(filter.Matches(facts[std::min(i, 40)]), i == 3 || i >= 40) << i;
  }
}

TEST_F(FilterTest, JourneyStages) {
  Fact fact = Response(Kind::kNps, 5);
  fact.journey_stage = v1::JOURNEY_STAGE_RENEW;
  filter_.add_journey_stages(v1::JOURNEY_STAGE_RENEW);
  EXPECT_TRUE(Passes(fact));
  EXPECT_FALSE(Passes(Response(Kind::kNps, 5)));
  filter_.add_journey_stages(v1::JOURNEY_STAGE_UNSPECIFIED);
  EXPECT_TRUE(Passes(Response(Kind::kNps, 5)));
}

TEST_F(FilterTest, SentimentLabels) {
  filter_.add_sentiment_labels(v1::SENTIMENT_LABEL_NEUTRAL);
  EXPECT_TRUE(Passes(MentionFact()));
  EXPECT_FALSE(Passes(Response(Kind::kNps, 5)));
  filter_.set_sentiment_labels(0, v1::SENTIMENT_LABEL_UNLABELLED);
  EXPECT_TRUE(Passes(Response(Kind::kNps, 5)));
}

TEST_F(FilterTest, AllPropertiesMustMatchAndEmptyMeansAbsent) {
  Fact fact = Response(Kind::kNps, 5);
  fact.property_set =
      Intern(Dimension::kPropertySet, PackPairs({{"country", "se"}, {"plan", "pro"}}));
  const Fact without = Response(Kind::kNps, 5);
  auto& properties = *filter_.mutable_properties();
  properties["plan"] = "pro";
  EXPECT_TRUE(Passes(fact));
  EXPECT_FALSE(Passes(without));
  properties["country"] = "no";
  EXPECT_FALSE(Passes(fact));
  properties["country"] = "se";
  EXPECT_TRUE(Passes(fact));
  properties["plan"] = "";
  EXPECT_FALSE(Passes(fact));
  properties.clear();
  properties["seats"] = "";
  EXPECT_TRUE(Passes(fact));
  EXPECT_TRUE(Passes(without));
  // A value is no key.
  properties.clear();
  properties["pro"] = "plan";
  EXPECT_FALSE(Passes(fact));
}

TEST_F(FilterTest, AnyOfTheThemes) {
  Fact fact = MentionFact();
  fact.theme_set = Intern(Dimension::kThemeSet, PackList({"price", "support"}));
  filter_.add_themes("support");
  filter_.add_themes("speed");
  EXPECT_TRUE(Passes(fact));
  EXPECT_FALSE(Passes(MentionFact()));
  filter_.clear_themes();
  filter_.add_themes("speed");
  EXPECT_FALSE(Passes(fact));
  filter_.add_themes("");
  EXPECT_TRUE(Passes(MentionFact()));
  EXPECT_FALSE(Passes(fact));
}

TEST_F(FilterTest, IntervalIsHalfOpen) {
  Fact fact = Response(Kind::kNps, 5);
  fact.collected_at = 1'000;
  filter_.mutable_interval()->mutable_start_time()->set_nanos(1'000);
  EXPECT_TRUE(Passes(fact));
  filter_.mutable_interval()->mutable_start_time()->set_nanos(1'001);
  EXPECT_FALSE(Passes(fact));
  filter_.mutable_interval()->clear_start_time();
  filter_.mutable_interval()->mutable_end_time()->set_nanos(1'000);
  EXPECT_FALSE(Passes(fact));
  filter_.mutable_interval()->mutable_end_time()->set_nanos(1'001);
  EXPECT_TRUE(Passes(fact));
}

TEST_F(FilterTest, IntervalBeyondStoredTimesIsCut) {
  *filter_.mutable_interval()->mutable_start_time() = StampAt("0001-01-01T00:00:00Z");
  *filter_.mutable_interval()->mutable_end_time() = StampAt("9999-12-31T00:00:00Z");
  Fact fact = Response(Kind::kNps, 5);
  fact.collected_at = At("1678-01-01T00:00:00Z");
  EXPECT_TRUE(Passes(fact));
  fact.collected_at = At("2261-12-31T23:59:59Z");
  EXPECT_TRUE(Passes(fact));
}

TEST_F(FilterTest, RangeCanBeReplaced) {
  filter_.mutable_interval()->mutable_start_time()->set_nanos(500);
  CompiledFilter filter(filter_, dictionaries_);
  EXPECT_EQ(filter.range().start, 500);
  Fact fact = Response(Kind::kNps, 5);
  fact.collected_at = 100;
  EXPECT_FALSE(filter.Matches(fact));
  filter.set_range({50, 101});
  EXPECT_TRUE(filter.Matches(fact));
}

TEST_F(FilterTest, ValuesNobodyStoredYetMatchOnceTheyAre) {
  filter_.add_account_ids("acme");
  filter_.add_account_ids("globex");
  filter_.add_languages("da");
  (*filter_.mutable_properties())["plan"] = "pro";
  const CompiledFilter filter(filter_, dictionaries_);
  EXPECT_FALSE(filter.Matches(Response(Kind::kNps, 5)));
  Fact fact = Response(Kind::kNps, 5);
  Intern(Dimension::kAccount, "initech");
  fact.account = Intern(Dimension::kAccount, "globex");
  fact.language = Intern(Dimension::kLanguage, "da");
  EXPECT_FALSE(filter.Matches(fact));
  fact.property_set = Intern(Dimension::kPropertySet, PackPairs({{"plan", "pro"}}));
  EXPECT_TRUE(filter.Matches(fact));
  fact.account = Intern(Dimension::kAccount, "acme");
  EXPECT_TRUE(filter.Matches(fact));
}

TEST_F(FilterTest, FieldsAreAnded) {
  filter_.add_metrics(v1::METRIC_NPS);
  filter_.add_source_ids("app");
  filter_.set_max_score(6);
  Fact fact = Response(Kind::kNps, 6);
  fact.source = Intern(Dimension::kSource, "app");
  EXPECT_TRUE(Passes(fact));
  fact.score = 7;
  EXPECT_FALSE(Passes(fact));
  fact.score = 6;
  fact.source = 0;
  EXPECT_FALSE(Passes(fact));
}

TEST_F(FilterTest, DeadRowsNeverPassAndColumnsAreNamed) {
  filter_.add_account_ids("acme");
  const CompiledFilter filter(filter_, dictionaries_);
  EXPECT_EQ(filter.columns(), Bit(Column::account) | Bit(Column::flags));
  const Ordinal accounts[] = {Intern(Dimension::kAccount, "acme"), 0, 1};
  const uint8_t flags[] = {0, 0, kExcluded};
  const uint8_t live[] = {0, 1, 1};
  FactSpan span;
  span.size = 3;
  span.account = accounts;
  span.flags = flags;
  std::vector<uint8_t> selected(3, 7);
  filter.Select(span, selected.data());
  EXPECT_EQ(selected, (std::vector<uint8_t>{1, 0, 0}));
  span.live = live;
  filter.Select(span, selected.data());
  EXPECT_EQ(selected, (std::vector<uint8_t>{0, 0, 0}));
}

TEST_F(FilterTest, TimesAreReadOnlyOfBlocksThatReachBeyondTheInterval) {
  filter_.mutable_interval()->mutable_start_time()->set_seconds(10);
  filter_.mutable_interval()->mutable_end_time()->set_seconds(20);
  const CompiledFilter filter(filter_, dictionaries_);
  EXPECT_EQ(filter.columns(), Bit(Column::collected_at) | Bit(Column::flags));
  FactSpan span;
  EXPECT_EQ(filter.ColumnsFor(span), filter.columns());
  span.first_time = 10 * base::kNsPerSecond;
  span.last_time = 20 * base::kNsPerSecond - 1;
  EXPECT_EQ(filter.ColumnsFor(span), Bit(Column::flags));
  const uint8_t flags[] = {0, kExcluded};
  span.size = 2;
  span.flags = flags;
  std::vector<uint8_t> selected(2, 7);
  filter.Select(span, selected.data());
  EXPECT_EQ(selected, (std::vector<uint8_t>{1, 0}));
  ++span.last_time;
  EXPECT_EQ(filter.ColumnsFor(span), filter.columns());
}

TEST_F(FilterTest, TextIsSoughtInCommentTitleAndBody) {
  EXPECT_FALSE(CompiledFilter(filter_, dictionaries_).needs_text());
  filter_.set_text_contains("Ångest");
  const CompiledFilter filter(filter_, dictionaries_);
  EXPECT_TRUE(filter.needs_text());
  v1::Feedback feedback;
  EXPECT_FALSE(filter.MatchesText(feedback));
  feedback.mutable_response()->set_comment("ren ÅNGEST!");
  EXPECT_TRUE(filter.MatchesText(feedback));
  feedback.mutable_mention()->set_title("ångesten");
  EXPECT_TRUE(filter.MatchesText(feedback));
  feedback.mutable_mention()->set_title("");
  feedback.mutable_mention()->set_body("om ångest");
  EXPECT_TRUE(filter.MatchesText(feedback));
  feedback.mutable_mention()->set_body("");
  feedback.mutable_mention()->set_url("ångest");
  EXPECT_FALSE(filter.MatchesText(feedback));
}

TEST_F(FilterTest, DisplaysAreAskedForOrLeftOut) {
  Fact display;
  display.kind = static_cast<uint8_t>(Kind::kDisplay);
  display.scale = v1::METRIC_NPS;
  CompiledFilter nps(filter_, dictionaries_);
  nps.RequireDisplays(v1::METRIC_NPS);
  EXPECT_TRUE(nps.Matches(display));
  EXPECT_FALSE(nps.Matches(Response(Kind::kNps, 3)));
  CompiledFilter csat(filter_, dictionaries_);
  csat.RequireDisplays(v1::METRIC_CSAT);
  EXPECT_FALSE(csat.Matches(display));
  Intern(Dimension::kAskedSource, "app");
  CompiledFilter feedback(filter_, dictionaries_);
  feedback.RequireFeedback();
  EXPECT_FALSE(feedback.Matches(display));
  EXPECT_TRUE(feedback.Matches(Response(Kind::kNps, 3)));
  EXPECT_TRUE(feedback.Matches(MentionFact()));
}

}  // namespace
}  // namespace voc::views
