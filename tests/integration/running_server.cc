#include "tests/integration/running_server.h"

#include <grpcpp/client_context.h>
#include <grpcpp/create_channel.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>
#include <utility>

#include "server/rpc/limits.h"
#include "server/views/verify.h"

namespace voc {
namespace {

// Nothing sensible can follow, in whatever thread it happens.
void Require(bool condition, const std::string& message) {
  if (condition) return;
  ADD_FAILURE() << message;
  std::abort();
}

void Require(const grpc::Status& status, const char* call) {
  Require(status.ok(), std::string(call) + ": " + status.error_message());
}

}  // namespace

RunningServer::RunningServer(const std::string& folder, const RunningOptions& options) {
  const base::Clock* const steady = options.steady == nullptr ? &real_steady_ : options.steady;
  const base::Clock* const clock = options.clock == nullptr ? &real_clock_ : options.clock;
  const sentiment::Annotator* const annotator =
      options.annotator == nullptr ? &own_annotator_ : options.annotator;
  auto database = rocks::Database::Open({.path = folder, .durability = rocks::Durability::kOs});
  Require(database.ok(), database.status().ToString());
  database_ = *std::move(database);
  auto views = views::Views::Open(&database_->log(), &database_->views(), {});
  Require(views.ok(), views.status().ToString());
  views_ = *std::move(views);
  hub_ = std::make_unique<subscribe::Hub>(database_->log().newest());
  pump_ = std::make_unique<subscribe::Pump>(/*threads=*/2, steady);
  hub_->set_on_commit([this] { pump_->NotifyCommit(); });
  reads_ = std::make_unique<base::WorkerPool>("read", rpc::kReadThreads, rpc::kMaxQueuedReads);
  committer_ = ingest::Committer::Start(
      {.log = &database_->log(),
       .views = views_.get(),
       .clock = clock,
       .listeners = {hub_.get()},
       .on_failure = [](const absl::Status& cause) { Require(false, cause.ToString()); }});
  auto server = rpc::Server::Start(
      {.address = "127.0.0.1:0"},
      {.committer = committer_.get(),
       .views = views_.get(),
       .log = &database_->log(),
       .store_id = database_->store_id(),
       .annotator = annotator,
       .clock = clock,
       .steady = steady,
       .strict_sources = options.strict_sources,
       .hub = hub_.get(),
       .pump = pump_.get(),
       .reads = reads_.get(),
       .status =
           [this] {
             v1::GetStatusResponse status;
             status.set_last_sequence(database_->log().newest());
             status.set_feedback_count(views_->stats().feedback);
             return status;
           },
       .verify = [](bool rebuild,
                    absl::FunctionRef<bool()>) -> absl::StatusOr<v1::VerifyStoreResponse> {
         v1::VerifyStoreResponse response;
         response.add_problems("one that was found");
         response.set_rebuilding(rebuild);
         return response;
       }});
  Require(server.ok(), server.status().ToString());
  server_ = *std::move(server);
  const std::shared_ptr<grpc::Channel> channel = Connect();
  feedback_ = v1::FeedbackService::NewStub(channel);
  trends_ = v1::TrendService::NewStub(channel);
  themes_ = v1::ThemeService::NewStub(channel);
  alerts_ = v1::AlertService::NewStub(channel);
  admin_ = v1::AdminService::NewStub(channel);
  marks_ = v1::MarkService::NewStub(channel);
  imports_ = v1::ImportService::NewStub(channel);
  sources_ = v1::SourceService::NewStub(channel);
}

RunningServer::~RunningServer() { Stop(); }

void RunningServer::Stop(absl::Duration grace) {
  if (server_ == nullptr) return;
  server_->Drain();
  committer_->Drain();
  server_->Shutdown(grace);
  pump_->Shutdown();
  reads_->Shutdown();
  server_.reset();
  committer_.reset();
  views_.reset();
  const absl::Status closed = database_->Close();
  EXPECT_TRUE(closed.ok()) << closed;
  database_.reset();
}

std::shared_ptr<grpc::Channel> RunningServer::Connect() const {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);  // else channels share connections
  return grpc::CreateCustomChannel(server_->address(), grpc::InsecureChannelCredentials(),
                                   arguments);
}

v1::SubmitResult RunningServer::Submit(const v1::Feedback& feedback) {
  grpc::ClientContext context;
  v1::SubmitRequest request;
  *request.mutable_feedback() = feedback;
  v1::SubmitResponse response;
  Require(feedback_->Submit(&context, request, &response), "Submit");
  return response.result();
}

v1::Feedback RunningServer::Get(const std::string& feedback_id) {
  grpc::ClientContext context;
  v1::GetFeedbackRequest request;
  request.set_feedback_id(feedback_id);
  v1::GetFeedbackResponse response;
  Require(feedback_->GetFeedback(&context, request, &response), "GetFeedback");
  return response.feedback();
}

v1::Feedback RunningServer::Exclude(const std::string& feedback_id, const std::string& reason) {
  grpc::ClientContext context;
  v1::ExcludeFeedbackRequest request;
  request.set_feedback_id(feedback_id);
  request.set_kind(v1::EXCLUSION_KIND_TEST);
  request.set_reason(reason);
  v1::ExcludeFeedbackResponse response;
  Require(feedback_->ExcludeFeedback(&context, request, &response), "ExcludeFeedback");
  return response.feedback();
}

v1::Feedback RunningServer::Restore(const std::string& feedback_id) {
  grpc::ClientContext context;
  v1::RestoreFeedbackRequest request;
  request.set_feedback_id(feedback_id);
  v1::RestoreFeedbackResponse response;
  Require(feedback_->RestoreFeedback(&context, request, &response), "RestoreFeedback");
  return response.feedback();
}

std::vector<std::string> RunningServer::Verify() {
  absl::StatusOr<views::VerifyReport> report =
      views::Verify(database_->log(), *views_, [] { return false; });
  Require(report.ok(), report.status().ToString());
  return report->problems;
}

std::vector<v1::SubmitResult> RunningServer::Ingest(const std::vector<v1::Feedback>& feedback) {
  constexpr size_t kBatch = 1000;
  grpc::ClientContext context;
  const auto stream = feedback_->Ingest(&context);
  std::thread writer([&] {
    for (size_t begin = 0; begin < feedback.size(); begin += kBatch) {
      v1::IngestRequest request;
      for (size_t i = begin; i < std::min(feedback.size(), begin + kBatch); ++i) {
        *request.add_feedback() = feedback[i];
      }
      if (!stream->Write(request)) break;
    }
    stream->WritesDone();
  });
  std::vector<v1::SubmitResult> results;
  v1::IngestResponse response;
  while (stream->Read(&response)) {
    results.insert(results.end(), response.results().begin(), response.results().end());
  }
  writer.join();
  Require(stream->Finish(), "Ingest");
  return results;
}

v1::Feedback Nps(std::string_view submission_id, int score, std::string_view account) {
  v1::Feedback feedback;
  feedback.set_source_id("app");
  feedback.set_submission_id(std::string(submission_id));
  feedback.set_account_id(std::string(account));
  feedback.mutable_response()->set_metric(v1::METRIC_NPS);
  if (score >= 0) feedback.mutable_response()->set_score(score);
  return feedback;
}

google::rpc::Status DetailsOf(const grpc::Status& status) {
  google::rpc::Status details;
  EXPECT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), static_cast<int>(status.error_code()));
  return details;
}

google::rpc::ErrorInfo ErrorInfoOf(const grpc::Status& status) {
  google::rpc::ErrorInfo info;
  const google::rpc::Status details = DetailsOf(status);
  for (const google::protobuf::Any& detail : details.details()) {
    if (detail.Is<google::rpc::ErrorInfo>()) detail.UnpackTo(&info);
  }
  return info;
}

std::vector<std::string> BadFieldsOf(const google::rpc::Status& status) {
  std::vector<std::string> fields;
  for (const google::protobuf::Any& detail : status.details()) {
    google::rpc::BadRequest bad;
    if (!detail.UnpackTo(&bad)) continue;
    for (const auto& violation : bad.field_violations()) fields.push_back(violation.field());
  }
  return fields;
}

}  // namespace voc
