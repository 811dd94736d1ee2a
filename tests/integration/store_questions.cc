#include "tests/integration/store_questions.h"

#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace voc {
namespace {

// Nothing sensible can follow.
void Require(const grpc::Status& status, const char* call) {
  if (status.ok()) return;
  ADD_FAILURE() << call << ": " << status.error_message();
  std::abort();
}

}  // namespace

std::vector<v1::Feedback> ListAll(RunningServer& server, const v1::Filter& filter) {
  std::vector<v1::Feedback> all;
  v1::ListFeedbackRequest request;
  *request.mutable_filter() = filter;
  do {
    grpc::ClientContext context;
    v1::ListFeedbackResponse response;
    Require(server.feedback().ListFeedback(&context, request, &response), "ListFeedback");
    all.insert(all.end(), response.feedback().begin(), response.feedback().end());
    request.set_page_token(response.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

int64_t CountExported(RunningServer& server, const v1::Filter& filter) {
  grpc::ClientContext context;
  v1::ExportFeedbackRequest request;
  *request.mutable_filter() = filter;
  const auto stream = server.feedback().ExportFeedback(&context, request);
  int64_t rows = 0;
  v1::ExportFeedbackResponse part;
  while (stream->Read(&part)) {
    if (part.has_feedback()) ++rows;
  }
  Require(stream->Finish(), "ExportFeedback");
  EXPECT_EQ(part.row_count(), rows);
  return rows;
}

v1::QueryTrendResponse SentimentTrend(RunningServer& server, const v1::Filter& filter,
                                      const std::vector<std::string>& group_by) {
  grpc::ClientContext context;
  v1::QueryTrendRequest request;
  request.set_metric(v1::TREND_METRIC_SENTIMENT);
  request.set_granularity(v1::GRANULARITY_TOTAL);
  *request.mutable_filter() = filter;
  request.mutable_group_by()->Assign(group_by.begin(), group_by.end());
  v1::QueryTrendResponse response;
  Require(server.trends().QueryTrend(&context, request, &response), "QueryTrend");
  return response;
}

v1::RescoreReport Rescore(RunningServer& server, bool apply) {
  grpc::ClientContext context;
  v1::RescoreRequest request;
  request.set_apply(apply);
  const auto stream = server.admin().Rescore(&context, request);
  v1::RescoreResponse response;
  while (stream->Read(&response)) {
  }
  Require(stream->Finish(), "Rescore");
  EXPECT_TRUE(response.has_report());
  return response.report();
}

}  // namespace voc
