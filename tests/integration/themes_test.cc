// Themes over the API: what an annotator hears is grouped, filtered, watched and
// weighed.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/base/strings.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

// Hears a theme wherever its name stands.
class NamedThemes final : public sentiment::Annotator {
 public:
  sentiment::Annotation Annotate(const sentiment::Text& text) const override {
    sentiment::Annotation heard;
    heard.language = "en";
    for (const char* theme : {"crash", "price", "support"}) {
      if (absl::StrContains(base::ToAbsl(text.body), theme)) heard.themes.push_back(theme);
    }
    return heard;
  }
};

class ThemesTest : public ::testing::Test {
 protected:
  void Say(int count, int score, const std::string& comment) {
    std::vector<v1::Feedback> all;
    for (int i = 0; i < count; ++i) {
      v1::Feedback feedback = Nps(absl::StrCat("s", ++said_), score);
      feedback.mutable_response()->set_comment(comment);
      feedback.mutable_collected_at()->set_seconds(1'760'000'000 + said_);
      all.push_back(feedback);
    }
    server_.Ingest(all);
  }

  v1::QueryTrendResponse Trend(const v1::QueryTrendRequest& request) {
    grpc::ClientContext context;
    v1::QueryTrendResponse response;
    const grpc::Status status = server_.trends().QueryTrend(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }

  const base::TempDir folder_;
  const NamedThemes annotator_;
  RunningServer server_{folder_.path(), nullptr, &annotator_};
  int said_ = 0;
};

TEST_F(ThemesTest, ImpactOfWhatWasHeard) {
  Say(40, 0, "crash at this price");
  Say(60, 10, "the price is fine");
  Say(100, 8, "");
  grpc::ClientContext context;
  v1::QueryImpactRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  v1::QueryImpactResponse response;
  const grpc::Status status = server_.themes().QueryImpact(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.n(), 200);
  EXPECT_EQ(response.texts(), 100);
  std::map<std::string, double> impacts;
  for (const v1::ImpactRow& row : response.rows()) impacts[row.value()] = row.impact();
  EXPECT_THAT(impacts,
              UnorderedElementsAre(Pair("crash", -27.5), Pair("price", 10), Pair("", -10)));
  EXPECT_EQ(response.rows(0).value(), "crash");
  EXPECT_TRUE(response.rows(0).significant());
}

TEST_F(ThemesTest, BadFieldsOfAnImpactAreNamed) {
  grpc::ClientContext context;
  v1::QueryImpactRequest request;
  request.set_limit(-1);
  v1::QueryImpactResponse response;
  const grpc::Status status = server_.themes().QueryImpact(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), UnorderedElementsAre("metric", "limit"));
}

TEST_F(ThemesTest, DiscoversWhatRose) {
  // Before, all is well; then one thing breaks, which two themes cover.
  Say(200, 9, "lovely calendar");
  const int64_t then = 1'760'000'000 + said_ + 1;
  Say(150, 9, "lovely calendar");
  Say(50, 1, "crash after crash at this price");
  grpc::ClientContext context;
  v1::DiscoverThemesRequest request;
  request.mutable_filter()->mutable_interval()->mutable_start_time()->set_seconds(then);
  v1::DiscoverThemesResponse response;
  const grpc::Status status = server_.themes().DiscoverThemes(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.texts(), 200);
  ASSERT_EQ(response.phrases_size(), 1);
  EXPECT_EQ(response.phrases(0).phrase(), "crash after crash");
  EXPECT_EQ(response.phrases(0).texts(), 50);
  std::vector<std::string> covering;
  for (const v1::ThemeShare& theme : response.phrases(0).covered_by()) {
    covering.push_back(theme.theme());
  }
  EXPECT_THAT(covering, ElementsAre("crash", "price"));
  ASSERT_EQ(response.phrases(0).examples_size(), 2);
  const v1::Feedback example = server_.Get(response.phrases(0).examples(0).feedback_id());
  EXPECT_EQ(example.response().comment(), response.phrases(0).examples(0).quote());
}

TEST_F(ThemesTest, BadFieldsOfADiscoveryAreNamed) {
  grpc::ClientContext context;
  v1::DiscoverThemesRequest request;
  request.set_limit(-1);
  request.set_min_texts(1);
  v1::DiscoverThemesResponse response;
  const grpc::Status status = server_.themes().DiscoverThemes(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), UnorderedElementsAre("limit", "min_texts"));
}

TEST_F(ThemesTest, TrendsAreGroupedAndFilteredByTheme) {
  Say(2, 10, "price and support");
  Say(3, 0, "crash");
  Say(4, 8, "nothing of note");
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_NPS);
  request.set_granularity(v1::GRANULARITY_TOTAL);
  request.add_group_by("theme");
  const v1::QueryTrendResponse all = Trend(request);
  std::vector<std::pair<std::string, int64_t>> groups;
  for (const v1::TrendSeries& series : all.series()) {
    groups.emplace_back(series.group().at("theme"), series.total().n());
  }
  EXPECT_THAT(groups,
              ElementsAre(Pair("", 4), Pair("crash", 3), Pair("price", 2), Pair("support", 2)));
  EXPECT_EQ(all.total().n(), 9);

  request.clear_group_by();
  request.mutable_filter()->add_themes("price");
  request.mutable_filter()->add_themes("crash");
  EXPECT_EQ(Trend(request).total().n(), 5);
  request.mutable_filter()->clear_themes();
  request.mutable_filter()->add_themes("");
  EXPECT_EQ(Trend(request).total().n(), 4);
}

}  // namespace
}  // namespace voc
