#include "server/sentiment/themes/spelling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;

TEST(SpellingsOf, WithoutTheLettersOfTheNorth) {
  EXPECT_THAT(SpellingsOf("faktura"), ElementsAre("faktura"));
  EXPECT_THAT(SpellingsOf("på"), ElementsAre("på", "pa", "paa"));
  EXPECT_THAT(SpellingsOf("kundtjänst"), ElementsAre("kundtjänst", "kundtjanst", "kundtjaenst"));
  EXPECT_THAT(SpellingsOf("løse"), ElementsAre("løse", "lose", "loese"));
  EXPECT_THAT(SpellingsOf("være"), ElementsAre("være", "vaere"));
  EXPECT_THAT(SpellingsOf("idé"), ElementsAre("idé", "ide"));
  EXPECT_THAT(SpellingsOf(""), ElementsAre(""));
}

}  // namespace
}  // namespace voc::sentiment
