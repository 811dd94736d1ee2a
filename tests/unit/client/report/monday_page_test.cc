#include "client/report/monday_page.h"

#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/unit/client/report/sample_monday.h"

namespace voc::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(MondayPageTest, HoldsEveryPart) {
  const std::string page = MondayPage(SampleMonday(), "made <now>");
  for (const char* part :
       {"<h1>What customers say</h1>", "<h2>The last 2 weeks</h2>", "<h2>What moved</h2>",
        "<h3>source</h3>", "<h2>Why: what each theme does to NPS</h2>", "<h2>Who waits for us</h2>",
        "1 open alert.", "<h2>In their own words</h2>", "No texts.", "made &lt;now&gt;", "<b>7</b>",
        "class=\"is-bad\">-23 news (p 0.003)"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
}

TEST(MondayPageTest, WhatCustomersWroteIsTextAlone) {
  const std::string page = MondayPage(SampleMonday(), "");
  EXPECT_THAT(page, HasSubstr("&lt;b&gt;slow&lt;/b&gt; | bad"));
  EXPECT_THAT(page, Not(HasSubstr("<b>slow")));
}

TEST(MondayPageTest, SaysWhichFeedbackCounted) {
  Monday monday = SampleMonday();
  monday.view.only = "channel=<web>";
  EXPECT_THAT(MondayPage(monday, ""), HasSubstr("<p class=\"quiet\">channel=&lt;web&gt;</p>"));
}

TEST(MondayPageTest, ANameCannotTurnTheDirectionOfWhatFollows) {
  Monday monday = SampleMonday();
  monday.to_call[0].set_account_id("a\u202Ebc");
  EXPECT_THAT(MondayPage(monday, ""), HasSubstr("<p class=\"quiet\"><bdi>a\u202Ebc</bdi>, "
                                                "<bdi>NPS 3</bdi>, 11 Oct 2025</p>"));
}

TEST(MondayPageTest, ShortNamesStayOnALine) {
  Monday monday = SampleMonday();
  EXPECT_THAT(MondayPage(monday, ""),
              HasSubstr("<th scope=\"row\" class=\"fixed\" dir=\"auto\">acme</th>"));
  monday.newest[0].mutable_feedback()->set_account_id(std::string(200, 'x'));
  EXPECT_THAT(MondayPage(monday, ""), HasSubstr("<th scope=\"row\" dir=\"auto\">xxxx"));
}

TEST(MondayPageTest, AnEmptyWeekSaysSo) {
  Monday monday = SampleMonday(Language::kDanish);
  monday.metrics.clear();
  monday.groups.clear();
  monday.themes.Clear();
  monday.newest.clear();
  monday.open_alerts = 0;
  const std::string page = MondayPage(monday, "");
  EXPECT_THAT(page, HasSubstr("Ingen svar i perioden."));
  EXPECT_THAT(page, HasSubstr("Ingen åbne alarmer."));
  EXPECT_THAT(page, Not(HasSubstr("class=\"scores\"")));
}

}  // namespace
}  // namespace voc::report
