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

v1::DiscoverThemesResponse Phrases() {
  v1::DiscoverThemesResponse response;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(
        phrases {
          phrase: "app crashes"
          languages: "en"
          languages: "sv"
          variants: "crashes every morning"
          texts: 1200
          texts_before: 10
          authors: 900
          share: 12
          share_before: 0.1
          ratio: 120
          p_value: 1e-9
          q_value: 2e-9
          opinions: 1000
          net: -80
          net_without: 10
          net_change: -10.71
          nps_n: 500
          nps: -90
          nps_impact: -11.25
          nps_impact_low: -12
          nps_impact_high: -10
          covered_by { theme: "stability" share: 75 }
          examples { feedback_id: "f1" quote: "the app crashes" }
          examples { feedback_id: "f2" quote: "=crashed" }
        }
        phrases { phrase: "5.0" texts: 9 share: 0.1 share_before: 0 q_value: 0.05 }
        phrase_count: 2
        texts: 10000
        texts_before: 9000
        texts_found: 20000
        texts_before_found: 9000
        sampled: true
        tests: 402
        min_texts: 5
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

TEST(DiscoverReport, ForPeople) {
  v1::DiscoverThemesRequest request;
  request.set_false_discovery_rate(0.1);
  const std::string text = RenderText(DiscoverReport(Phrases(), request, kUtc), 160);
  EXPECT_THAT(text, HasSubstr("what texts say more than before (UTC)\n"));
  EXPECT_THAT(text, HasSubstr("en sv"));
  EXPECT_THAT(text, HasSubstr("x120.0"));
  EXPECT_THAT(text, HasSubstr("new"));
  EXPECT_THAT(text, HasSubstr("-10.7"));
  EXPECT_THAT(text, HasSubstr("stability"));
  EXPECT_THAT(text, HasSubstr("\n  f1 the app crashes"));
  EXPECT_THAT(text, HasSubstr("10,000 texts of 20,000, 9,000 before of 9,000: a sample"));
  EXPECT_THAT(text, HasSubstr("2 rose of 402 phrases tested (in 5 texts or more); at most 10 %"));
  EXPECT_THAT(RenderText(DiscoverReport({}, request, kUtc), 80), HasSubstr("no texts"));
}

TEST(DiscoverReport, ForPrograms) {
  Zone exact = kUtc;
  exact.exact = true;
  const std::string csv = RenderCsv(DiscoverReport(Phrases(), {}, exact));
  EXPECT_THAT(csv, HasSubstr("phrase,languages,texts,texts_before,authors,"));
  EXPECT_THAT(csv, HasSubstr("app crashes,en sv,1200,10,900,12,0.1,120,1e-09,2e-09,1000,-80,10,"
                             "-10.71,500,-90,-11.25,-12,-10,crashes every morning,stability,f1,"
                             "the app crashes,f2,'=crashed"));
}

}  // namespace
}  // namespace voc::cli
