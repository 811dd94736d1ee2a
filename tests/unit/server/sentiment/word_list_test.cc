#include "server/sentiment/word_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

namespace voc::sentiment {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string_view> Words(std::string_view list, char separator) {
  std::vector<std::string_view> words;
  ForEachWord(list, separator, [&](std::string_view word) { words.push_back(word); });
  return words;
}

TEST(ForEachWord, PartsAtTheSeparator) {
  EXPECT_THAT(Words("", ' '), IsEmpty());
  EXPECT_THAT(Words("one", ' '), ElementsAre("one"));
  EXPECT_THAT(Words("one two|three", ' '), ElementsAre("one", "two|three"));
  EXPECT_THAT(Words("one two|three", '|'), ElementsAre("one two", "three"));
  EXPECT_THAT(Words("  one  two ", ' '), ElementsAre("one", "two"));
}

}  // namespace
}  // namespace voc::sentiment
