#ifndef VOC_TESTS_UNIT_CLIENT_FAKE_VOCD_H_
#define VOC_TESTS_UNIT_CLIENT_FAKE_VOCD_H_

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/server_context.h>

#include <deque>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "tests/unit/client/fake_notes.h"
#include "voc/v1/admin.grpc.pb.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/feedback.grpc.pb.h"
#include "voc/v1/theme.grpc.pb.h"
#include "voc/v1/trend.grpc.pb.h"

namespace voc::client {

// A grpc::Status with google.rpc details, as vocd sends them.
inline grpc::Status RichStatus(grpc::StatusCode code, const std::string& message,
                               const std::string& reason,
                               const std::vector<std::pair<std::string, std::string>>& violations) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("voc");
  status.add_details()->PackFrom(info);
  google::rpc::BadRequest bad_request;
  for (const auto& [field, description] : violations) {
    auto* violation = bad_request.add_field_violations();
    violation->set_field(field);
    violation->set_description(description);
  }
  if (!violations.empty()) status.add_details()->PackFrom(bad_request);
  return grpc::Status(code, message, status.SerializeAsString());
}

// A peer on a loopback port that keeps what it is sent by key, and breaks
// streams and calls when told to. Not a vocd: it knows no rule but identity and
// that a score of 99 is rejected.
class FakeVocd final : public v1::FeedbackService::Service,
                       public v1::TrendService::Service,
                       public v1::ThemeService::Service,
                       public v1::AlertService::Service,
                       public v1::AdminService::Service {
 public:
  // An old one knows neither marks nor imports.
  enum class Age { kNew, kOld };

  explicit FakeVocd(Age age = Age::kNew) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(static_cast<v1::FeedbackService::Service*>(this));
    builder.RegisterService(static_cast<v1::TrendService::Service*>(this));
    builder.RegisterService(static_cast<v1::ThemeService::Service*>(this));
    builder.RegisterService(static_cast<v1::AlertService::Service*>(this));
    builder.RegisterService(static_cast<v1::AdminService::Service*>(this));
    if (age == Age::kNew) {
      builder.RegisterService(static_cast<v1::MarkService::Service*>(&notes_));
      builder.RegisterService(static_cast<v1::ImportService::Service*>(&notes_));
    }
    server_ = builder.BuildAndStart();
  }
  ~FakeVocd() override { server_->Shutdown(std::chrono::system_clock::now()); }

  // Marks and imports.
  FakeNotes& notes() { return notes_; }

  std::string address() const { return absl::StrCat("127.0.0.1:", port_); }

  // The next unary calls fail with these, one each.
  void FailCalls(std::vector<grpc::Status> statuses) {
    absl::MutexLock lock(&mutex_);
    call_failures_.assign(statuses.begin(), statuses.end());
  }

  // Where the next streams break: each entry is one stream, which ends with
  // `status` when it would handle its message number `after`. An Ingest stream
  // has then stored the message if `stored`, but does not answer.
  struct Break {
    int after = 0;
    bool stored = false;
    grpc::Status status = grpc::Status(grpc::StatusCode::UNAVAILABLE, "broken");
  };
  void BreakStreams(std::vector<Break> breaks) {
    absl::MutexLock lock(&mutex_);
    breaks_.assign(breaks.begin(), breaks.end());
  }

  // What streams of the server send, and whether an export ends without count.
  void SetFeedback(std::vector<v1::Feedback> feedback) {
    absl::MutexLock lock(&mutex_);
    feedback_ = std::move(feedback);
  }

  std::vector<v1::Feedback> stored() {
    absl::MutexLock lock(&mutex_);
    std::vector<v1::Feedback> all;
    for (const auto& [key, stored] : stored_) all.push_back(stored.feedback);
    return all;
  }
  // Of every request of a stream that was stored.
  std::set<std::string> import_ids() {
    absl::MutexLock lock(&mutex_);
    return import_ids_;
  }
  int streams() {
    absl::MutexLock lock(&mutex_);
    return streams_;
  }
  std::vector<v1::WatchAlertsRequest> watch_requests() {
    absl::MutexLock lock(&mutex_);
    return watch_requests_;
  }
  v1::QueryTrendRequest last_trend_request() {
    absl::MutexLock lock(&mutex_);
    return trend_request_;
  }
  v1::QueryImpactRequest last_impact_request() {
    absl::MutexLock lock(&mutex_);
    return impact_request_;
  }
  v1::DiscoverThemesRequest last_discover_request() {
    absl::MutexLock lock(&mutex_);
    return discover_request_;
  }
  v1::ListFeedbackRequest last_list_request() {
    absl::MutexLock lock(&mutex_);
    return list_request_;
  }
  std::string last_authorization() {
    absl::MutexLock lock(&mutex_);
    return authorization_;
  }

  grpc::Status Submit(grpc::ServerContext* context, const v1::SubmitRequest* request,
                      v1::SubmitResponse* response) override {
    absl::MutexLock lock(&mutex_);
    const auto key = context->client_metadata().find("authorization");
    if (key != context->client_metadata().end()) {
      authorization_ = std::string(key->second.data(), key->second.size());
    }
    if (grpc::Status status = NextCallLocked(); !status.ok()) return status;
    StoreLocked(request->feedback(), response->mutable_result());
    return grpc::Status::OK;
  }

  grpc::Status Ingest(
      grpc::ServerContext*,
      grpc::ServerReaderWriter<v1::IngestResponse, v1::IngestRequest>* stream) override {
    const Break plan = NextStream();
    v1::IngestRequest request;
    for (int i = 0; stream->Read(&request); ++i) {
      v1::IngestResponse response;
      const bool breaks = plan.after == i && !plan.status.ok();
      if (!breaks || plan.stored) {
        absl::MutexLock lock(&mutex_);
        import_ids_.insert(request.import_id());
        for (const v1::Feedback& feedback : request.feedback()) {
          StoreLocked(feedback, response.add_results());
        }
      }
      if (breaks) return plan.status;
      stream->Write(response);
    }
    return grpc::Status::OK;
  }

  grpc::Status GetFeedback(grpc::ServerContext*, const v1::GetFeedbackRequest* request,
                           v1::GetFeedbackResponse* response) override {
    absl::MutexLock lock(&mutex_);
    if (grpc::Status status = NextCallLocked(); !status.ok()) return status;
    for (const v1::Feedback& feedback : feedback_) {
      if (feedback.feedback_id() != request->feedback_id()) continue;
      *response->mutable_feedback() = feedback;
      return grpc::Status::OK;
    }
    return RichStatus(grpc::StatusCode::NOT_FOUND, "no such feedback", "FEEDBACK_NOT_FOUND", {});
  }

  // Pages of at most two, so that paging is needed.
  grpc::Status ListFeedback(grpc::ServerContext*, const v1::ListFeedbackRequest* request,
                            v1::ListFeedbackResponse* response) override {
    absl::MutexLock lock(&mutex_);
    list_request_ = *request;
    size_t at = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    for (int i = 0; i < std::min(request->page_size(), 2) && at < feedback_.size(); ++i, ++at) {
      *response->add_feedback() = feedback_[at];
    }
    if (at < feedback_.size()) response->set_next_page_token(absl::StrCat(at));
    return grpc::Status::OK;
  }

  grpc::Status ExportFeedback(grpc::ServerContext*, const v1::ExportFeedbackRequest*,
                              grpc::ServerWriter<v1::ExportFeedbackResponse>* writer) override {
    const Break plan = NextStream();
    std::vector<v1::Feedback> rows;
    {
      absl::MutexLock lock(&mutex_);
      rows = feedback_;
    }
    v1::ExportFeedbackResponse part;
    for (size_t i = 0; i < rows.size(); ++i) {
      if (plan.after == static_cast<int>(i) && !plan.status.ok()) return plan.status;
      *part.mutable_feedback() = rows[i];
      writer->Write(part);
    }
    // A negative number of rows: the count is wrong. Past the end: it is missing.
    if (plan.after > static_cast<int>(rows.size())) return grpc::Status::OK;
    part.set_row_count(static_cast<int64_t>(rows.size()) + (plan.after == -2 ? 1 : 0));
    writer->Write(part);
    return grpc::Status::OK;
  }

  grpc::Status ExcludeFeedback(grpc::ServerContext*, const v1::ExcludeFeedbackRequest* request,
                               v1::ExcludeFeedbackResponse* response) override {
    response->mutable_feedback()->set_feedback_id(request->feedback_id());
    response->mutable_feedback()->mutable_exclusion()->set_kind(request->kind());
    response->mutable_feedback()->mutable_exclusion()->set_reason(request->reason());
    return grpc::Status::OK;
  }

  grpc::Status CorrectFeedback(grpc::ServerContext*, const v1::CorrectFeedbackRequest* request,
                               v1::CorrectFeedbackResponse* response) override {
    v1::Feedback& feedback = *response->mutable_feedback();
    feedback.set_feedback_id(request->feedback_id());
    feedback.mutable_sentiment()->set_label(request->label());
    v1::Correction& correction = *feedback.mutable_correction();
    correction.set_label(request->label());
    if (request->has_themes()) *correction.mutable_themes() = request->themes();
    correction.set_author(request->author());
    correction.set_note(request->note());
    return grpc::Status::OK;
  }

  grpc::Status WithdrawCorrection(grpc::ServerContext*,
                                  const v1::WithdrawCorrectionRequest* request,
                                  v1::WithdrawCorrectionResponse* response) override {
    response->mutable_feedback()->set_feedback_id(request->feedback_id());
    return grpc::Status::OK;
  }

  grpc::Status Annotate(grpc::ServerContext*, const v1::AnnotateRequest* request,
                        v1::AnnotateResponse* response) override {
    for (const std::string& text : request->texts()) {
      v1::Annotation* annotation = response->add_annotations();
      annotation->mutable_language()->append("en");
      annotation->add_themes(text);
      annotation->add_themes()->append("x");
      annotation->mutable_sentiment()->set_score(-0.25);
      annotation->mutable_sentiment()->set_label(v1::SENTIMENT_LABEL_NEGATIVE);
    }
    return grpc::Status::OK;
  }

  grpc::Status QueryTrend(grpc::ServerContext*, const v1::QueryTrendRequest* request,
                          v1::QueryTrendResponse* response) override {
    absl::MutexLock lock(&mutex_);
    trend_request_ = *request;
    if (grpc::Status status = NextCallLocked(); !status.ok()) return status;
    v1::TrendPoint* point = response->add_series()->add_points();
    point->set_n(10);
    point->set_value(40);
    return grpc::Status::OK;
  }

  grpc::Status QueryImpact(grpc::ServerContext*, const v1::QueryImpactRequest* request,
                           v1::QueryImpactResponse* response) override {
    absl::MutexLock lock(&mutex_);
    impact_request_ = *request;
    if (grpc::Status status = NextCallLocked(); !status.ok()) return status;
    v1::ImpactRow* row = response->add_rows();
    row->set_value("price");
    row->set_impact(-2.5);
    return grpc::Status::OK;
  }

  grpc::Status DiscoverThemes(grpc::ServerContext*, const v1::DiscoverThemesRequest* request,
                              v1::DiscoverThemesResponse* response) override {
    absl::MutexLock lock(&mutex_);
    discover_request_ = *request;
    if (grpc::Status status = NextCallLocked(); !status.ok()) return status;
    response->mutable_interval()->mutable_start_time()->set_seconds(1'759'708'800);
    response->add_phrases()->set_phrase("app crashes");
    return grpc::Status::OK;
  }

  // One stream sends Started, then upserts numbered on across streams, then
  // waits for the client to leave.
  grpc::Status WatchTrends(grpc::ServerContext* context, const v1::WatchTrendsRequest*,
                           grpc::ServerWriter<v1::WatchTrendsResponse>* writer) override {
    const Break plan = NextStream();
    v1::WatchTrendsResponse response;
    response.mutable_started();
    writer->Write(response);
    for (int i = 0;; ++i) {
      if (plan.after == i && !plan.status.ok()) return plan.status;
      response.mutable_upsert()->mutable_point()->set_n(i + 1);
      if (!writer->Write(response) || context->IsCancelled()) return grpc::Status::CANCELLED;
    }
  }

  // Cursors are numbers; alert number N has sequence N.
  grpc::Status WatchAlerts(grpc::ServerContext* context, const v1::WatchAlertsRequest* request,
                           grpc::ServerWriter<v1::WatchAlertsResponse>* writer) override {
    const Break plan = NextStream();
    uint64_t next = 1;
    {
      absl::MutexLock lock(&mutex_);
      watch_requests_.push_back(*request);
      if (request->start().after_cursor() == "damaged") {
        return RichStatus(grpc::StatusCode::INVALID_ARGUMENT, "damaged cursor", "CURSOR_INVALID",
                          {{"start.after_cursor", "is no cursor of this store"}});
      }
    }
    if (!request->start().after_cursor().empty()) {
      next = std::stoull(request->start().after_cursor()) + 1;
    }
    v1::WatchAlertsResponse response;
    response.set_cursor(absl::StrCat(next - 1));
    response.mutable_started();
    writer->Write(response);
    for (int i = 0;; ++i, ++next) {
      if (plan.after == i && !plan.status.ok()) return plan.status;
      response.set_cursor(absl::StrCat(next));
      response.mutable_alert()->set_sequence(next);
      if (!writer->Write(response) || context->IsCancelled()) return grpc::Status::CANCELLED;
    }
  }

  grpc::Status GetStatus(grpc::ServerContext*, const v1::GetStatusRequest*,
                         v1::GetStatusResponse* response) override {
    absl::MutexLock lock(&mutex_);
    if (grpc::Status status = NextCallLocked(); !status.ok()) return status;
    response->set_last_sequence(sequence_);
    response->mutable_start_time()->set_seconds(starts_);
    if (rebuilding_) ++starts_;  // which the next call tells
    rebuilding_ = false;
    return grpc::Status::OK;
  }

  grpc::Status VerifyStore(grpc::ServerContext*, const v1::VerifyStoreRequest* request,
                           v1::VerifyStoreResponse* response) override {
    absl::MutexLock lock(&mutex_);
    response->mutable_start_time()->set_seconds(starts_);
    response->set_rebuilt(starts_ > 1);
    if (starts_ == 1) response->add_problems("a fact is missing");
    rebuilding_ = request->rebuild();
    response->set_rebuilding(rebuilding_);
    return grpc::Status::OK;
  }

  // Two of three texts sound otherwise, until that is recorded.
  grpc::Status Rescore(grpc::ServerContext*, const v1::RescoreRequest* request,
                       grpc::ServerWriter<v1::RescoreResponse>* writer) override {
    const Break plan = NextStream();
    v1::RescoreResponse response;
    response.mutable_progress()->set_feedback_total(3);
    writer->Write(response);
    if (plan.after >= 0 && !plan.status.ok()) return plan.status;
    absl::MutexLock lock(&mutex_);
    v1::RescoreReport& report = *response.mutable_report();
    report.set_applied(request->apply());
    report.set_texts(3);
    report.set_changed(rescored_ ? 0 : 2);
    report.set_current(3 - report.changed());
    if (request->apply()) rescored_ = true;
    if (plan.after < 0) writer->Write(response);
    return grpc::Status::OK;
  }

 private:
  struct Stored {
    v1::Feedback feedback;
    uint64_t sequence = 0;
    uint32_t revision = 0;
  };

  grpc::Status NextCallLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (call_failures_.empty()) return grpc::Status::OK;
    const grpc::Status status = call_failures_.front();
    call_failures_.pop_front();
    return status;
  }

  Break NextStream() {
    absl::MutexLock lock(&mutex_);
    ++streams_;
    Break plan{.after = -1, .status = grpc::Status::OK};
    if (!breaks_.empty()) {
      plan = breaks_.front();
      breaks_.pop_front();
    }
    return plan;
  }

  void StoreLocked(const v1::Feedback& feedback, v1::SubmitResult* result)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (feedback.response().score() == 99) {
      const grpc::Status status =
          RichStatus(grpc::StatusCode::INVALID_ARGUMENT, "bad feedback", "INVALID_FEEDBACK",
                     {{"response.score", "must be 0 to 10"}});
      result->set_outcome(v1::OUTCOME_REJECTED);
      result->mutable_error()->ParseFromString(status.error_details());
      return;
    }
    const std::string key = feedback.source_id() + '\n' + feedback.submission_id();
    const auto [at, inserted] = stored_.try_emplace(key);
    Stored& stored = at->second;
    const bool changed = stored.feedback.SerializeAsString() != feedback.SerializeAsString();
    if (inserted || changed) {
      stored.feedback = feedback;
      stored.sequence = ++sequence_;
      ++stored.revision;
    }
    result->set_outcome(inserted  ? v1::OUTCOME_CREATED
                        : changed ? v1::OUTCOME_UPDATED
                                  : v1::OUTCOME_UNCHANGED);
    result->set_feedback_id(absl::StrCat("id-", feedback.submission_id()));
    result->set_sequence(stored.sequence);
    result->set_revision(stored.revision);
  }

  absl::Mutex mutex_;
  std::deque<grpc::Status> call_failures_ ABSL_GUARDED_BY(mutex_);
  std::deque<Break> breaks_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::Feedback> feedback_ ABSL_GUARDED_BY(mutex_);
  std::map<std::string, Stored> stored_ ABSL_GUARDED_BY(mutex_);
  std::set<std::string> import_ids_ ABSL_GUARDED_BY(mutex_);
  uint64_t sequence_ ABSL_GUARDED_BY(mutex_) = 0;
  int streams_ ABSL_GUARDED_BY(mutex_) = 0;
  int starts_ ABSL_GUARDED_BY(mutex_) = 1;
  bool rebuilding_ ABSL_GUARDED_BY(mutex_) = false;
  bool rescored_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<v1::WatchAlertsRequest> watch_requests_ ABSL_GUARDED_BY(mutex_);
  v1::QueryTrendRequest trend_request_ ABSL_GUARDED_BY(mutex_);
  v1::QueryImpactRequest impact_request_ ABSL_GUARDED_BY(mutex_);
  v1::DiscoverThemesRequest discover_request_ ABSL_GUARDED_BY(mutex_);
  v1::ListFeedbackRequest list_request_ ABSL_GUARDED_BY(mutex_);
  std::string authorization_ ABSL_GUARDED_BY(mutex_);
  FakeNotes notes_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace voc::client

#endif  // VOC_TESTS_UNIT_CLIENT_FAKE_VOCD_H_
