// FeedbackService over a real connection, a real RocksDB behind it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "server/ingest/limits.h"
#include "storage/base/time.h"
#include "storage/testing/temp_dir.h"
#include "tests/integration/running_server.h"

namespace voc {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr char kUnknownId[] = "00000000000000000000000000000000";

class FeedbackTest : public ::testing::Test {
 protected:
  // All pages of a list.
  std::vector<v1::Feedback> ListAll(v1::ListFeedbackRequest request) {
    std::vector<v1::Feedback> all;
    do {
      grpc::ClientContext context;
      v1::ListFeedbackResponse response;
      const grpc::Status status = server_.feedback().ListFeedback(&context, request, &response);
      EXPECT_TRUE(status.ok()) << status.error_message();
      if (request.page_size() > 0) {
        EXPECT_LE(response.feedback_size(), request.page_size());
      }
      all.insert(all.end(), response.feedback().begin(), response.feedback().end());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return all;
  }

  grpc::Status List(const v1::ListFeedbackRequest& request, v1::ListFeedbackResponse* response) {
    grpc::ClientContext context;
    return server_.feedback().ListFeedback(&context, request, response);
  }

  struct Exported {
    std::vector<v1::Feedback> rows;
    int64_t row_count = -1;
  };

  Exported Export(const v1::ExportFeedbackRequest& request) {
    Exported exported;
    grpc::ClientContext context;
    const auto stream = server_.feedback().ExportFeedback(&context, request);
    v1::ExportFeedbackResponse part;
    while (stream->Read(&part)) {
      EXPECT_EQ(exported.row_count, -1) << "something follows the row count";
      if (part.has_feedback()) exported.rows.push_back(part.feedback());
      if (part.part_case() == v1::ExportFeedbackResponse::kRowCount) {
        exported.row_count = part.row_count();
      }
    }
    const grpc::Status status = stream->Finish();
    EXPECT_TRUE(status.ok()) << status.error_message();
    return exported;
  }

  base::TempDir dir_;
  RunningServer server_{dir_.path()};
};

TEST_F(FeedbackTest, OutcomesOfOneKey) {
  v1::Feedback feedback = Nps("1", 3);
  feedback.set_client_revision(2);
  const v1::SubmitResult created = server_.Submit(feedback);
  EXPECT_EQ(created.outcome(), v1::OUTCOME_CREATED);
  EXPECT_EQ(created.revision(), 1u);
  EXPECT_EQ(created.sequence(), 1u);
  EXPECT_THAT(created.feedback_id(), SizeIs(32));

  const v1::SubmitResult again = server_.Submit(feedback);
  EXPECT_EQ(again.outcome(), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(again.sequence(), created.sequence());

  feedback.mutable_response()->set_score(9);
  feedback.set_client_revision(3);
  const v1::SubmitResult updated = server_.Submit(feedback);
  EXPECT_EQ(updated.outcome(), v1::OUTCOME_UPDATED);
  EXPECT_EQ(updated.revision(), 2u);

  feedback.set_client_revision(1);
  feedback.mutable_response()->set_score(5);
  const v1::SubmitResult superseded = server_.Submit(feedback);
  EXPECT_EQ(superseded.outcome(), v1::OUTCOME_SUPERSEDED);
  EXPECT_EQ(superseded.sequence(), updated.sequence());
  EXPECT_EQ(server_.Get(created.feedback_id()).response().score(), 9);
}

TEST_F(FeedbackTest, BadFeedbackIsARejectedResultAndNoFailedCall) {
  const v1::SubmitResult scored = server_.Submit(Nps("1", 11));
  EXPECT_EQ(scored.outcome(), v1::OUTCOME_REJECTED);
  EXPECT_THAT(BadFieldsOf(scored.error()), ElementsAre("response.score"));
  grpc::ClientContext context;
  v1::SubmitResponse response;
  ASSERT_TRUE(server_.feedback().Submit(&context, {}, &response).ok());
  EXPECT_EQ(response.result().outcome(), v1::OUTCOME_REJECTED);
  EXPECT_THAT(BadFieldsOf(response.result().error()), Contains("source_id"));
}

TEST_F(FeedbackTest, BatchRejectsOnlyTheBadItemAndSeesItsOwnEarlierItems) {
  v1::BatchSubmitRequest request;
  *request.add_feedback() = Nps("1", 3);
  *request.add_feedback() = Nps("", 3);
  *request.add_feedback() = Nps("1", 3);
  *request.add_feedback() = Nps("1", 4);
  grpc::ClientContext context;
  v1::BatchSubmitResponse response;
  ASSERT_TRUE(server_.feedback().BatchSubmit(&context, request, &response).ok());
  ASSERT_THAT(response.results(), SizeIs(4));
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_CREATED);
  EXPECT_EQ(response.results(1).outcome(), v1::OUTCOME_REJECTED);
  EXPECT_THAT(BadFieldsOf(response.results(1).error()), ElementsAre("submission_id"));
  EXPECT_EQ(response.results(2).outcome(), v1::OUTCOME_UNCHANGED);
  EXPECT_EQ(response.results(3).outcome(), v1::OUTCOME_UPDATED);
}

TEST_F(FeedbackTest, EmptyBatchIsAnsweredEmpty) {
  grpc::ClientContext context;
  v1::BatchSubmitResponse response;
  ASSERT_TRUE(server_.feedback().BatchSubmit(&context, {}, &response).ok());
  EXPECT_THAT(response.results(), SizeIs(0));
}

TEST_F(FeedbackTest, BatchOfMoreThanAThousandIsABadCall) {
  v1::BatchSubmitRequest request;
  for (int i = 0; i <= ingest::kMaxBatchItems; ++i) {
    *request.add_feedback() = Nps(absl::StrCat(i), 3);
  }
  grpc::ClientContext context;
  v1::BatchSubmitResponse response;
  const grpc::Status status = server_.feedback().BatchSubmit(&context, request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "TOO_MANY_ITEMS");
  EXPECT_EQ(ErrorInfoOf(status).domain(), "voc");
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("feedback"));
}

TEST_F(FeedbackTest, IngestAnswersEveryRequestInOrder) {
  grpc::ClientContext context;
  const auto stream = server_.feedback().Ingest(&context);
  constexpr int kRequests = 100;
  std::thread writer([&] {
    for (int i = 0; i < kRequests; ++i) {
      v1::IngestRequest request;
      for (int j = 0; j <= i % 3; ++j) *request.add_feedback() = Nps(absl::StrCat(i, "-", j), 9);
      ASSERT_TRUE(stream->Write(request));
    }
    stream->WritesDone();
  });
  uint64_t sequence = 0;
  for (int i = 0; i < kRequests; ++i) {
    v1::IngestResponse response;
    ASSERT_TRUE(stream->Read(&response));
    ASSERT_THAT(response.results(), SizeIs(i % 3 + 1));
    for (const v1::SubmitResult& result : response.results()) {
      EXPECT_EQ(result.outcome(), v1::OUTCOME_CREATED);
      EXPECT_EQ(result.sequence(), ++sequence);
    }
  }
  v1::IngestResponse none;
  EXPECT_FALSE(stream->Read(&none));
  writer.join();
  EXPECT_TRUE(stream->Finish().ok());
}

TEST_F(FeedbackTest, IngestBeyondAThousandEndsTheStreamAfterTheResponsesBefore) {
  grpc::ClientContext context;
  const auto stream = server_.feedback().Ingest(&context);
  v1::IngestRequest good;
  *good.add_feedback() = Nps("1", 9);
  v1::IngestRequest bad;
  for (int i = 0; i <= ingest::kMaxBatchItems; ++i) *bad.add_feedback() = Nps(absl::StrCat(i), 3);
  ASSERT_TRUE(stream->Write(good));
  ASSERT_TRUE(stream->Write(bad));
  v1::IngestResponse response;
  ASSERT_TRUE(stream->Read(&response));
  EXPECT_EQ(response.results(0).outcome(), v1::OUTCOME_CREATED);
  EXPECT_FALSE(stream->Read(&response));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "TOO_MANY_ITEMS");
}

TEST_F(FeedbackTest, IngestEndsWhenTheClientCancels) {
  grpc::ClientContext context;
  const auto stream = server_.feedback().Ingest(&context);
  v1::IngestRequest request;
  *request.add_feedback() = Nps("1", 9);
  ASSERT_TRUE(stream->Write(request));
  v1::IngestResponse response;
  ASSERT_TRUE(stream->Read(&response));
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
  // Ends at once only if no call is open any more.
  server_.Stop(absl::InfiniteDuration());
}

TEST_F(FeedbackTest, GetFeedbackKnowsWhatItDoesNotHave) {
  for (const char* id : {kUnknownId, "nonsense"}) {
    grpc::ClientContext context;
    v1::GetFeedbackRequest request;
    request.set_feedback_id(id);
    v1::GetFeedbackResponse response;
    const grpc::Status status = server_.feedback().GetFeedback(&context, request, &response);
    EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND) << id;
    EXPECT_EQ(ErrorInfoOf(status).reason(), "FEEDBACK_NOT_FOUND");
  }
  grpc::ClientContext context;
  v1::GetFeedbackResponse response;
  const grpc::Status status = server_.feedback().GetFeedback(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("feedback_id"));
}

TEST_F(FeedbackTest, ExclusionTakesOutOfListsAndKeepsRevisionAndSequence) {
  const v1::SubmitResult result = server_.Submit(Nps("1", 3));
  server_.Submit(Nps("2", 9));
  const v1::Feedback excluded = server_.Exclude(result.feedback_id(), "tried it out");
  EXPECT_EQ(excluded.sequence(), result.sequence());
  EXPECT_EQ(excluded.revision(), result.revision());
  EXPECT_EQ(excluded.exclusion().kind(), v1::EXCLUSION_KIND_TEST);
  EXPECT_EQ(excluded.exclusion().reason(), "tried it out");
  EXPECT_THAT(ListAll({}), SizeIs(1));
  v1::ListFeedbackRequest with;
  with.mutable_filter()->set_include_excluded(true);
  EXPECT_THAT(ListAll(with), SizeIs(2));
  EXPECT_EQ(Export({}).row_count, 1);

  server_.Exclude(result.feedback_id(), "for another reason");
  EXPECT_EQ(server_.Get(result.feedback_id()).exclusion().reason(), "for another reason");

  const v1::Feedback restored = server_.Restore(result.feedback_id());
  EXPECT_FALSE(restored.has_exclusion());
  EXPECT_EQ(restored.sequence(), result.sequence());
  EXPECT_THAT(ListAll({}), SizeIs(2));
  EXPECT_FALSE(server_.Restore(result.feedback_id()).has_exclusion());
}

TEST_F(FeedbackTest, ExcludeNamesEveryBadField) {
  grpc::ClientContext context;
  v1::ExcludeFeedbackResponse response;
  const grpc::Status status = server_.feedback().ExcludeFeedback(&context, {}, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)),
              UnorderedElementsAre("feedback_id", "kind", "reason"));
  grpc::ClientContext unknown_context;
  v1::ExcludeFeedbackRequest unknown;
  unknown.set_feedback_id(kUnknownId);
  unknown.set_kind(v1::EXCLUSION_KIND_SPAM);
  unknown.set_reason("spam");
  EXPECT_EQ(server_.feedback().ExcludeFeedback(&unknown_context, unknown, &response).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(FeedbackTest, ListIsByCollectedAtThenSequenceDescendingOnPagesOfAnySize) {
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 257; ++i) {
    v1::Feedback one = Nps(absl::StrCat(i), i % 11);
    // Many share a time, so that the sequence decides.
    base::SetTimestamp((1'700'000'000 + (i * 7) % 20) * base::kNsPerSecond,
                       *one.mutable_collected_at());
    feedback.push_back(one);
  }
  server_.Ingest(feedback);
  for (const int page_size : {0, 1, 7, 256, 257, 1000}) {
    v1::ListFeedbackRequest request;
    request.set_page_size(page_size);
    const std::vector<v1::Feedback> all = ListAll(request);
    ASSERT_THAT(all, SizeIs(feedback.size())) << page_size;
    std::set<std::string> ids;
    for (size_t i = 0; i < all.size(); ++i) {
      ids.insert(all[i].feedback_id());
      if (i == 0) continue;
      const auto key = [](const v1::Feedback& f) {
        return std::pair(base::FromTimestamp(f.collected_at()), f.sequence());
      };
      EXPECT_GT(key(all[i - 1]), key(all[i]));
    }
    EXPECT_THAT(ids, SizeIs(feedback.size()));
  }
}

TEST_F(FeedbackTest, PageTokensAreBoundToTheRequest) {
  for (int i = 0; i < 3; ++i) server_.Submit(Nps(absl::StrCat(i), 3));
  v1::ListFeedbackRequest request;
  request.set_page_size(1);
  v1::ListFeedbackResponse response;
  ASSERT_TRUE(List(request, &response).ok());
  request.set_page_token(response.next_page_token());
  request.mutable_filter()->add_source_ids("app");
  grpc::Status status = List(request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "PAGE_TOKEN_MISMATCH");
  request.set_page_token("garbage");
  status = List(request, &response);
  EXPECT_EQ(ErrorInfoOf(status).reason(), "PAGE_TOKEN_DAMAGED");
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("page_token"));
  request.clear_page_token();
  request.set_page_size(-1);
  status = List(request, &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("page_size"));
}

TEST_F(FeedbackTest, TextContainsIsAppliedToListAndExport) {
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 500; ++i) {
    v1::Feedback one = Nps(absl::StrCat(i), 5);
    one.mutable_response()->set_comment(i % 50 == 0 ? "The LOGIN page is slow" : "fine");
    feedback.push_back(one);
  }
  server_.Ingest(feedback);
  v1::ListFeedbackRequest request;
  request.mutable_filter()->set_text_contains("login");
  request.set_page_size(3);
  EXPECT_THAT(ListAll(request), SizeIs(10));
  v1::ExportFeedbackRequest exported;
  exported.mutable_filter()->set_text_contains("login");
  EXPECT_EQ(Export(exported).row_count, 10);
}

TEST_F(FeedbackTest, ExportHoldsEveryRowInListOrderAndEndsWithTheirCount) {
  EXPECT_EQ(Export({}).row_count, 0);
  std::vector<v1::Feedback> feedback;
  for (int i = 0; i < 3000; ++i) feedback.push_back(Nps(absl::StrCat(i), i % 11));
  server_.Ingest(feedback);
  const Exported exported = Export({});
  EXPECT_EQ(exported.row_count, 3000);
  ASSERT_THAT(exported.rows, SizeIs(3000));
  v1::ListFeedbackRequest request;
  request.set_page_size(1000);
  const std::vector<v1::Feedback> listed = ListAll(request);
  ASSERT_THAT(listed, SizeIs(3000));
  for (size_t i = 0; i < listed.size(); ++i) {
    EXPECT_EQ(listed[i].SerializeAsString().size(), exported.rows[i].SerializeAsString().size());
    EXPECT_EQ(listed[i].feedback_id(), exported.rows[i].feedback_id());
  }
}

TEST_F(FeedbackTest, ExportNamesABadFilter) {
  grpc::ClientContext context;
  v1::ExportFeedbackRequest request;
  request.mutable_filter()->add_metrics(v1::METRIC_UNSPECIFIED);
  const auto stream = server_.feedback().ExportFeedback(&context, request);
  v1::ExportFeedbackResponse part;
  EXPECT_FALSE(stream->Read(&part));
  const grpc::Status status = stream->Finish();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_THAT(BadFieldsOf(DetailsOf(status)), ElementsAre("filter.metrics[0]"));
}

TEST_F(FeedbackTest, AnnotateAnswersEveryTextInOrder) {
  grpc::ClientContext context;
  v1::AnnotateRequest request;
  request.add_texts("Terrible support, the app crashes constantly and nobody answers");
  request.add_texts("");
  request.add_texts("I love it, great and helpful");
  v1::AnnotateResponse response;
  ASSERT_TRUE(server_.feedback().Annotate(&context, request, &response).ok());
  ASSERT_THAT(response.annotations(), SizeIs(3));
  EXPECT_EQ(response.annotations(0).sentiment().label(), v1::SENTIMENT_LABEL_NEGATIVE);
  EXPECT_EQ(response.annotations(1).sentiment().label(), v1::SENTIMENT_LABEL_UNLABELLED);
  EXPECT_EQ(response.annotations(2).sentiment().label(), v1::SENTIMENT_LABEL_POSITIVE);
}

}  // namespace
}  // namespace voc
