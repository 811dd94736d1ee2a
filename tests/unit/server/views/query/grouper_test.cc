#include "server/views/query/grouper.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "server/views/facts/fact.h"

namespace voc::views {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

class GrouperTest : public ::testing::Test {
 protected:
  std::vector<GroupId> Assign(Grouper& grouper) {
    std::vector<uint32_t> rows;
    for (uint32_t row = 0; row < facts_.size(); ++row) rows.push_back(row);
    std::vector<GroupId> groups;
    grouper.Assign(facts_.Span(facts_.size()), rows, groups);
    return groups;
  }

  std::vector<GroupId> Themes(Grouper& grouper, uint32_t row, GroupId group) {
    std::vector<GroupId> groups;
    grouper.ByTheme(facts_.Span(facts_.size()), row, group, groups);
    return groups;
  }

  static GroupDimension Of(std::string name, Dimension dimension) {
    return {GroupDimension::Kind::kDictionary, std::move(name), dimension, ""};
  }

  Dictionaries dictionaries_;
  FactBuffer facts_{10};
};

TEST_F(GrouperTest, WithoutDimensionsAllIsOneGroup) {
  facts_.Append(Fact());
  facts_.Append(Fact());
  Grouper grouper({}, dictionaries_);
  EXPECT_EQ(grouper.columns(), 0u);
  EXPECT_THAT(Assign(grouper), ElementsAre(0, 0));
  EXPECT_TRUE(grouper.Describe(0).empty());
}

TEST_F(GrouperTest, OneGroupForEachCombinationThatOccurs) {
  Fact fact;
  fact.source = dictionaries_.Intern(Dimension::kSource, "app");
  facts_.Append(fact);
  fact.journey_stage = 4;
  facts_.Append(fact);
  fact.source = 0;
  facts_.Append(fact);
  fact.source = 1;
  facts_.Append(fact);
  const std::vector<GroupDimension> dimensions = {
      Of("source", Dimension::kSource),
      {GroupDimension::Kind::kJourneyStage, "journey_stage", Dimension::kSource, ""}};
  Grouper grouper(dimensions, dictionaries_);
  EXPECT_EQ(grouper.columns(), Bit(Column::source) | Bit(Column::journey_stage));
  const std::vector<GroupId> groups = Assign(grouper);
  EXPECT_EQ(groups[1], groups[3]);
  EXPECT_NE(groups[0], groups[1]);
  EXPECT_NE(groups[1], groups[2]);
  EXPECT_THAT(grouper.Describe(groups[0]),
              ElementsAre(Pair("journey_stage", ""), Pair("source", "app")));
  EXPECT_THAT(grouper.Describe(groups[2]),
              ElementsAre(Pair("journey_stage", "renew"), Pair("source", "")));
}

TEST_F(GrouperTest, DifferentSetsWithTheSamePropertyAreOneGroup) {
  Fact fact;
  facts_.Append(fact);
  fact.property_set = dictionaries_.Intern(Dimension::kPropertySet, PackPairs({{"plan", "pro"}}));
  facts_.Append(fact);
  fact.property_set = dictionaries_.Intern(Dimension::kPropertySet,
                                           PackPairs({{"country", "se"}, {"plan", "pro"}}));
  facts_.Append(fact);
  fact.property_set = dictionaries_.Intern(Dimension::kPropertySet, PackPairs({{"pro", "plan"}}));
  facts_.Append(fact);
  const std::vector<GroupDimension> dimensions = {
      {GroupDimension::Kind::kProperty, "property.plan", Dimension::kSource, "plan"}};
  Grouper grouper(dimensions, dictionaries_);
  const std::vector<GroupId> groups = Assign(grouper);
  EXPECT_EQ(groups[1], groups[2]);
  EXPECT_EQ(groups[0], groups[3]);
  EXPECT_THAT(grouper.Describe(groups[1]), ElementsAre(Pair("property.plan", "pro")));
  EXPECT_THAT(grouper.Describe(groups[3]), ElementsAre(Pair("property.plan", "")));
}

TEST_F(GrouperTest, ARowIsInTheGroupOfEachOfItsThemesOnce) {
  Fact fact;
  fact.source = dictionaries_.Intern(Dimension::kSource, "app");
  fact.theme_set =
      dictionaries_.Intern(Dimension::kThemeSet, PackList({"price", "speed", "price"}));
  facts_.Append(fact);
  fact.theme_set = 0;
  facts_.Append(fact);
  // The theme may be named first.
  const std::vector<GroupDimension> dimensions = {
      {GroupDimension::Kind::kTheme, "theme", Dimension::kSource, ""},
      Of("source", Dimension::kSource)};
  Grouper grouper(dimensions, dictionaries_);
  ASSERT_TRUE(grouper.by_theme());
  const std::vector<GroupId> groups = Assign(grouper);
  const std::vector<GroupId> themes = Themes(grouper, 0, groups[0]);
  ASSERT_EQ(themes.size(), 2u);
  EXPECT_THAT(grouper.Describe(themes[0]),
              ElementsAre(Pair("source", "app"), Pair("theme", "price")));
  EXPECT_THAT(grouper.Describe(themes[1]),
              ElementsAre(Pair("source", "app"), Pair("theme", "speed")));
  const std::vector<GroupId> none = Themes(grouper, 1, groups[1]);
  ASSERT_EQ(none.size(), 1u);
  EXPECT_THAT(grouper.Describe(none[0]), ElementsAre(Pair("source", "app"), Pair("theme", "")));
}

TEST_F(GrouperTest, OrdinalsGivenOutSinceAreGroupsToo) {
  const std::vector<GroupDimension> dimensions = {Of("source", Dimension::kSource)};
  Grouper grouper(dimensions, dictionaries_);
  Fact fact;
  facts_.Append(fact);
  Assign(grouper);
  for (int i = 0; i < 100; ++i) dictionaries_.Intern(Dimension::kSource, std::to_string(i));
  fact.source = 100;
  facts_.Append(fact);
  EXPECT_THAT(grouper.Describe(Assign(grouper)[1]), ElementsAre(Pair("source", "99")));
}

TEST_F(GrouperTest, TakesOverTheGroupsOfAnotherByWhatTheyAre) {
  const std::vector<GroupDimension> dimensions = {
      Of("source", Dimension::kSource),
      {GroupDimension::Kind::kProperty, "property.plan", Dimension::kPropertySet, "plan"}};
  const auto row = [this](std::string_view source, std::string_view plan) {
    Fact fact;
    fact.source = dictionaries_.Intern(Dimension::kSource, source);
    fact.property_set = dictionaries_.Intern(Dimension::kPropertySet, PackPairs({{"plan", plan}}));
    return fact;
  };
  Grouper ours(dimensions, dictionaries_);
  facts_.Append(row("app", "pro"));
  facts_.Append(row("app", "free"));
  const std::vector<GroupId> own = Assign(ours);
  Grouper theirs(dimensions, dictionaries_);
  facts_ = FactBuffer(10);
  facts_.Append(row("web", "free"));
  facts_.Append(row("app", "free"));
  const std::vector<GroupId> other = Assign(theirs);
  const std::vector<GroupId> groups = ours.Absorb(theirs);
  EXPECT_EQ(groups[other[1]], own[1]);
  EXPECT_THAT(ours.Describe(groups[other[0]]),
              ElementsAre(Pair("property.plan", "free"), Pair("source", "web")));
}

TEST_F(GrouperTest, WithoutDimensionsTheOneGroupIsTheOther) {
  Grouper ours({}, dictionaries_);
  EXPECT_THAT(ours.Absorb(Grouper({}, dictionaries_)), ElementsAre(0));
}

}  // namespace
}  // namespace voc::views
