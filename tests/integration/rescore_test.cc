// Rescores over a real connection, a real RocksDB behind it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <chrono>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "google/protobuf/util/message_differencer.h"
#include "storage/base/time.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"
#include "tests/integration/store_questions.h"
#include "tests/support/versioned_annotator.h"

namespace voc {
namespace {

using ::google::protobuf::util::MessageDifferencer;
using ::testing::IsEmpty;

constexpr base::TimeNs kDay = 24LL * 3600 * base::kNsPerSecond;
constexpr uint32_t kVersions = 4;

v1::Feedback Review(const std::string& id, const std::string& body, int days_ago = 0) {
  v1::Feedback feedback;
  feedback.set_source_id(absl::StrCat("reviews", id.size() % 3));
  feedback.set_submission_id(id);
  feedback.mutable_mention()->set_body(body);
  base::SetTimestamp(base::SystemClock().Now() - days_ago * kDay, *feedback.mutable_collected_at());
  return feedback;
}

class RescoreTest : public ::testing::Test {
 protected:
  RescoreTest() {
    for (uint32_t version = 1; version <= kVersions; ++version) {
      annotators_.push_back(std::make_unique<sentiment::VersionedAnnotator>(version));
    }
    Start(1);
  }

  // Starts over with another version.
  void Start(uint32_t version) {
    server_.reset();
    server_ = std::make_unique<RunningServer>(dir_.path(), nullptr, annotators_[version - 1].get());
  }

  // Alerts told to a watcher from the beginning, up to the newest.
  std::vector<v1::Alert> Told(bool include_backfill) {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    v1::WatchAlertsRequest request;
    request.mutable_start()->set_earliest(true);
    request.set_include_backfill(include_backfill);
    const auto stream = server_->alerts().WatchAlerts(&context, request);
    std::vector<v1::Alert> alerts;
    v1::WatchAlertsResponse message;
    while (stream->Read(&message)) {
      if (message.has_alert()) alerts.push_back(message.alert());
      if (message.has_progress() && message.progress().lag() == 0) break;
    }
    context.TryCancel();
    stream->Finish();
    return alerts;
  }

  base::TempDir dir_;
  std::vector<std::unique_ptr<sentiment::VersionedAnnotator>> annotators_;
  std::unique_ptr<RunningServer> server_;
};

TEST_F(RescoreTest, TheTrendMovesAsFarAsTheDryRunSaid) {
  std::vector<v1::Feedback> reviews;
  for (int i = 0; i < 3000; ++i) {
    reviews.push_back(Review(
        absl::StrCat(i), absl::StrCat("1=", i % 3 - 1, " 2=", i % 4 - 2, " 2#t", i % 3), i % 10));
  }
  server_->Ingest(reviews);
  Start(2);
  const v1::QueryTrendResponse before = SentimentTrend(*server_, {}, {"source"});
  v1::RescoreReport told = Rescore(*server_, false);
  EXPECT_TRUE(MessageDifferencer::Equals(SentimentTrend(*server_, {}, {"source"}), before));
  const v1::RescoreReport did = Rescore(*server_, true);
  told.set_applied(true);
  // Whether a feedback is older than 72 hours may change in between; the rest may not.
  told.clear_alerts();
  v1::RescoreReport rest = did;
  rest.clear_alerts();
  EXPECT_TRUE(MessageDifferencer::Equals(told, rest)) << told.DebugString() << rest.DebugString();
  const v1::QueryTrendResponse after = SentimentTrend(*server_, {}, {"source"});
  ASSERT_EQ(did.sentiment_by_source_size(), after.series_size());
  for (int i = 0; i < after.series_size(); ++i) {
    const auto& shift = did.sentiment_by_source(i);
    EXPECT_EQ(shift.group(), after.series(i).group().at("source"));
    EXPECT_NEAR(shift.value_before(), before.series(i).total().value(), 1e-9);
    EXPECT_EQ(shift.n_before(), before.series(i).total().n());
    EXPECT_NEAR(shift.value_after(), after.series(i).total().value(), 1e-9);
    EXPECT_EQ(shift.n_after(), after.series(i).total().n());
  }
  EXPECT_THAT(server_->Verify(), IsEmpty());
  EXPECT_EQ(Rescore(*server_, true).changed(), 0);
  // What comes in again is heard by the version that runs: still nothing new.
  for (const v1::SubmitResult& result : server_->Ingest(reviews)) {
    ASSERT_EQ(result.outcome(), v1::OUTCOME_UNCHANGED);
  }
}

TEST_F(RescoreTest, NobodyIsPagedAboutLastYearsMention) {
  server_->Submit(Review("fresh", "1=0.5 2=-0.9"));
  server_->Submit(Review("last year", "1=0.5 2=-0.9", 365));
  server_->Submit(Review("known", "1=-0.9 2=-0.8"));
  Start(2);
  EXPECT_EQ(Told(true).size(), 1u);
  Rescore(*server_, true);
  const std::vector<v1::Alert> told = Told(false);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[0].feedback().submission_id(), "known");
  EXPECT_EQ(told[0].version(), 1u);
  EXPECT_EQ(told[1].feedback().submission_id(), "fresh");
  EXPECT_FALSE(told[1].backfill());
  const std::vector<v1::Alert> all = Told(true);
  ASSERT_EQ(all.size(), 3u);
}

TEST_F(RescoreTest, OneAtATimeAndOneThatIsGivenUpIsOver) {
  std::vector<v1::Feedback> reviews;
  for (int i = 0; i < 5000; ++i) reviews.push_back(Review(absl::StrCat(i), "1=0.5 2=-0.9"));
  server_->Ingest(reviews);
  Start(2);
  {
    grpc::ClientContext context;
    v1::RescoreRequest request;
    request.set_apply(true);
    const auto stream = server_->admin().Rescore(&context, request);
    v1::RescoreResponse response;
    ASSERT_TRUE(stream->Read(&response));
    EXPECT_EQ(response.progress().feedback_total(), 5000);
    context.TryCancel();
    while (stream->Read(&response)) {
    }
    stream->Finish();
  }
  // The server notices a moment later.
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  while (true) {
    grpc::ClientContext context;
    v1::RescoreRequest request;
    request.set_apply(true);
    const auto stream = server_->admin().Rescore(&context, request);
    v1::RescoreResponse response;
    while (stream->Read(&response)) {
    }
    const grpc::Status status = stream->Finish();
    if (status.ok()) {
      const v1::RescoreReport& report = response.report();
      // What the first had under way may have been recorded after the second had read it.
      EXPECT_EQ(report.current() + report.changed() + report.overtaken(), 5000);
      break;
    }
    ASSERT_EQ(ErrorInfoOf(status).reason(), "RESCORE_RUNNING") << status.error_message();
    ASSERT_LT(std::chrono::steady_clock::now(), deadline);
  }
  EXPECT_EQ(SentimentTrend(*server_, {}).total().value(), -100);
}

TEST_F(RescoreTest, IngestGoesOnMeanwhile) {
  std::vector<v1::Feedback> reviews;
  for (int i = 0; i < 5000; ++i) reviews.push_back(Review(absl::StrCat(i), "1=0.5 2=-0.9"));
  server_->Ingest(reviews);
  Start(2);
  std::thread writer([&] {
    for (int i = 0; i < 5000; i += 2) {
      reviews[static_cast<size_t>(i)].mutable_mention()->set_body("later 2=0.75");
    }
    server_->Ingest(reviews);
  });
  const v1::RescoreReport report = Rescore(*server_, true);
  writer.join();
  EXPECT_EQ(report.texts(),
            report.current() + report.same() + report.changed() + report.overtaken());
  // Whoever was first: an update has the last word, and a rescore of the rest the other.
  Rescore(*server_, true);
  for (const v1::Feedback& feedback : ListAll(*server_, {})) {
    const bool updated = feedback.mention().body() == "later 2=0.75";
    ASSERT_EQ(feedback.sentiment().score(), updated ? 0.75 : -0.9);
    ASSERT_EQ(feedback.revision(), updated ? 2u : 1u);
  }
  EXPECT_EQ(SentimentTrend(*server_, {}).total().value(), 0);
  EXPECT_THAT(server_->Verify(), IsEmpty());
}

// What a feedback must show: the human's word if there is one, else what the version
// heard that heard it last.
struct Expected {
  std::string body;
  double scores[kVersions] = {};
  double heard = 0;
  std::optional<double> said;
  bool excluded = false;
};

class RandomLives : public RescoreTest {
 protected:
  RandomLives() : seed_(std::random_device{}()), random_(seed_) {}

  int Below(int end) { return static_cast<int>(random_() % static_cast<uint64_t>(end)); }

  v1::Feedback Feedback(int i) { return Review(absl::StrCat(i), lives_[i].body, i % 7); }

  void SetText(Expected& life, uint32_t version) {
    life.body = "text";
    for (uint32_t v = 1; v <= kVersions; ++v) {
      life.scores[v - 1] = (Below(21) - 10) / 10.0;
      absl::StrAppend(&life.body, " ", v, "=", life.scores[v - 1]);
    }
    life.heard = life.scores[version - 1];
    life.said.reset();
  }

  void Correct(Expected& life, const std::string& id) {
    grpc::ClientContext context;
    v1::CorrectFeedbackRequest request;
    request.set_feedback_id(id);
    request.set_label(static_cast<v1::SentimentLabel>(1 + Below(3)));
    request.set_author("ann");
    v1::CorrectFeedbackResponse response;
    ASSERT_TRUE(server_->feedback().CorrectFeedback(&context, request, &response).ok());
    life.said = 2 - static_cast<int>(request.label());
  }

  void Withdraw(Expected& life, const std::string& id) {
    grpc::ClientContext context;
    v1::WithdrawCorrectionRequest request;
    request.set_feedback_id(id);
    v1::WithdrawCorrectionResponse response;
    ASSERT_TRUE(server_->feedback().WithdrawCorrection(&context, request, &response).ok());
    life.said.reset();
  }

  void Step(uint32_t version) {
    const int i = Below(static_cast<int>(lives_.size()));
    Expected& life = lives_[i];
    switch (Below(5)) {
      case 0:
        SetText(life, version);
        server_->Submit(Feedback(i));
        break;
      case 1:
        Correct(life, ids_[i]);
        break;
      case 2:
        Withdraw(life, ids_[i]);
        break;
      case 3:
        server_->Exclude(ids_[i], "by chance");
        life.excluded = true;
        break;
      default:
        server_->Restore(ids_[i]);
        life.excluded = false;
    }
  }

  void Check() {
    std::map<v1::SentimentLabel, int64_t> counts;
    for (size_t i = 0; i < lives_.size(); ++i) {
      const Expected& life = lives_[static_cast<int>(i)];
      const v1::Feedback shown = server_->Get(ids_[static_cast<int>(i)]);
      ASSERT_EQ(shown.sentiment().score(), life.said.value_or(life.heard)) << shown.DebugString();
      ASSERT_EQ(shown.has_correction(), life.said.has_value());
      ASSERT_EQ(shown.has_exclusion(), life.excluded);
      if (!life.excluded) ++counts[shown.sentiment().label()];
    }
    const v1::TrendPoint total = SentimentTrend(*server_, {}).total();
    EXPECT_EQ(total.positive(), counts[v1::SENTIMENT_LABEL_POSITIVE]);
    EXPECT_EQ(total.neutral(), counts[v1::SENTIMENT_LABEL_NEUTRAL]);
    EXPECT_EQ(total.negative(), counts[v1::SENTIMENT_LABEL_NEGATIVE]);
    for (const v1::SentimentLabel label :
         {v1::SENTIMENT_LABEL_POSITIVE, v1::SENTIMENT_LABEL_NEUTRAL,
          v1::SENTIMENT_LABEL_NEGATIVE}) {
      v1::Filter filter;
      filter.add_sentiment_labels(label);
      const auto listed = static_cast<int64_t>(ListAll(*server_, filter).size());
      EXPECT_EQ(listed, counts[label]);
      EXPECT_EQ(SentimentTrend(*server_, filter).total().n(), listed);
      EXPECT_EQ(CountExported(*server_, filter), listed);
    }
    EXPECT_THAT(server_->Verify(), IsEmpty());
  }

  const uint64_t seed_;
  std::mt19937_64 random_;
  std::map<int, Expected> lives_;
  std::map<int, std::string> ids_;
};

TEST_F(RandomLives, TrendListAndExportAgreeWithTheModel) {
  SCOPED_TRACE(absl::StrCat("seed ", seed_));
  for (int i = 0; i < 200; ++i) {
    SetText(lives_[i], 1);
    ids_[i] = server_->Submit(Feedback(i)).feedback_id();
  }
  for (uint32_t version = 1; version <= kVersions; ++version) {
    Start(version);
    for (int step = 0; step < 150; ++step) Step(version);
    Check();
    const v1::RescoreReport report = Rescore(*server_, true);
    EXPECT_EQ(report.overtaken(), 0);
    for (auto& [i, life] : lives_) life.heard = life.scores[version - 1];
    Check();
  }
}

}  // namespace
}  // namespace voc
