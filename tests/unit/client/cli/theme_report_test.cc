#include "client/cli/theme_report.h"

#include <google/protobuf/text_format.h>

#include <string>

#include "client/cli/time_zone.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

v1::QueryImpactResponse Impacts() {
  v1::QueryImpactResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        rows {
          value: "crash"
          n: 1200
          share: 12
          metric_with: -50
          metric_without: 38.888
          impact: -8.8889
          ci_low: -10.12
          ci_high: -7.34
          p_value: 1e-9
          q_value: 2e-9
          significant: true
          change {
            texts: 40
            texts_before: 10
            share: 4
            share_before: 1
            delta: 3
            p_value: 0.01
            q_value: 0.02
            significant: true
          }
        }
        rows {
          value: "=price"
          n: 3
          share: 0.03
          metric_with: 0
          metric_without: 38
          impact: -0.01
          below_min_n: true
          change { texts: 3 }
        }
        row_count: 7
        n: 10000
        value: 30
        texts: 1000
        texts_before: 1000
        tests: 1
        change_tests: 1
        interval {
          start_time { seconds: 1759708800 }
          end_time { seconds: 1765152000 }
        }
        before {
          start_time { seconds: 1754265600 }
          end_time { seconds: 1759708800 }
        }
      )pb",
      &response));
  return response;
}

v1::QueryImpactRequest Request() {
  v1::QueryImpactRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  request.set_false_discovery_rate(0.1);
  return request;
}

const Zone kUtc = {.zone = absl::UTCTimeZone(), .zone_name = "UTC"};

TEST(ImpactReport, ForPeople) {
  const std::string text = RenderText(ImpactReport(Impacts(), Request(), kUtc), 160);
  EXPECT_THAT(text, HasSubstr("what each theme does to NPS (UTC)\n"));
  EXPECT_THAT(text, HasSubstr("2025-10-06 00:00 – 2025-12-08 00:00, before: 2025-08-04 00:00 – "));
  EXPECT_THAT(text, HasSubstr("-8.89!"));
  EXPECT_THAT(text, HasSubstr("-10.12..-7.34"));
  EXPECT_THAT(text, HasSubstr("<0.001"));
  EXPECT_THAT(text, HasSubstr("+3.0!"));
  EXPECT_THAT(text, HasSubstr("3*"));
  EXPECT_THAT(text, HasSubstr("all: n 10,000, nps 30.0, texts 1,000 (before 1,000)"));
  EXPECT_THAT(text, HasSubstr("the 2 of greatest impact of 7"));
  EXPECT_THAT(text, HasSubstr("at most 10 % (1 impacts and 1 changes tested)"));
}

TEST(ImpactReport, ForPrograms) {
  Zone exact = kUtc;
  exact.exact = true;
  const std::string csv = RenderCsv(ImpactReport(Impacts(), Request(), exact));
  EXPECT_THAT(csv, HasSubstr("theme,scale,n,share,metric_with,"));
  EXPECT_THAT(csv, HasSubstr("\ncrash,,1200,12,-50,38.888,-8.8889,-10.12,-7.34,1e-09,2e-09,true,"
                             "40,10,4,1,0.01,0.02,true"));
  // What a spreadsheet would run.
  EXPECT_THAT(csv, Not(HasSubstr("\n=price")));
}

TEST(ImpactReport, NothingToShow) {
  EXPECT_THAT(RenderText(ImpactReport({}, Request(), kUtc), 80), HasSubstr("no feedback"));
}

}  // namespace
}  // namespace voc::cli
