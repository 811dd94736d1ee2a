#include "client/cpp/client.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "client/cpp/connection.h"
#include "client/cpp/grpc_status.h"
#include "client/cpp/retry.h"
#include "voc/v1/admin.grpc.pb.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/feedback.grpc.pb.h"
#include "voc/v1/import.grpc.pb.h"
#include "voc/v1/mark.grpc.pb.h"
#include "voc/v1/source.grpc.pb.h"
#include "voc/v1/theme.grpc.pb.h"
#include "voc/v1/trend.grpc.pb.h"

namespace voc::client {
namespace {

template <typename Service, typename Request, typename Response>
absl::StatusOr<Response> Call(Connection& connection,
                              grpc::Status (Service::Stub::*method)(grpc::ClientContext*,
                                                                    const Request&, Response*),
                              const Request& request, bool bounded = true) {
  const auto stub = Service::NewStub(connection.channel());
  absl::BitGen random;
  RetryState retry(connection.options().retry, random);
  while (true) {
    const auto context = connection.NewContext(bounded);
    Response response;
    const absl::Status status = FromGrpc(((*stub).*method)(context.get(), request, &response));
    if (status.ok()) return response;
    const auto wait = connection.NextWait(retry, status);
    if (!wait.has_value()) return status;
    connection.timer().Sleep(*wait);
  }
}

}  // namespace

Client::Client(ClientOptions options, Timer* timer)
    : connection_(std::make_unique<Connection>(std::move(options), timer)) {}

Client::~Client() = default;

absl::StatusOr<v1::SubmitResponse> Client::Submit(const v1::SubmitRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::Submit, request);
}

absl::StatusOr<v1::BatchSubmitResponse> Client::BatchSubmit(const v1::BatchSubmitRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::BatchSubmit, request);
}

absl::StatusOr<v1::GetFeedbackResponse> Client::GetFeedback(const v1::GetFeedbackRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::GetFeedback, request);
}

absl::StatusOr<v1::ListFeedbackResponse> Client::ListFeedback(
    const v1::ListFeedbackRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::ListFeedback, request);
}

absl::StatusOr<v1::ExcludeFeedbackResponse> Client::ExcludeFeedback(
    const v1::ExcludeFeedbackRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::ExcludeFeedback,
                                   request);
}

absl::StatusOr<v1::RestoreFeedbackResponse> Client::RestoreFeedback(
    const v1::RestoreFeedbackRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::RestoreFeedback,
                                   request);
}

absl::StatusOr<v1::CorrectFeedbackResponse> Client::CorrectFeedback(
    const v1::CorrectFeedbackRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::CorrectFeedback,
                                   request);
}

absl::StatusOr<v1::WithdrawCorrectionResponse> Client::WithdrawCorrection(
    const v1::WithdrawCorrectionRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::WithdrawCorrection,
                                   request);
}

absl::StatusOr<v1::AnnotateResponse> Client::Annotate(const v1::AnnotateRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::Annotate, request);
}

absl::StatusOr<v1::QueryTrendResponse> Client::QueryTrend(const v1::QueryTrendRequest& request) {
  return Call<v1::TrendService>(*connection_, &v1::TrendService::Stub::QueryTrend, request);
}

absl::StatusOr<v1::QueryImpactResponse> Client::QueryImpact(const v1::QueryImpactRequest& request) {
  return Call<v1::ThemeService>(*connection_, &v1::ThemeService::Stub::QueryImpact, request);
}

absl::StatusOr<v1::DiscoverThemesResponse> Client::DiscoverThemes(
    const v1::DiscoverThemesRequest& request) {
  return Call<v1::ThemeService>(*connection_, &v1::ThemeService::Stub::DiscoverThemes, request);
}

absl::StatusOr<v1::ListAlertsResponse> Client::ListAlerts(const v1::ListAlertsRequest& request) {
  return Call<v1::AlertService>(*connection_, &v1::AlertService::Stub::ListAlerts, request);
}

absl::StatusOr<v1::GetAlertResponse> Client::GetAlert(const v1::GetAlertRequest& request) {
  return Call<v1::AlertService>(*connection_, &v1::AlertService::Stub::GetAlert, request);
}

absl::StatusOr<v1::RecordMarkResponse> Client::RecordMark(const v1::RecordMarkRequest& request) {
  return Call<v1::MarkService>(*connection_, &v1::MarkService::Stub::RecordMark, request);
}

absl::StatusOr<v1::ListMarksResponse> Client::ListMarks(const v1::ListMarksRequest& request) {
  return Call<v1::MarkService>(*connection_, &v1::MarkService::Stub::ListMarks, request);
}

absl::StatusOr<v1::DeleteMarkResponse> Client::DeleteMark(const v1::DeleteMarkRequest& request) {
  return Call<v1::MarkService>(*connection_, &v1::MarkService::Stub::DeleteMark, request);
}

absl::StatusOr<v1::BeginImportResponse> Client::BeginImport(const v1::BeginImportRequest& request) {
  return Call<v1::ImportService>(*connection_, &v1::ImportService::Stub::BeginImport, request);
}

absl::StatusOr<v1::ReportImportResponse> Client::ReportImport(
    const v1::ReportImportRequest& request) {
  return Call<v1::ImportService>(*connection_, &v1::ImportService::Stub::ReportImport, request);
}

absl::StatusOr<v1::ListImportsResponse> Client::ListImports(const v1::ListImportsRequest& request) {
  return Call<v1::ImportService>(*connection_, &v1::ImportService::Stub::ListImports, request);
}

absl::StatusOr<v1::LeaveOutResponse> Client::LeaveOut(const v1::LeaveOutRequest& request) {
  return Call<v1::ImportService>(*connection_, &v1::ImportService::Stub::LeaveOut, request);
}

absl::StatusOr<v1::CreateSourceResponse> Client::CreateSource(
    const v1::CreateSourceRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::CreateSource, request);
}

absl::StatusOr<v1::GetSourceResponse> Client::GetSource(const v1::GetSourceRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::GetSource, request);
}

absl::StatusOr<v1::ListSourcesResponse> Client::ListSources(const v1::ListSourcesRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::ListSources, request);
}

absl::StatusOr<v1::UpdateSourceResponse> Client::UpdateSource(
    const v1::UpdateSourceRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::UpdateSource, request);
}

absl::StatusOr<v1::CreateSourceKeyResponse> Client::CreateSourceKey(
    const v1::CreateSourceKeyRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::CreateSourceKey, request);
}

absl::StatusOr<v1::RevokeSourceKeyResponse> Client::RevokeSourceKey(
    const v1::RevokeSourceKeyRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::RevokeSourceKey, request);
}

absl::StatusOr<v1::GetSurveyResponse> Client::GetSurvey(const v1::GetSurveyRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::GetSurvey, request);
}

absl::StatusOr<v1::CheckEligibilityResponse> Client::CheckEligibility(
    const v1::CheckEligibilityRequest& request) {
  return Call<v1::SourceService>(*connection_, &v1::SourceService::Stub::CheckEligibility, request);
}

absl::StatusOr<v1::RecordDisplayResponse> Client::RecordDisplay(
    const v1::RecordDisplayRequest& request) {
  return Call<v1::FeedbackService>(*connection_, &v1::FeedbackService::Stub::RecordDisplay,
                                   request);
}

absl::StatusOr<v1::GetStatusResponse> Client::GetStatus(const v1::GetStatusRequest& request) {
  return Call<v1::AdminService>(*connection_, &v1::AdminService::Stub::GetStatus, request);
}

absl::StatusOr<v1::VerifyStoreResponse> Client::VerifyStore(const v1::VerifyStoreRequest& request) {
  return Call<v1::AdminService>(*connection_, &v1::AdminService::Stub::VerifyStore, request,
                                /*bounded=*/false);
}

absl::StatusOr<v1::GetStatusResponse> Client::AwaitStartOver(
    const google::protobuf::Timestamp& before) {
  absl::BitGen random;
  RetryState retry(connection_->options().retry, random);
  while (true) {
    absl::StatusOr<v1::GetStatusResponse> status = GetStatus({});
    if (!status.ok()) return status;
    const google::protobuf::Timestamp& now = status->start_time();
    if (now.seconds() != before.seconds() || now.nanos() != before.nanos()) return status;
    const absl::Status waiting = absl::UnavailableError("has not started over yet");
    const auto wait = retry.OnFailure(waiting, connection_->timer().Now());
    if (!wait.has_value()) return waiting;
    connection_->timer().Sleep(*wait);
  }
}

}  // namespace voc::client
