#include "server/ops/metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "absl/strings/str_cat.h"
#include "storage/base/clock.h"

namespace voc::ops {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ingest::GroupReport Group(int64_t created, int64_t rejected, base::TimeNs write_ns) {
  ingest::GroupReport report;
  report.outcomes[v1::OUTCOME_CREATED] = created;
  report.outcomes[v1::OUTCOME_REJECTED] = rejected;
  report.write_ns = write_ns;
  return report;
}

TEST(MetricsTest, GroupsAddUpByOutcome) {
  const auto metrics = Metrics::Create("1.2.3");
  metrics->OnGroup(Group(3, 1, base::kNsPerSecond / 100));
  metrics->OnGroup(Group(4, 0, base::kNsPerSecond / 100));
  const std::string text = metrics->Text();
  EXPECT_THAT(text, HasSubstr("vocd_feedback_total{outcome=\"created\"} 7\n"));
  EXPECT_THAT(text, HasSubstr("vocd_feedback_total{outcome=\"rejected\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("vocd_feedback_total{outcome=\"unchanged\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("vocd_build_info{version=\"1.2.3\"} 1\n"));
}

TEST(MetricsTest, CommitsAreCountedByHowLongTheyTook) {
  const auto metrics = Metrics::Create("");
  metrics->OnGroup(Group(1, 0, base::kNsPerSecond / 500));
  metrics->OnGroup(Group(1, 0, base::kNsPerSecond / 5));
  metrics->OnGroup(Group(0, 1, 0));  // nothing to write
  const std::string text = metrics->Text();
  EXPECT_THAT(text, HasSubstr("vocd_commit_seconds_bucket{le=\"0.001\"} 0\n"));
  EXPECT_THAT(text, HasSubstr("vocd_commit_seconds_bucket{le=\"0.0025\"} 1\n"));
  EXPECT_THAT(text, HasSubstr("vocd_commit_seconds_bucket{le=\"+Inf\"} 2\n"));
  EXPECT_THAT(text, HasSubstr("vocd_commit_seconds_count 2\n"));
}

TEST(MetricsTest, AsksForTheStatusWhenItIsRead) {
  const auto metrics = Metrics::Create("");
  EXPECT_THAT(metrics->Text(), HasSubstr("vocd_queue_feedback 0\n"));
  v1::GetStatusResponse status;
  metrics->SetSources({.status = [&status] { return status; }});
  status.set_queued_feedback(12);
  status.set_last_sequence(34);
  status.set_trend_subscribers(5);
  status.set_store_id("secret");
  const std::string text = metrics->Text();
  EXPECT_THAT(text, HasSubstr("vocd_queue_feedback 12\n"));
  EXPECT_THAT(text, HasSubstr("vocd_log_sequence 34\n"));
  EXPECT_THAT(text, HasSubstr("vocd_subscriptions{kind=\"trends\"} 5\n"));
  EXPECT_THAT(text, Not(HasSubstr("secret")));
  // Keeps what was read last while there is nobody to ask.
  metrics->SetSources({});
  status.set_queued_feedback(13);
  EXPECT_THAT(metrics->Text(), HasSubstr("vocd_queue_feedback 12\n"));
}

TEST(MetricsTest, TellsWhatTheEdgeCounted) {
  const auto metrics = Metrics::Create("");
  EXPECT_THAT(metrics->Text(), Not(HasSubstr("vocd_http_requests_total")));
  metrics->SetSources({.requests = [] {
    return std::vector<RequestCount>{{"connect", "ok", 7}, {"grpc-web", "unavailable", 1}};
  }});
  const std::string text = metrics->Text();
  EXPECT_THAT(text, HasSubstr("# TYPE vocd_http_requests_total counter\n"));
  // Labels in the order that they were given in, or that of their names.
  EXPECT_THAT(text,
              ::testing::AnyOf(
                  HasSubstr("vocd_http_requests_total{code=\"ok\",protocol=\"connect\"} 7\n"),
                  HasSubstr("vocd_http_requests_total{protocol=\"connect\",code=\"ok\"} 7\n")));
}

TEST(MetricsTest, SaysWhetherItServes) {
  const auto metrics = Metrics::Create("");
  EXPECT_FALSE(metrics->serving());
  EXPECT_THAT(metrics->Text(), HasSubstr("vocd_serving 0\n"));
  metrics->SetServing(true);
  EXPECT_TRUE(metrics->serving());
  EXPECT_THAT(metrics->Text(), HasSubstr("vocd_serving 1\n"));
}

}  // namespace
}  // namespace voc::ops
