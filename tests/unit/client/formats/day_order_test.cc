#include "client/formats/day_order.h"

#include <string>
#include <vector>

#include "gtest/gtest.h"

namespace voc::formats {
namespace {

std::string Order(std::string_view map, const std::vector<std::string>& samples) {
  return WithDayOrder(map,
                      {{.name = "other", .words = "other", .samples = {"26/10/2025", "10/26/2025"}},
                       {.name = "End Date", .words = "End Date", .samples = samples}});
}

constexpr std::string_view kRule = "collected_at <- \"End Date\" time\n";

TEST(DayOrderTest, APartAboveTwelveTells) {
  EXPECT_EQ(Order(kRule, {"10/05/2025 14:30", "", "10/26/2025 14:30"}),
            "collected_at <- \"End Date\" time month-first\n");
  EXPECT_EQ(Order(kRule, {"26.10.2025 14:30"}), "collected_at <- \"End Date\" time day-first\n");
}

TEST(DayOrderTest, WhatIsNotToldStays) {
  EXPECT_EQ(Order(kRule, {"10/05/2025 14:30"}), kRule);
  EXPECT_EQ(Order(kRule, {"10/26/2025", "26/10/2025"}), kRule);
  EXPECT_EQ(Order(kRule, {"2025-10-26 14:30:00", "soon"}), kRule);
  EXPECT_EQ(Order(kRule, {}), kRule);
}

TEST(DayOrderTest, RulesOfTimeAlone) {
  const std::vector<std::string> samples = {"10/26/2025"};
  for (const char* map :
       {"collected_at <- \"End Date\" time day-first\n", "comment <- \"End Date\"", "# time",
        "collected_at <- \"End Date\" # time", "submission_id <- time\n", "", "\n\n",
        "collected_at <- \"End Date time"}) {
    EXPECT_EQ(Order(map, samples), map);
  }
  EXPECT_EQ(
      Order("a = b\ncollected_at <- x | enddate values a=b otherwise keep time \nc = d", samples),
      "a = b\ncollected_at <- x | enddate values a=b otherwise keep time month-first\nc = d");
}

}  // namespace
}  // namespace voc::formats
