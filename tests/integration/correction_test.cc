// Corrections by humans over a real connection, a real RocksDB behind it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "google/protobuf/util/message_differencer.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"
#include "tests/integration/store_questions.h"
#include "tests/support/versioned_annotator.h"

namespace voc {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kUnknownId[] = "00000000000000000000000000000000";

v1::Feedback Review(const std::string& id, const std::string& body) {
  v1::Feedback feedback;
  feedback.set_source_id("reviews");
  feedback.set_submission_id(id);
  feedback.mutable_mention()->set_body(body);
  return feedback;
}

v1::Filter Labelled(v1::SentimentLabel label) {
  v1::Filter filter;
  filter.add_sentiment_labels(label);
  return filter;
}

class CorrectionTest : public ::testing::Test {
 protected:
  CorrectionTest() { Start(); }

  void Start() { server_ = std::make_unique<RunningServer>(dir_.path(), nullptr, &annotator_); }

  grpc::Status Correct(const v1::CorrectFeedbackRequest& request,
                       v1::Feedback* feedback = nullptr) {
    grpc::ClientContext context;
    v1::CorrectFeedbackResponse response;
    const grpc::Status status = server_->feedback().CorrectFeedback(&context, request, &response);
    if (feedback != nullptr) *feedback = response.feedback();
    return status;
  }

  grpc::Status Correct(const std::string& id, v1::SentimentLabel label) {
    v1::CorrectFeedbackRequest request;
    request.set_feedback_id(id);
    request.set_label(label);
    request.set_author("ann");
    return Correct(request);
  }

  grpc::Status Withdraw(const std::string& id) {
    grpc::ClientContext context;
    v1::WithdrawCorrectionRequest request;
    request.set_feedback_id(id);
    v1::WithdrawCorrectionResponse response;
    return server_->feedback().WithdrawCorrection(&context, request, &response);
  }

  v1::Alert GetAlert(const std::string& id) {
    grpc::ClientContext context;
    v1::GetAlertRequest request;
    request.set_alert_id("mention-negative." + id);
    v1::GetAlertResponse response;
    const grpc::Status status = server_->alerts().GetAlert(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.alert();
  }

  base::TempDir dir_;
  const sentiment::VersionedAnnotator annotator_{1};
  std::unique_ptr<RunningServer> server_;
};

TEST_F(CorrectionTest, BadRequestsAreRefused) {
  const grpc::Status empty = Correct(v1::CorrectFeedbackRequest());
  EXPECT_EQ(empty.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(empty)), ElementsAre("feedback_id", "label", "author"));
  for (const char* unknown : {kUnknownId, "no id"}) {
    const grpc::Status status = Correct(unknown, v1::SENTIMENT_LABEL_NEUTRAL);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(ErrorInfoOf(status).reason(), "FEEDBACK_NOT_FOUND");
    EXPECT_EQ(Withdraw(unknown).error_code(), grpc::StatusCode::NOT_FOUND);
  }
  EXPECT_THAT(BadFieldsOf(DetailsOf(Withdraw(""))), ElementsAre("feedback_id"));
}

TEST_F(CorrectionTest, AFeedbackWithoutTextHasNothingToCorrect) {
  const std::string id = server_->Submit(Nps("1", 3)).feedback_id();
  const grpc::Status status = Correct(id, v1::SENTIMENT_LABEL_NEUTRAL);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "FEEDBACK_HAS_NO_TEXT");
}

TEST_F(CorrectionTest, EveryReadPathFollowsTheHuman) {
  const std::string id = server_->Submit(Review("1", "1=0.5 1#price")).feedback_id();
  v1::CorrectFeedbackRequest request;
  request.set_feedback_id(id);
  request.set_label(v1::SENTIMENT_LABEL_NEGATIVE);
  request.mutable_themes()->add_names("speed");
  request.set_author("ann");
  request.set_note("ironic");
  v1::Feedback corrected;
  ASSERT_TRUE(Correct(request, &corrected).ok());
  EXPECT_TRUE(MessageDifferencer::Equals(corrected, server_->Get(id)));
  EXPECT_EQ(corrected.sentiment().score(), -1);
  EXPECT_EQ(corrected.correction().author(), "ann");
  EXPECT_EQ(corrected.revision(), 1u);
  EXPECT_EQ(corrected.sequence(), 1u);

  EXPECT_THAT(ListAll(*server_, Labelled(v1::SENTIMENT_LABEL_NEGATIVE)), SizeIs(1));
  EXPECT_THAT(ListAll(*server_, Labelled(v1::SENTIMENT_LABEL_POSITIVE)), IsEmpty());
  v1::Filter speed;
  speed.add_themes("speed");
  EXPECT_EQ(CountExported(*server_, speed), 1);
  v1::Filter price;
  price.add_themes("price");
  EXPECT_EQ(CountExported(*server_, price), 0);
  EXPECT_EQ(SentimentTrend(*server_, speed).total().value(), -100);
  EXPECT_EQ(SentimentTrend(*server_, price).total().n(), 0);
  EXPECT_EQ(GetAlert(id).state(), v1::ALERT_STATE_OPEN);
  EXPECT_FALSE(GetAlert(id).backfill());

  ASSERT_TRUE(Withdraw(id).ok());
  EXPECT_EQ(SentimentTrend(*server_, price).total().value(), 100);
  EXPECT_EQ(GetAlert(id).state(), v1::ALERT_STATE_DISMISSED);
  EXPECT_EQ(GetAlert(id).version(), 2u);
  EXPECT_THAT(server_->Verify(), IsEmpty());
}

TEST_F(CorrectionTest, AWatcherHearsOfIt) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
  const auto stream = server_->alerts().WatchAlerts(&context, {});
  v1::WatchAlertsResponse message;
  ASSERT_TRUE(stream->Read(&message));
  const auto next = [&] {
    while (stream->Read(&message)) {
      if (message.has_alert()) return message.alert();
    }
    return v1::Alert();
  };
  const std::string id = server_->Submit(Review("1", "1=0.5")).feedback_id();
  ASSERT_TRUE(Correct(id, v1::SENTIMENT_LABEL_NEGATIVE).ok());
  EXPECT_EQ(next().state(), v1::ALERT_STATE_OPEN);
  EXPECT_EQ(message.alert().feedback().correction().author(), "ann");
  ASSERT_TRUE(Withdraw(id).ok());
  EXPECT_EQ(next().state(), v1::ALERT_STATE_DISMISSED);
  context.TryCancel();
  stream->Finish();
}

TEST_F(CorrectionTest, OutlivesARestartARepeatAndAnUpdateThatLeavesTheTextAsItIs) {
  v1::Feedback review = Review("1", "1=0.5");
  const std::string id = server_->Submit(review).feedback_id();
  ASSERT_TRUE(Correct(id, v1::SENTIMENT_LABEL_NEGATIVE).ok());
  server_.reset();
  Start();
  EXPECT_EQ(server_->Get(id).sentiment().score(), -1);
  EXPECT_EQ(SentimentTrend(*server_, {}).total().value(), -100);
  EXPECT_EQ(server_->Submit(review).outcome(), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(server_->Get(id).sentiment().score(), -1);
  review.set_account_id("acme");
  EXPECT_EQ(server_->Submit(review).outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(server_->Get(id).sentiment().score(), -1);
  EXPECT_EQ(server_->Get(id).account_id(), "acme");
  review.mutable_mention()->set_body("1=0.75");
  EXPECT_EQ(server_->Submit(review).outcome(), v1::OUTCOME_UPDATED);
  EXPECT_FALSE(server_->Get(id).has_correction());
  EXPECT_EQ(server_->Get(id).sentiment().score(), 0.75);
}

}  // namespace
}  // namespace voc
