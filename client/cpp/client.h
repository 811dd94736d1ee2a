#ifndef VOC_CLIENT_CPP_CLIENT_H_
#define VOC_CLIENT_CPP_CLIENT_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/cpp/retry.h"
#include "voc/v1/admin.pb.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/import.pb.h"
#include "voc/v1/mark.pb.h"
#include "voc/v1/source.pb.h"
#include "voc/v1/theme.pb.h"
#include "voc/v1/trend.pb.h"

namespace voc::client {

class Connection;

// How a client reaches a vocd.
struct ClientOptions {
  // HOST:PORT, or any other gRPC target.
  std::string server = "127.0.0.1:50051";
  // Sent with every call as a bearer token unless empty.
  std::string key;
  RetryPolicy retry;
  // How long one attempt of a unary call may take, but for VerifyStore, which takes
  // as long as a pass over the log; keepalives notice when the server is gone.
  absl::Duration call_timeout = absl::Minutes(5);
  // Told of every failure that will be retried, and how long is waited. Called
  // on whichever thread made the call.
  std::function<void(const absl::Status&, absl::Duration)> on_retry;
};

// A vocd, over one channel that connects when first used. The calls below
// block; transient failures are retried as ClientOptions::retry says, which is
// harmless for every one of them. All calls say the same run, drawn by chance: by it the server
// tells two clients apart that bring the same import. Errors keep the server's details: see
// client/cpp/status.h. Thread-safe. For streams see ingest_session.h, watch.h,
// export.h, rescore.h and undo_import.h.
class Client {
 public:
  // `timer` may be null, else it must outlive the client.
  explicit Client(ClientOptions options, Timer* timer = nullptr);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  absl::StatusOr<v1::SubmitResponse> Submit(const v1::SubmitRequest& request);
  absl::StatusOr<v1::BatchSubmitResponse> BatchSubmit(const v1::BatchSubmitRequest& request);
  absl::StatusOr<v1::GetFeedbackResponse> GetFeedback(const v1::GetFeedbackRequest& request);
  absl::StatusOr<v1::ListFeedbackResponse> ListFeedback(const v1::ListFeedbackRequest& request);
  absl::StatusOr<v1::ExcludeFeedbackResponse> ExcludeFeedback(
      const v1::ExcludeFeedbackRequest& request);
  absl::StatusOr<v1::RestoreFeedbackResponse> RestoreFeedback(
      const v1::RestoreFeedbackRequest& request);
  absl::StatusOr<v1::CorrectFeedbackResponse> CorrectFeedback(
      const v1::CorrectFeedbackRequest& request);
  absl::StatusOr<v1::WithdrawCorrectionResponse> WithdrawCorrection(
      const v1::WithdrawCorrectionRequest& request);
  absl::StatusOr<v1::AnnotateResponse> Annotate(const v1::AnnotateRequest& request);
  absl::StatusOr<v1::QueryTrendResponse> QueryTrend(const v1::QueryTrendRequest& request);
  absl::StatusOr<v1::QueryImpactResponse> QueryImpact(const v1::QueryImpactRequest& request);
  absl::StatusOr<v1::DiscoverThemesResponse> DiscoverThemes(
      const v1::DiscoverThemesRequest& request);
  absl::StatusOr<v1::ListAlertsResponse> ListAlerts(const v1::ListAlertsRequest& request);
  absl::StatusOr<v1::GetAlertResponse> GetAlert(const v1::GetAlertRequest& request);
  absl::StatusOr<v1::RecordMarkResponse> RecordMark(const v1::RecordMarkRequest& request);
  absl::StatusOr<v1::ListMarksResponse> ListMarks(const v1::ListMarksRequest& request);
  // NOT_FOUND when repeated, also by a retry.
  absl::StatusOr<v1::DeleteMarkResponse> DeleteMark(const v1::DeleteMarkRequest& request);
  absl::StatusOr<v1::BeginImportResponse> BeginImport(const v1::BeginImportRequest& request);
  absl::StatusOr<v1::ReportImportResponse> ReportImport(const v1::ReportImportRequest& request);
  absl::StatusOr<v1::ListImportsResponse> ListImports(const v1::ListImportsRequest& request);
  absl::StatusOr<v1::LeaveOutResponse> LeaveOut(const v1::LeaveOutRequest& request);
  // ALREADY_EXISTS when repeated, also by a retry.
  absl::StatusOr<v1::CreateSourceResponse> CreateSource(const v1::CreateSourceRequest& request);
  absl::StatusOr<v1::GetSourceResponse> GetSource(const v1::GetSourceRequest& request);
  absl::StatusOr<v1::ListSourcesResponse> ListSources(const v1::ListSourcesRequest& request);
  absl::StatusOr<v1::UpdateSourceResponse> UpdateSource(const v1::UpdateSourceRequest& request);
  // Repeated, also by a retry, it makes another key: see what the source then has.
  absl::StatusOr<v1::CreateSourceKeyResponse> CreateSourceKey(
      const v1::CreateSourceKeyRequest& request);
  // NOT_FOUND when repeated, also by a retry.
  absl::StatusOr<v1::RevokeSourceKeyResponse> RevokeSourceKey(
      const v1::RevokeSourceKeyRequest& request);
  absl::StatusOr<v1::GetSurveyResponse> GetSurvey(const v1::GetSurveyRequest& request);
  absl::StatusOr<v1::CheckEligibilityResponse> CheckEligibility(
      const v1::CheckEligibilityRequest& request);
  absl::StatusOr<v1::RecordDisplayResponse> RecordDisplay(const v1::RecordDisplayRequest& request);
  absl::StatusOr<v1::GetStatusResponse> GetStatus(const v1::GetStatusRequest& request);
  absl::StatusOr<v1::VerifyStoreResponse> VerifyStore(const v1::VerifyStoreRequest& request);

  // Waits until the server tells another start_time than `before`: it started over.
  // Gives up as a call does that fails for as long.
  absl::StatusOr<v1::GetStatusResponse> AwaitStartOver(const google::protobuf::Timestamp& before);

  // What the streams of this library are opened on.
  Connection& connection() { return *connection_; }

 private:
  const std::unique_ptr<Connection> connection_;
};

}  // namespace voc::client

#endif  // VOC_CLIENT_CPP_CLIENT_H_
