#include "client/formats/steps.h"

#include <string>
#include <string_view>
#include <vector>

#include "gtest/gtest.h"

namespace voc::formats {
namespace {

// The value, or the error with "! " before it.
std::string Take(std::string_view text, const std::vector<Step>& steps) {
  const auto value = TakeSteps(text, steps);
  return value.ok() ? *value : "! " + std::string(value.status().message());
}

TEST(StepsTest, WithoutStepsBlanksAreTrimmed) { EXPECT_EQ(Take(" a b\n", {}), "a b"); }

TEST(StepsTest, Numbers) {
  const std::vector<Step> number = {{.kind = Step::Kind::kNumber}};
  EXPECT_EQ(Take("Extremely likely - 10", number), "10");
  EXPECT_EQ(Take("0 - not at all", number), "0");
  EXPECT_EQ(Take(" 9.0 ", number), "9.0");
  EXPECT_EQ(Take("-1", number), "-1");
  EXPECT_EQ(Take("", number), "");
  EXPECT_EQ(Take("4.5", number), "4.5");
  EXPECT_EQ(Take("very", number), "! \"very\" neither begins nor ends with a number");
}

TEST(StepsTest, LowerAndDomain) {
  EXPECT_EQ(Take(" Ab ", {{.kind = Step::Kind::kLower}}), "ab");
  EXPECT_EQ(Take("A@B.se", {{.kind = Step::Kind::kDomain}}), "b.se");
}

TEST(StepsTest, Parameters) {
  const std::vector<Step> id = {{.kind = Step::Kind::kParameter, .argument = "id"}};
  EXPECT_EQ(Take("http://x/?a=1&id=7&b=2", id), "7");
  EXPECT_EQ(Take("http://x/?id=gp%3AAOq1#top", id), "gp:AOq1");
  EXPECT_EQ(Take("http://x/?aid=7", id), "");
  EXPECT_EQ(Take("http://x/?id=50%", id), "50%");
  EXPECT_EQ(Take("", id), "");
}

TEST(StepsTest, BeforeAndAfter) {
  const std::vector<Step> before = {{.kind = Step::Kind::kBefore, .argument = "\t"}};
  const std::vector<Step> after = {{.kind = Step::Kind::kAfter, .argument = "\t"}};
  EXPECT_EQ(Take("Title\tBody\tmore", before), "Title");
  EXPECT_EQ(Take("Title\tBody\tmore", after), "Body\tmore");
  EXPECT_EQ(Take("\tBody", before), "");
  EXPECT_EQ(Take("Body", before), "Body");
  EXPECT_EQ(Take("Body", after), "");
}

TEST(StepsTest, Values) {
  Step step{.kind = Step::Kind::kValues, .values = {{"good", "2"}, {"soso", "1"}}};
  EXPECT_EQ(Take("GOOD ", {step}), "2");
  EXPECT_EQ(Take("so so", {step}), "1");
  EXPECT_EQ(Take("", {step}), "");
  EXPECT_EQ(Take("great", {step}), "! \"great\" is none of good, soso");
  step.otherwise = Step::Otherwise::kKeep;
  EXPECT_EQ(Take("great", {step}), "great");
  step.otherwise = Step::Otherwise::kNone;
  EXPECT_EQ(Take("great", {step}), "");
}

TEST(StepsTest, OneAfterTheOther) {
  EXPECT_EQ(Take("Ann Berg (A@B.se)", {{.kind = Step::Kind::kAfter, .argument = "("},
                                       {.kind = Step::Kind::kBefore, .argument = ")"},
                                       {.kind = Step::Kind::kLower}}),
            "a@b.se");
}

TEST(StepsTest, KeysTellTextsApart) {
  const std::string key = HashKey({"a", "bc"});
  EXPECT_EQ(key.size(), 32u);
  EXPECT_EQ(key, HashKey({" a", "bc "}));
  EXPECT_NE(key, HashKey({"ab", "c"}));
  EXPECT_NE(key, HashKey({"a", "bc", ""}));
}

TEST(StepsTest, ExcerptsAreCutBetweenCharacters) {
  EXPECT_EQ(Excerpt("short"), "\"short\"");
  const std::string text = std::string(59, 'x') + "\xC3\xA5" + std::string(10, 'y');
  EXPECT_EQ(Excerpt(text), "\"" + std::string(59, 'x') + "...\"");
}

}  // namespace
}  // namespace voc::formats
