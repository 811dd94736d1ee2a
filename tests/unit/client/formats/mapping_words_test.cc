#include "client/formats/mapping_words.h"

#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Quoted words in angle brackets; an error's message.
std::vector<std::string> Split(std::string_view line) {
  const auto words = SplitWords(line);
  if (!words.ok()) return {std::string(words.status().message())};
  std::vector<std::string> texts;
  for (const Word& word : *words) {
    texts.push_back(word.quoted ? absl::StrCat("<", word.text, ">") : word.text);
  }
  return texts;
}

TEST(MappingWordsTest, WordsAndSigns) {
  EXPECT_THAT(Split("score <- \"NPS Score\" | nps number"),
              ElementsAre("score", "<-", "<NPS Score>", "|", "nps", "number"));
  EXPECT_THAT(Split("values good=2 \"so so\"=1\r"),
              ElementsAre("values", "good", "=", "2", "<so so>", "=", "1"));
  EXPECT_THAT(Split("property.\"Agent Name\"<-x"),
              ElementsAre("property.", "<Agent Name>", "<-", "x"));
}

TEST(MappingWordsTest, CommentsAndBlankLines) {
  EXPECT_THAT(Split(" \t"), IsEmpty());
  EXPECT_THAT(Split("# score <- x"), IsEmpty());
  EXPECT_THAT(Split("zone UTC # of the vendor"), ElementsAre("zone", "UTC"));
  EXPECT_THAT(Split("\"# 1\""), ElementsAre("<# 1>"));
}

TEST(MappingWordsTest, Escapes) {
  EXPECT_THAT(Split(R"("a\"b\\c\nd\te\r")"), ElementsAre("<a\"b\\c\nd\te\r>"));
  EXPECT_THAT(Split(R"("a\b")"), ElementsAre("a \\ stands before one of \" \\ n r t alone"));
  EXPECT_THAT(Split(R"("a\)"), ElementsAre("a \\ stands before one of \" \\ n r t alone"));
  EXPECT_THAT(Split("x \"a"), ElementsAre("the quote of \"a\" is never closed"));
}

}  // namespace
}  // namespace voc::formats
