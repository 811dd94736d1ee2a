#ifndef VOC_TESTS_UNIT_CLIENT_FAKE_REPORTS_H_
#define VOC_TESTS_UNIT_CLIENT_FAKE_REPORTS_H_

#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/server_context.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "client/cpp/client.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/feedback.grpc.pb.h"
#include "voc/v1/mark.grpc.pb.h"
#include "voc/v1/theme.grpc.pb.h"
#include "voc/v1/trend.grpc.pb.h"

namespace voc::client {

// A peer on a loopback port that answers what reports ask, as it is told to, and
// keeps the questions. Set what it answers before the first call.
class FakeReports final : public v1::TrendService::Service,
                          public v1::ThemeService::Service,
                          public v1::AlertService::Service,
                          public v1::FeedbackService::Service,
                          public v1::MarkService::Service {
 public:
  // Without marks it is a server that has never heard of them.
  explicit FakeReports(bool keeps_marks = true) {
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
    builder.RegisterService(static_cast<v1::TrendService::Service*>(this));
    builder.RegisterService(static_cast<v1::ThemeService::Service*>(this));
    builder.RegisterService(static_cast<v1::AlertService::Service*>(this));
    builder.RegisterService(static_cast<v1::FeedbackService::Service*>(this));
    if (keeps_marks) builder.RegisterService(static_cast<v1::MarkService::Service*>(this));
    server_ = builder.BuildAndStart();
  }
  ~FakeReports() override { server_->Shutdown(std::chrono::system_clock::now()); }

  std::unique_ptr<Client> NewClient() const {
    ClientOptions options;
    options.server = absl::StrCat("127.0.0.1:", port_);
    options.retry.retry_for = absl::ZeroDuration();
    return std::make_unique<Client>(options);
  }

  // What it answers.
  std::function<v1::QueryTrendResponse(const v1::QueryTrendRequest&)> trend;
  std::function<v1::QueryImpactResponse(const v1::QueryImpactRequest&)> impact;
  std::vector<v1::Alert> alerts;
  std::function<std::vector<v1::Feedback>(const v1::Filter&)> feedback;
  // Handed out two a page.
  std::vector<v1::Mark> marks;
  grpc::Status mark_status;

  std::vector<v1::QueryTrendRequest> trend_requests() {
    absl::MutexLock lock(&mutex_);
    return trend_requests_;
  }
  std::vector<v1::ListAlertsRequest> alert_requests() {
    absl::MutexLock lock(&mutex_);
    return alert_requests_;
  }

  grpc::Status QueryTrend(grpc::ServerContext*, const v1::QueryTrendRequest* request,
                          v1::QueryTrendResponse* response) override {
    absl::MutexLock lock(&mutex_);
    trend_requests_.push_back(*request);
    if (trend) *response = trend(*request);
    return grpc::Status::OK;
  }

  grpc::Status QueryImpact(grpc::ServerContext*, const v1::QueryImpactRequest* request,
                           v1::QueryImpactResponse* response) override {
    if (impact) *response = impact(*request);
    return grpc::Status::OK;
  }

  grpc::Status ListAlerts(grpc::ServerContext*, const v1::ListAlertsRequest* request,
                          v1::ListAlertsResponse* response) override {
    absl::MutexLock lock(&mutex_);
    alert_requests_.push_back(*request);
    for (const v1::Alert& alert : alerts) *response->add_alerts() = alert;
    return grpc::Status::OK;
  }

  grpc::Status ListFeedback(grpc::ServerContext*, const v1::ListFeedbackRequest* request,
                            v1::ListFeedbackResponse* response) override {
    if (!feedback) return grpc::Status::OK;
    for (const v1::Feedback& one : feedback(request->filter())) *response->add_feedback() = one;
    return grpc::Status::OK;
  }

  grpc::Status ListMarks(grpc::ServerContext*, const v1::ListMarksRequest* request,
                         v1::ListMarksResponse* response) override {
    if (!mark_status.ok()) return mark_status;
    size_t at = request->page_token().empty() ? 0 : std::stoul(request->page_token());
    for (int i = 0; i < 2 && at < marks.size(); ++i, ++at) *response->add_marks() = marks[at];
    if (at < marks.size()) response->set_next_page_token(absl::StrCat(at));
    return grpc::Status::OK;
  }

 private:
  absl::Mutex mutex_;
  std::vector<v1::QueryTrendRequest> trend_requests_ ABSL_GUARDED_BY(mutex_);
  std::vector<v1::ListAlertsRequest> alert_requests_ ABSL_GUARDED_BY(mutex_);
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace voc::client

#endif  // VOC_TESTS_UNIT_CLIENT_FAKE_REPORTS_H_
