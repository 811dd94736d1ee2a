#include "server/rpc/server.h"

#include <grpcpp/ext/proto_server_reflection_plugin.h>
#include <grpcpp/health_check_service_interface.h>
#include <grpcpp/resource_quota.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <thread>
#include <utility>

#include "absl/base/call_once.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "server/rpc/admin_service.h"
#include "server/rpc/alert_service.h"
#include "server/rpc/feedback_service.h"
#include "server/rpc/import_service.h"
#include "server/rpc/in_process_calls.h"
#include "server/rpc/limits.h"
#include "server/rpc/live_streams.h"
#include "server/rpc/mark_service.h"
#include "server/rpc/source_service.h"
#include "server/rpc/submitter.h"
#include "server/rpc/theme_service.h"
#include "server/rpc/trend_service.h"
#include "server/subscribe/alert_router.h"
#include "server/subscribe/cursor.h"
#include "server/subscribe/trend_board.h"
#include "server/views/reader/log_feedback_reader.h"
#include "server/views/reader/stored_alerts.h"
#include "server/views/reader/stored_feedback.h"

namespace voc::rpc {
namespace {

// Requests read and not yet decoded; what does not fit is decoded where it was read.
constexpr size_t kMaxQueuedPreparations = 1024;

// Decoding and hearing texts is most of the work of a large request: all cores may
// share it.
int PreparationThreads() {
  return std::max(2, static_cast<int>(std::thread::hardware_concurrency()));
}

// Clients may ping to keep a quiet subscription open, this often, also without a
// call.
constexpr int kMinPingIntervalMs = 30'000;
// A client that vanished without a word is noticed after these two.
constexpr int kPingIntervalMs = 120'000;
constexpr int kPingTimeoutMs = 20'000;

// How long a server that drains goes on to refuse calls before it stops listening.
constexpr absl::Duration kRefuseBeforeShutdown = absl::Milliseconds(250);

// gRPC's extensions are a matter of the process, decided before the first server
// is built.
void EnableExtensions(bool reflection) {
  static absl::once_flag health_once;
  static absl::once_flag reflection_once;
  absl::call_once(health_once, [] { grpc::EnableDefaultHealthCheckService(true); });
  if (reflection) {
    absl::call_once(reflection_once,
                    [] { grpc::reflection::InitProtoReflectionServerBuilderPlugin(); });
  }
}

class GrpcServer final : public Server {
 public:
  explicit GrpcServer(const Dependencies& dependencies)
      : status_(dependencies.status),
        pump_(dependencies.pump),
        preparations_("prepare", PreparationThreads(), kMaxQueuedPreparations),
        submitter_(dependencies.committer, dependencies.annotator, &preparations_, &live_,
                   dependencies.strict_sources ? dependencies.views : nullptr),
        cursors_(dependencies.store_id),
        alert_router_(std::make_shared<subscribe::AlertRouter>(dependencies.hub, &cursors_)),
        log_reader_(dependencies.log),
        stored_feedback_(dependencies.views, dependencies.log),
        stored_alerts_(dependencies.views, dependencies.log),
        import_runs_(dependencies.steady),
        feedback_service_({.submitter = &submitter_,
                           .stored = &stored_feedback_,
                           .annotator = dependencies.annotator,
                           .reads = dependencies.reads,
                           .views = dependencies.views,
                           .clock = dependencies.clock,
                           .streams = HostOf(dependencies),
                           .runs = &import_runs_}),
        trend_board_(dependencies.pump,
                     {.snapshot = [views = dependencies.views] { return views->Snapshot(); },
                      .hub = dependencies.hub,
                      .dictionaries = &dependencies.views->dictionaries(),
                      .reader = &log_reader_,
                      .clock = dependencies.clock,
                      .steady = dependencies.steady,
                      .cursors = &cursors_}),
        trend_service_({.board = &trend_board_,
                        .reads = dependencies.reads,
                        .streams = HostOf(dependencies),
                        .subscribers = &trend_subscribers_}),
        theme_service_(
            {.views = dependencies.views, .reader = &log_reader_, .reads = dependencies.reads}),
        alert_service_({.environment = {.hub = dependencies.hub,
                                        .router = alert_router_.get(),
                                        .log = dependencies.log,
                                        .alerts_after =
                                            [views = dependencies.views](store::Sequence after) {
                                              return views->AlertsAfter(after);
                                            },
                                        .dictionaries = &dependencies.views->dictionaries(),
                                        .clock = dependencies.clock,
                                        .steady = dependencies.steady,
                                        .cursors = &cursors_},
                        .stored = &stored_alerts_,
                        .reads = dependencies.reads,
                        .streams = HostOf(dependencies),
                        .subscribers = &alert_subscribers_}),
        mark_service_(
            {.submitter = &submitter_, .views = dependencies.views, .reads = dependencies.reads}),
        import_service_(
            {.submitter = &submitter_,
             .views = dependencies.views,
             .reads = dependencies.reads,
             .undo = {.log = dependencies.log,
                      .steady = dependencies.steady,
                      .submit =
                          [this](ingest::Work work) { return submitter_.Submit(std::move(work)); }},
             .runs = &import_runs_,
             .streams = HostOf(dependencies)}),
        source_service_({.submitter = &submitter_,
                         .views = dependencies.views,
                         .reads = dependencies.reads,
                         .clock = dependencies.clock,
                         .random = dependencies.random}),
        admin_service_({.status = [this] { return Status(); },
                        .verify = dependencies.verify,
                        .reads = dependencies.reads,
                        .rescore = {.views = dependencies.views,
                                    .log = dependencies.log,
                                    .annotator = dependencies.annotator,
                                    .clock = dependencies.clock,
                                    .steady = dependencies.steady,
                                    .submit =
                                        [this](ingest::Work work) {
                                          return submitter_.Submit(std::move(work));
                                        }},
                        .streams = HostOf(dependencies)}) {}

  ~GrpcServer() override { Shutdown(absl::ZeroDuration()); }

  absl::Status Listen(const ServerOptions& options) {
    const absl::StatusOr<subscribe::Pump::Id> routing = pump_->Add(alert_router_);
    if (!routing.ok()) return routing.status();
    pump_->Schedule(*routing);
    EnableExtensions(options.reflection);
    grpc::ServerBuilder builder;
    builder.AddListeningPort(options.address, grpc::InsecureServerCredentials(), &port_);
    // Else a second server on the same port would start without a word.
    builder.AddChannelArgument(GRPC_ARG_ALLOW_REUSEPORT, 0);
    builder.SetMaxReceiveMessageSize(kMaxRequestBytes);
    builder.SetMaxSendMessageSize(kMaxResponseBytes);
    builder.AddChannelArgument(GRPC_ARG_MAX_CONCURRENT_STREAMS, kMaxConcurrentStreams);
    builder.AddChannelArgument(GRPC_ARG_HTTP2_MIN_RECV_PING_INTERVAL_WITHOUT_DATA_MS,
                               kMinPingIntervalMs);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_PERMIT_WITHOUT_CALLS, 1);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIME_MS, kPingIntervalMs);
    builder.AddChannelArgument(GRPC_ARG_KEEPALIVE_TIMEOUT_MS, kPingTimeoutMs);
    grpc::ResourceQuota quota("vocd");
    quota.Resize(kMaxTransportBytes);
    builder.SetResourceQuota(quota);
    // Reflection is the one synchronous service: one thread is enough.
    builder.SetSyncServerOption(grpc::ServerBuilder::NUM_CQS, 1);
    builder.SetSyncServerOption(grpc::ServerBuilder::MIN_POLLERS, 1);
    builder.SetSyncServerOption(grpc::ServerBuilder::MAX_POLLERS, 2);
    builder.RegisterService(&feedback_service_);
    builder.RegisterService(&trend_service_);
    builder.RegisterService(&theme_service_);
    builder.RegisterService(&alert_service_);
    builder.RegisterService(&mark_service_);
    builder.RegisterService(&import_service_);
    builder.RegisterService(&source_service_);
    builder.RegisterService(&admin_service_);
    server_ = builder.BuildAndStart();
    if (server_ == nullptr || port_ == 0) {
      return absl::UnavailableError(absl::StrCat("cannot listen on ", options.address));
    }
    address_ = absl::StrCat(options.address.substr(0, options.address.rfind(':')), ":", port_);
    grpc::ChannelArguments arguments;
    arguments.SetMaxReceiveMessageSize(kMaxResponseBytes);
    calls_ = MakeInProcessCalls(server_->InProcessChannel(arguments));
    SetServing(true);
    return absl::OkStatus();
  }

  const std::string& address() const override { return address_; }
  int port() const override { return port_; }

  Calls& calls() override { return *calls_; }

  std::vector<std::string> services() const override {
    return {v1::FeedbackService::service_full_name(), v1::TrendService::service_full_name(),
            v1::ThemeService::service_full_name(),    v1::AlertService::service_full_name(),
            v1::MarkService::service_full_name(),     v1::ImportService::service_full_name(),
            v1::SourceService::service_full_name(),   v1::AdminService::service_full_name()};
  }

  v1::GetStatusResponse Status() override {
    v1::GetStatusResponse status = status_();
    status.set_draining(live_.draining());
    status.set_alert_subscribers(alert_subscribers_);
    status.set_trend_subscribers(trend_subscribers_);
    return status;
  }

  void SetServing(bool serving) override {
    grpc::HealthCheckServiceInterface* const health = server_->GetHealthCheckService();
    health->SetServingStatus(serving);  // of the server as a whole
    for (const std::string& service : services()) health->SetServingStatus(service, serving);
  }

  void Drain() override {
    server_->GetHealthCheckService()->Shutdown();
    live_.DrainAll();
  }

  void Shutdown(absl::Duration grace) override {
    if (server_ == nullptr || stopped_.exchange(true)) return;
    Drain();
    // gRPC 1.51 cancels, rather than refuses, the calls that reach it once it shuts
    // down. Whoever calls now is told UNAVAILABLE and when to come back, and so is
    // quiet by then.
    absl::SleepFor(std::min(grace, kRefuseBeforeShutdown));
    server_->Shutdown(std::chrono::system_clock::now() + absl::ToChronoMilliseconds(grace));
    server_->Wait();
    calls_.reset();
    preparations_.Shutdown();
  }

 private:
  StreamHost HostOf(const Dependencies& dependencies) {
    return {.pump = dependencies.pump, .live = &live_, .steady = dependencies.steady};
  }

  const std::function<v1::GetStatusResponse()> status_;
  subscribe::Pump* const pump_;
  LiveStreams live_;
  std::atomic<int> alert_subscribers_{0};
  std::atomic<int> trend_subscribers_{0};
  base::WorkerPool preparations_;
  Submitter submitter_;
  const subscribe::CursorCodec cursors_;
  const std::shared_ptr<subscribe::AlertRouter> alert_router_;
  const views::LogFeedbackReader log_reader_;
  const views::StoredFeedback stored_feedback_;
  const views::StoredAlerts stored_alerts_;
  imports::ImportRuns import_runs_;
  FeedbackService feedback_service_;
  subscribe::TrendBoard trend_board_;
  TrendService trend_service_;
  ThemeService theme_service_;
  AlertService alert_service_;
  MarkService mark_service_;
  ImportService import_service_;
  SourceService source_service_;
  AdminService admin_service_;
  int port_ = 0;
  std::string address_;
  std::atomic<bool> stopped_{false};
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<Calls> calls_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Server>> Server::Start(const ServerOptions& options,
                                                      const Dependencies& dependencies) {
  auto server = std::make_unique<GrpcServer>(dependencies);
  absl::Status listening = server->Listen(options);
  if (!listening.ok()) return listening;
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace voc::rpc
