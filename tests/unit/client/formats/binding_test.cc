#include "client/formats/binding.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Mapping Parse(std::string_view text) {
  auto mapping = ParseMapping(text);
  EXPECT_TRUE(mapping.ok()) << mapping.status();
  return *std::move(mapping);
}

std::vector<std::string> Properties(const Mapping& mapping, const std::vector<std::string>& names) {
  std::vector<std::string> properties;
  for (const BoundProperty& property : Bind(mapping, names).properties) {
    properties.push_back(absl::StrCat(property.column, " ", property.key));
  }
  return properties;
}

TEST(BindingTest, ColumnsByNameInAnyCaseAndPlace) {
  const Mapping mapping = Parse("submission_id <- hash A \"B b\" C\nscore <- x | \"Y y\"\n");
  const Binding binding = Bind(mapping, {"yY", "bB", "a", "X"});
  ASSERT_EQ(binding.rules.size(), 2u);
  EXPECT_THAT(binding.rules[0].columns, ElementsAre(2, 1, kNoColumn));
  EXPECT_THAT(binding.rules[1].columns, ElementsAre(3, 0));
  EXPECT_THAT(binding.properties, IsEmpty());
}

TEST(BindingTest, WhatNoRuleNamesIsAProperty) {
  const Mapping mapping = Parse(
      "submission_id <- id\nskip when status is 1\ncomment <- c when kind is text\n"
      "ignore \"IP*\" Phone\n");
  EXPECT_THAT(Properties(mapping, {"id", "IP Address", " Plan ", "PHONE", "status", "kind", "c"}),
              ElementsAre("2 Plan"));
}

TEST(BindingTest, SecondColumnsOfANameAndThoseWithout) {
  const Mapping mapping = Parse("submission_id <- id\n");
  EXPECT_THAT(Properties(mapping, {"id", "a", "", "ID", "a", "a"}),
              ElementsAre("1 a", "2 column 3", "3 ID", "4 a (2)", "5 a (3)"));
}

TEST(BindingTest, PropertiesBelowAPrefixHaveTheRestOfTheName) {
  const Mapping mapping = Parse("submission_id <- hidden.id\nproperty.* <- \"hidden.*\"\n");
  EXPECT_THAT(Properties(mapping, {"hidden.id", "Hidden.My Plan", "hid den.x", "other"}),
              ElementsAre("1 My Plan", "2 x", "3 other"));
}

TEST(BindingTest, ElementsInTheOrderOfTheirNumbers) {
  const Mapping mapping = Parse("submission_id <- id\neach answers\nscore <- n\n");
  const Binding binding =
      Bind(mapping, {"answers[10].n", "answers[2].n", "answers[2].x", "answers[x].n", "answers.n",
                     "answers[3]", "answers[99999999999].n"});
  ASSERT_EQ(binding.sections.size(), 2u);
  EXPECT_THAT(binding.sections[0].rules[0].columns, ElementsAre(1));
  EXPECT_THAT(binding.sections[1].rules[0].columns, ElementsAre(0));
}

TEST(BindingTest, KeysAreShort) {
  EXPECT_EQ(ShortKey(" a "), "a");
  EXPECT_EQ(ShortKey(std::string(255, 'a')), std::string(255, 'a'));
  const std::string one = ShortKey(std::string(256, 'a'));
  EXPECT_EQ(one.size(), 255u);
  EXPECT_NE(one, ShortKey(std::string(257, 'a')));
  // Never cut within a character.
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += "\xC3\xA5";
  const std::string cut = ShortKey(wide);
  EXPECT_LE(cut.size(), 255u);
  EXPECT_EQ(cut.find('~') % 2, 0u);
}

}  // namespace
}  // namespace voc::formats
