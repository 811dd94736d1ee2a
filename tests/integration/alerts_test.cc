// AlertService over a real connection, a real RocksDB behind it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "storage/base/time.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// An open WatchAlerts call. Reads fail after half a minute.
class Watch {
 public:
  Watch(RunningServer& server, const v1::WatchAlertsRequest& request) {
    context_.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    stream_ = server.alerts().WatchAlerts(&context_, request);
  }

  // The next message of any kind; nullopt when the stream ended.
  std::optional<v1::WatchAlertsResponse> Next() {
    v1::WatchAlertsResponse message;
    if (!stream_->Read(&message)) return std::nullopt;
    cursor_ = message.cursor();
    return message;
  }

  // The next alert.
  v1::Alert Alert() {
    while (std::optional<v1::WatchAlertsResponse> message = Next()) {
      if (message->has_alert()) return message->alert();
    }
    ADD_FAILURE() << "the stream ended: " << Finish().error_message();
    return {};
  }

  // The message that says the subscription began.
  v1::WatchAlertsResponse Started() {
    std::optional<v1::WatchAlertsResponse> message = Next();
    EXPECT_TRUE(message.has_value() && message->has_started());
    return message.value_or(v1::WatchAlertsResponse());
  }

  const std::string& cursor() const { return cursor_; }
  void Cancel() { context_.TryCancel(); }
  grpc::Status Finish() { return stream_->Finish(); }

 private:
  grpc::ClientContext context_;
  std::unique_ptr<grpc::ClientReader<v1::WatchAlertsResponse>> stream_;
  std::string cursor_;
};

v1::WatchAlertsRequest From(const std::string& cursor) {
  v1::WatchAlertsRequest request;
  request.mutable_start()->set_after_cursor(cursor);
  return request;
}

v1::WatchAlertsRequest FromEarliest() {
  v1::WatchAlertsRequest request;
  request.mutable_start()->set_earliest(true);
  return request;
}

// A review that two rules match.
v1::Feedback BadReview(std::string_view id) {
  v1::Feedback feedback;
  feedback.set_source_id("reviews");
  feedback.set_submission_id(std::string(id));
  v1::Mention& mention = *feedback.mutable_mention();
  mention.set_mention_type(v1::MENTION_TYPE_REVIEW);
  mention.set_platform("g2");
  mention.set_body("Terrible support, the app crashes constantly and nobody answers");
  mention.set_rating(1);
  return feedback;
}

class AlertsTest : public ::testing::Test {
 protected:
  AlertsTest() { Restart(); }

  void Restart() {
    server_.reset();
    server_ = std::make_unique<RunningServer>(dir_.path());
  }

  std::vector<v1::Alert> ListAll(v1::ListAlertsRequest request = {}) {
    std::vector<v1::Alert> all;
    do {
      grpc::ClientContext context;
      v1::ListAlertsResponse response;
      const grpc::Status status = server_->alerts().ListAlerts(&context, request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      all.insert(all.end(), response.alerts().begin(), response.alerts().end());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  base::TempDir dir_;
  std::unique_ptr<RunningServer> server_;
};

TEST_F(AlertsTest, LatestSendsWhatIsCommittedAfterStarted) {
  server_->Submit(Nps("before", 0));
  Watch watch(*server_, {});
  EXPECT_FALSE(watch.Started().started().oldest_cursor().empty());
  server_->Submit(Nps("happy", 10));
  const v1::SubmitResult result = server_->Submit(Nps("after", 2, "acme"));
  const v1::Alert alert = watch.Alert();
  EXPECT_EQ(alert.alert_id(), "nps-detractor." + result.feedback_id());
  EXPECT_EQ(alert.sequence(), result.sequence());
  EXPECT_EQ(alert.version(), 1u);
  EXPECT_EQ(alert.state(), v1::ALERT_STATE_OPEN);
  EXPECT_EQ(alert.account_id(), "acme");
  EXPECT_EQ(alert.feedback().submission_id(), "after");
}

TEST_F(AlertsTest, CorrectionExclusionAndRestorationSendTheSameIdWithTheNextVersion) {
  Watch watch(*server_, {});
  watch.Started();
  const v1::SubmitResult result = server_->Submit(Nps("1", 3));
  const std::string id = watch.Alert().alert_id();
  server_->Submit(Nps("1", 2));
  v1::Alert alert = watch.Alert();
  EXPECT_EQ(alert.alert_id(), id);
  EXPECT_EQ(alert.version(), 2u);
  EXPECT_EQ(alert.feedback().response().score(), 2);
  server_->Exclude(result.feedback_id(), "not a customer");
  alert = watch.Alert();
  EXPECT_EQ(alert.version(), 3u);
  EXPECT_EQ(alert.state(), v1::ALERT_STATE_DISMISSED);
  EXPECT_THAT(alert.note(), HasSubstr("not a customer"));
  server_->Restore(result.feedback_id());
  alert = watch.Alert();
  EXPECT_EQ(alert.version(), 4u);
  EXPECT_EQ(alert.state(), v1::ALERT_STATE_OPEN);
  server_->Submit(Nps("1", 9));
  alert = watch.Alert();
  EXPECT_EQ(alert.version(), 5u);
  EXPECT_EQ(alert.state(), v1::ALERT_STATE_DISMISSED);
}

TEST_F(AlertsTest, ResumesAfterAnyCursorOverARestartWithoutGapOrRepetition) {
  for (int i = 0; i < 20; ++i) server_->Submit(BadReview(absl::StrCat(i)));
  // Take one alert a stream, and restart the server in between.
  std::vector<std::string> taken;
  v1::WatchAlertsRequest request = FromEarliest();
  for (int i = 0; i < 40; ++i) {
    Watch watch(*server_, request);
    taken.push_back(watch.Alert().alert_id());
    request = From(watch.cursor());
    watch.Cancel();
    if (i % 10 == 5) Restart();
  }
  std::vector<std::string> at_once;
  Watch watch(*server_, FromEarliest());
  for (int i = 0; i < 40; ++i) at_once.push_back(watch.Alert().alert_id());
  EXPECT_EQ(taken, at_once);
}

TEST_F(AlertsTest, CursorsOfOtherStoresAndDamagedOnesAreRefused) {
  base::TempDir other_dir;
  RunningServer other(other_dir.path());
  Watch foreign_watch(other, {});
  foreign_watch.Started();
  for (const auto& [cursor, reason] : std::map<std::string, std::string>{
           {foreign_watch.cursor(), "CURSOR_FOREIGN"}, {"rubbish", "CURSOR_DAMAGED"}}) {
    Watch watch(*server_, From(cursor));
    EXPECT_FALSE(watch.Next().has_value());
    const grpc::Status status = watch.Finish();
    EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(ErrorInfoOf(status).reason(), reason);
    EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("start.after_cursor"));
  }
}

TEST_F(AlertsTest, SinceTimeIsInclusiveOnIngestedAt) {
  const v1::SubmitResult first = server_->Submit(Nps("1", 1));
  const v1::SubmitResult second = server_->Submit(Nps("2", 1));
  v1::WatchAlertsRequest request;
  *request.mutable_start()->mutable_since_time() = server_->Get(second.feedback_id()).ingested_at();
  ASSERT_LT(base::FromTimestamp(server_->Get(first.feedback_id()).ingested_at()),
            base::FromTimestamp(request.start().since_time()));
  Watch watch(*server_, request);
  EXPECT_EQ(watch.Alert().feedback().feedback_id(), second.feedback_id());
}

TEST_F(AlertsTest, UnknownRuleIsRefusedNamingThoseThatExist) {
  v1::WatchAlertsRequest request;
  request.add_rule_ids("nps-detractor");
  request.add_rule_ids("no-such-rule");
  Watch watch(*server_, request);
  EXPECT_FALSE(watch.Next().has_value());
  const grpc::Status status = watch.Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("rule_ids[1]"));
  EXPECT_THAT(status.error_message(), HasSubstr("csat-dissatisfied"));
}

TEST_F(AlertsTest, BackfillIsStoredAndListedAndStreamedOnlyWhenAskedFor) {
  v1::Feedback old = Nps("old", 1);
  base::SetTimestamp(1'600'000'000 * base::kNsPerSecond, *old.mutable_collected_at());
  server_->Submit(old);
  server_->Submit(Nps("new", 1));
  Watch watch(*server_, FromEarliest());
  EXPECT_EQ(watch.Alert().feedback().submission_id(), "new");
  v1::WatchAlertsRequest request = FromEarliest();
  request.set_include_backfill(true);
  Watch with_backfill(*server_, request);
  const v1::Alert alert = with_backfill.Alert();
  EXPECT_EQ(alert.feedback().submission_id(), "old");
  EXPECT_TRUE(alert.backfill());
  EXPECT_THAT(ListAll(), SizeIs(2));
}

TEST_F(AlertsTest, VersionIsSentIfTheFeedbackPassedBeforeOrAfterTheChange) {
  v1::WatchAlertsRequest request;
  request.mutable_filter()->add_account_ids("acme");
  Watch watch(*server_, request);
  watch.Started();
  server_->Submit(Nps("1", 1, "globex"));  // never of acme
  server_->Submit(Nps("2", 1, "acme"));
  EXPECT_EQ(watch.Alert().version(), 1u);
  server_->Submit(Nps("2", 1, "globex"));  // leaves acme
  EXPECT_EQ(watch.Alert().version(), 2u);
  server_->Submit(Nps("2", 2, "globex"));  // of acme neither before nor after
  server_->Submit(Nps("2", 2, "acme"));    // comes back
  EXPECT_EQ(watch.Alert().version(), 4u);
}

TEST_F(AlertsTest, ListedAndFetchedAlertsAreThoseThatWereStreamed) {
  std::mt19937 random(20260101);
  std::vector<std::string> ids;
  for (int i = 0; i < 30; ++i) {
    ids.push_back(server_->Submit(i % 2 ? BadReview(absl::StrCat(i)) : Nps(absl::StrCat(i), i % 11))
                      .feedback_id());
  }
  for (int i = 0; i < 100; ++i) {
    const size_t which = random() % ids.size();
    switch (random() % 3) {
      case 0:
        server_->Exclude(ids[which], absl::StrCat("reason ", i));
        break;
      case 1:
        server_->Restore(ids[which]);
        break;
      case 2: {
        v1::Feedback changed = server_->Get(ids[which]);
        changed.clear_collected_at();
        if (changed.has_response()) {
          changed.mutable_response()->set_score(static_cast<int>(random() % 11));
        } else {
          changed.mutable_mention()->set_rating(1 + static_cast<int>(random() % 5));
        }
        server_->Submit(changed);
        break;
      }
    }
  }
  server_->Submit(Nps("last", 0));
  std::map<std::string, v1::Alert> streamed;
  Watch watch(*server_, FromEarliest());
  for (bool last = false; !last;) {
    const v1::Alert alert = watch.Alert();
    ASSERT_FALSE(testing::Test::HasFailure());
    v1::Alert& known = streamed[alert.alert_id()];
    EXPECT_EQ(alert.version(), known.version() + 1);
    known = alert;
    last = alert.feedback().submission_id() == "last";
  }

  for (const int page_size : {1, 4, 1000}) {
    v1::ListAlertsRequest request;
    request.set_page_size(page_size);
    const std::vector<v1::Alert> listed = ListAll(request);
    ASSERT_THAT(listed, SizeIs(streamed.size())) << page_size;
    for (size_t i = 0; i < listed.size(); ++i) {
      if (i > 0) {
        EXPECT_GE(listed[i - 1].sequence(), listed[i].sequence());
      }
      EXPECT_TRUE(MessageDifferencer::Equals(listed[i], streamed[listed[i].alert_id()]));
      grpc::ClientContext context;
      v1::GetAlertRequest get;
      get.set_alert_id(listed[i].alert_id());
      v1::GetAlertResponse response;
      ASSERT_TRUE(server_->alerts().GetAlert(&context, get, &response).ok());
      EXPECT_TRUE(MessageDifferencer::Equals(response.alert(), listed[i]));
    }
  }
  for (const v1::AlertState state : {v1::ALERT_STATE_OPEN, v1::ALERT_STATE_DISMISSED}) {
    v1::ListAlertsRequest request;
    request.set_page_size(3);
    request.add_states(state);
    const std::vector<v1::Alert> listed = ListAll(request);
    EXPECT_THAT(listed, Not(IsEmpty()));
    EXPECT_EQ(listed.size(), static_cast<size_t>(std::count_if(
                                 streamed.begin(), streamed.end(), [&](const auto& entry) {
                                   return entry.second.state() == state;
                                 })));
  }
}

TEST_F(AlertsTest, ListFiltersTheFeedbackAsItIsExcludedOrNot) {
  const v1::SubmitResult result = server_->Submit(Nps("1", 1, "acme"));
  server_->Submit(Nps("2", 1, "globex"));
  server_->Exclude(result.feedback_id(), "test");
  v1::ListAlertsRequest request;
  request.mutable_filter()->add_account_ids("acme");
  const std::vector<v1::Alert> listed = ListAll(request);
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].state(), v1::ALERT_STATE_DISMISSED);
}

TEST_F(AlertsTest, ListAndGetNameWhatIsWrong) {
  grpc::ClientContext context;
  v1::ListAlertsRequest list;
  list.add_states(v1::ALERT_STATE_UNSPECIFIED);
  v1::ListAlertsResponse listed;
  const grpc::Status status = server_->alerts().ListAlerts(&context, list, &listed);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("states[0]"));
  const std::string good = server_->Submit(Nps("1", 10)).feedback_id();
  for (const std::string& id : {std::string("nonsense"), "nps-detractor." + good}) {
    grpc::ClientContext get_context;
    v1::GetAlertRequest get;
    get.set_alert_id(id);
    v1::GetAlertResponse got;
    EXPECT_EQ(server_->alerts().GetAlert(&get_context, get, &got).error_code(),
              grpc::StatusCode::NOT_FOUND)
        << id;
  }
}

}  // namespace
}  // namespace voc
