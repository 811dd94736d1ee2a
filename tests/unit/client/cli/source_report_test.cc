#include "client/cli/source_report.h"

#include <map>
#include <string>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace voc::cli {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

v1::Source Checkout() {
  v1::Source source;
  source.set_source_id("checkout");
  source.set_title("Checkout");
  source.set_kind(v1::SOURCE_KIND_SURVEY);
  source.set_metric(v1::METRIC_CSAT);
  source.set_scale_points(5);
  source.set_top_box(1);
  (*source.mutable_texts())["sv"].set_question("Hur gick det?");
  (*source.mutable_texts())["en"].set_thank_you("Thanks");
  source.set_sampling(0.25);
  source.add_keys()->set_key("vks_1");
  source.mutable_keys(0)->mutable_create_time()->set_seconds(1740823200);
  v1::TokenKey& key = *source.add_token_keys();
  key.set_key_id("2025");
  key.set_algorithm(v1::TOKEN_ALGORITHM_ES256);
  key.set_key("a public key");
  return source;
}

TEST(SourceReportTest, OneRowASource) {
  v1::ListSourcesResponse response;
  *response.add_sources() = Checkout();
  v1::Source& site = *response.add_sources();
  site.set_source_id("g2");
  site.set_kind(v1::SOURCE_KIND_REVIEW_SITE);
  const Report report = SourceListReport(response.sources());
  ASSERT_EQ(report.tables.size(), 1u);
  EXPECT_THAT(report.tables[0].rows[0].cells,
              ElementsAre("checkout", "Checkout", "survey", "csat, 5 points, top 1", "90d", "25 %",
                          "1", "en, sv"));
  EXPECT_THAT(report.tables[0].rows[1].cells,
              ElementsAre("g2", "", "review_site", "", "", "", "0", ""));
  EXPECT_THAT(SourceListReport({}).remarks, ElementsAre(HasSubstr("no sources")));
}

TEST(SourceReportTest, OneRowAField) {
  const Report report = SourceReport(Checkout(), {.zone = absl::UTCTimeZone(), .zone_name = "UTC"});
  std::map<std::string, std::string> fields;
  for (const Row& row : report.tables[0].rows) fields[row.cells[0]] = row.cells[1];
  EXPECT_EQ(fields["question.sv"], "Hur gick det?");
  EXPECT_EQ(fields["thank_you.en"], "Thanks");
  EXPECT_EQ(fields["sampling"], "25 %");
  EXPECT_EQ(fields["quiet_period"], "90d");
  EXPECT_EQ(fields["key"], "vks_1 of 2025-03-01 10:00:00");
  EXPECT_EQ(fields["token_key"], "2025, es256");
  EXPECT_EQ(fields.count("expected_per_week"), 0u);
}

TEST(SourceReportTest, ASnippetCanBePastedWhateverTheIdIs) {
  const std::string snippet = WidgetSnippet("a\"><script>&", "vks_1");
  EXPECT_THAT(snippet, HasSubstr("source=\"a&quot;&gt;&lt;script&gt;&amp;\""));
  EXPECT_THAT(snippet, HasSubstr("key=\"vks_1\"></voc-survey>"));
}

}  // namespace
}  // namespace voc::cli
