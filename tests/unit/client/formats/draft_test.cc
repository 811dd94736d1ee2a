#include "client/formats/draft.h"

#include <string>
#include <utility>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::formats {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

SurveyColumn Column(const std::string& name, std::vector<std::string> samples) {
  return {.name = name, .words = name, .samples = std::move(samples)};
}

TEST(DraftTest, WhatNamesAndAnswersSuggest) {
  const std::string draft = DraftMapping(
      {Column("When", {"2025-03-01 10:00", ""}), Column("Response ID", {"17"}),
       Column("NPS score", {"9", "3"}), Column("Mail", {"a@b.se"}), Column("Lang", {"SV"}),
       Column("Why so?", {"Good and\nfast", "Too slow for us"}), Column("Plan", {"gold"})});
  for (const char* line :
       {"\nsubmission_id <- \"Response ID\"\n", "\ncollected_at <- \"When\" time\n",
        "\nmetric = nps\n", "\nscore <- \"NPS score\" number\n", "\ncomment <- \"Why so?\"\n",
        "\nrespondent_id <- \"Mail\" lower\n", "\naccount_id <- \"Mail\" domain\n",
        "\nlanguage <- \"Lang\" lower\n",
        "\n#   \"Why so?\": \"Good and\\nfast\", \"Too slow for us\"\n"}) {
    EXPECT_THAT(draft, HasSubstr(line));
  }
  EXPECT_TRUE(ParseMapping(draft).ok()) << ParseMapping(draft).status();
}

TEST(DraftTest, TimesAsTheyAreWritten) {
  EXPECT_THAT(DraftMapping({Column("t", {"31/01/2025"})}), HasSubstr("<- \"t\" time day-first\n"));
  EXPECT_THAT(DraftMapping({Column("t", {"01/31/2025"})}),
              HasSubstr("<- \"t\" time month-first\n"));
  EXPECT_THAT(DraftMapping({Column("t", {"01/02/2025"})}),
              HasSubstr("<- \"t\" time month-first  # or day-first?\n"));
  EXPECT_THAT(DraftMapping({Column("t", {"1760000000"})}), HasSubstr("<- \"t\" time seconds\n"));
  EXPECT_THAT(DraftMapping({Column("t", {"1760000000123"})}), HasSubstr("<- \"t\" time millis\n"));
}

TEST(DraftTest, WhatIsNotKnownIsLeftToTheReader) {
  const std::string draft = DraftMapping({Column("a", {"4"}), Column("b", {})});
  EXPECT_THAT(draft, HasSubstr("# submission_id <- \"...\""));
  EXPECT_THAT(draft, HasSubstr("# score <- \"a\" number"));
  EXPECT_THAT(draft, HasSubstr("#   \"b\": nothing\n"));
  EXPECT_TRUE(ParseMapping(draft).ok()) << ParseMapping(draft).status();
  EXPECT_TRUE(ParseMapping(DraftMapping({})).ok());
}

TEST(DraftTest, ACommentOfOneWord) {
  const std::vector<SurveyColumn> columns = {Column("id", {"1", "2"}),
                                             Column("Area", {"Root and stem", "Stem and so on"}),
                                             Column("Kommentar", {"Bra", "Dyrt"})};
  EXPECT_THAT(DraftMapping(columns), HasSubstr("\ncomment <- \"Kommentar\"\n"));
  const auto mapping = ParseMapping("submission_id <- id\n");
  ASSERT_TRUE(mapping.ok());
  EXPECT_THAT(DraftQuestions(*mapping, columns), HasSubstr("\n# comment <- \"Kommentar\""));
}

TEST(DraftTest, QuestionsOfASurvey) {
  const auto mapping = ParseMapping("submission_id <- id\n");
  ASSERT_TRUE(mapping.ok());
  const std::string draft =
      DraftQuestions(*mapping, {Column("id", {"1"}), Column("How?", {"4"}),
                                Column("Why?", {"So very good", "Not so good"})});
  EXPECT_THAT(draft, HasSubstr("\n# \"How?\": \"4\"\n# question \"How?\"\n#   metric = csat\n"
                               "#   score <- \"How?\" number\n"));
  EXPECT_THAT(draft, HasSubstr("\n# comment <- \"Why?\"  # above all questions\n"));
  EXPECT_THAT(draft, Not(HasSubstr("\"id\"")));
}

}  // namespace
}  // namespace voc::formats
