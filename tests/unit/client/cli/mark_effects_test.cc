#include "client/cli/mark_effects.h"

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "gtest/gtest.h"
#include "tests/unit/client/fake_reports.h"

namespace voc::cli {
namespace {

constexpr int64_t kDay = 86'400;

v1::Mark MarkAt(int64_t seconds, const std::string& title) {
  v1::Mark mark;
  mark.set_title(title);
  mark.mutable_mark_time()->set_seconds(seconds);
  return mark;
}

absl::StatusOr<std::vector<report::MarkEffect>> Fetch(client::FakeReports& server,
                                                      bool measure = true) {
  v1::QueryTrendRequest query;
  query.add_group_by("source");
  query.set_granularity(v1::GRANULARITY_MONTH);
  query.set_comparison(v1::COMPARISON_YEAR_AGO);
  return FetchMarks(*server.NewClient(), query, absl::UnixEpoch(), absl::FromUnixSeconds(40 * kDay),
                    measure);
}

TEST(MarkEffectsTest, ComparesFourWeeksOrWhatThereIs) {
  client::FakeReports server;
  server.marks = {MarkAt(5 * kDay, "a"), MarkAt(30 * kDay, "b")};
  server.trend = [](const v1::QueryTrendRequest&) {
    v1::QueryTrendResponse response;
    response.add_series()->add_points()->set_value(8);
    return response;
  };
  const auto effects = Fetch(server);
  ASSERT_TRUE(effects.ok());
  ASSERT_EQ(effects->size(), 2u);
  EXPECT_EQ((*effects)[1].mark.title(), "b");
  EXPECT_EQ((*effects)[1].after.value(), 8);
  const auto requests = server.trend_requests();
  ASSERT_EQ(requests.size(), 2u);
  for (const v1::QueryTrendRequest& request : requests) {
    EXPECT_EQ(request.granularity(), v1::GRANULARITY_TOTAL);
    EXPECT_EQ(request.comparison(), v1::COMPARISON_PREVIOUS);
    EXPECT_TRUE(request.group_by().empty());
  }
  EXPECT_EQ(requests[0].filter().interval().start_time().seconds(), 5 * kDay);
  EXPECT_EQ(requests[0].filter().interval().end_time().seconds(), 33 * kDay);
  EXPECT_EQ(requests[1].filter().interval().end_time().seconds(), 40 * kDay);
}

TEST(MarkEffectsTest, TheNewestOfMany) {
  client::FakeReports server;
  for (size_t i = 0; i < kMaxMarks + 5; ++i) {
    server.marks.push_back(MarkAt(static_cast<int64_t>(i) * kDay, absl::StrCat("m", i)));
  }
  const auto effects = Fetch(server, /*measure=*/false);
  ASSERT_TRUE(effects.ok());
  ASSERT_EQ(effects->size(), kMaxMarks);
  EXPECT_EQ(effects->front().mark.title(), "m5");
  EXPECT_EQ(effects->back().mark.title(), "m14");
  EXPECT_TRUE(server.trend_requests().empty());
}

TEST(MarkEffectsTest, SeveralScalesHaveNoValueInCommon) {
  client::FakeReports server;
  server.marks = {MarkAt(5 * kDay, "a")};
  server.trend = [](const v1::QueryTrendRequest&) {
    v1::QueryTrendResponse response;
    response.add_series()->add_points()->set_value(8);
    response.add_series()->add_points()->set_value(3);
    return response;
  };
  const auto effects = Fetch(server);
  ASSERT_TRUE(effects.ok());
  EXPECT_FALSE(effects->front().after.has_value());
}

TEST(MarkEffectsTest, AServerWithoutMarksHasNone) {
  client::FakeReports server(/*keeps_marks=*/false);
  const auto effects = Fetch(server);
  ASSERT_TRUE(effects.ok());
  EXPECT_TRUE(effects->empty());
}

TEST(MarkEffectsTest, OtherErrorsAreErrors) {
  client::FakeReports server;
  server.mark_status = grpc::Status(grpc::StatusCode::INTERNAL, "broken");
  EXPECT_FALSE(Fetch(server).ok());
}

}  // namespace
}  // namespace voc::cli
