#include "client/cli/json_members.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;

TEST(JsonMembersTest, TextsNumbersAndBooleans) {
  const auto members = JsonMembers(
      R"({"plan":"gold","seats":12,"share":0.5,"new":true,"none":null,"list":[1],"o":{}})");
  ASSERT_TRUE(members.has_value());
  EXPECT_THAT(*members, ElementsAre(Pair("new", "true"), Pair("plan", "gold"), Pair("seats", "12"),
                                    Pair("share", "0.5")));
  EXPECT_THAT(*JsonMembers("{}"), IsEmpty());
}

TEST(JsonMembersTest, WhatIsNoObject) {
  for (const char* text : {"", "gold", "[1]", "{\"a\":", "12", "{\"a\":\"\xE5\"}"}) {
    EXPECT_FALSE(JsonMembers(text).has_value()) << text;
  }
  EXPECT_FALSE(JsonMembers(std::string(100'000, '[')).has_value());
}

}  // namespace
}  // namespace voc::cli
