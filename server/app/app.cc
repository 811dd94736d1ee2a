#include "server/app/app.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "client/web/assets.h"
#include "server/app/log.h"
#include "server/app/resident_memory.h"
#include "server/app/shutdown.h"
#include "server/app/version.h"
#include "server/http/protocol/codes.h"
#include "server/http/protocol/rpc_request.h"
#include "server/http/server.h"
#include "server/ingest/committer.h"
#include "server/ops/metrics.h"
#include "server/ops/ops_server.h"
#include "server/rpc/limits.h"
#include "server/rpc/server.h"
#include "server/sentiment/model_annotator.h"
#include "server/subscribe/hub.h"
#include "server/subscribe/pump.h"
#include "server/views/verify.h"
#include "server/views/views.h"
#include "storage/base/clock.h"
#include "storage/base/status_details.h"
#include "storage/base/steady_clock.h"
#include "storage/base/time.h"
#include "storage/base/worker_pool.h"
#include "storage/rocksdb/database.h"

namespace voc::app {
namespace {

// How long open calls may take to end by themselves.
constexpr absl::Duration kGrace = absl::Seconds(10);
constexpr int kPumpThreads = 2;
// A server that starts over takes its port again. While nobody listened there, the
// kernel may have lent it to somebody's outgoing connection.
constexpr absl::Duration kListenAgainFor = absl::Seconds(30);
constexpr absl::Duration kListenRetry = absl::Milliseconds(100);
// What who verifies is told to wait while the server starts over.
constexpr absl::Duration kRetryDelay = absl::Seconds(1);

absl::StatusOr<std::unique_ptr<rocks::Database>> OpenDatabase(const Options& options) {
  std::error_code error;
  std::filesystem::create_directories(options.data, error);
  if (error) {
    return absl::FailedPreconditionError(
        absl::StrCat("cannot make the folder ", options.data, ": ", error.message()));
  }
  absl::StatusOr<std::unique_ptr<rocks::Database>> database =
      rocks::Database::Open({.path = options.data,
                             .durability = options.durability == "os" ? rocks::Durability::kOs
                                                                      : rocks::Durability::kSync});
  if (!database.ok()) return database.status();
  const absl::StatusOr<bool> lost_end =
      views::ReachBeyondLog((*database)->views(), (*database)->log());
  if (!lost_end.ok()) return lost_end.status();
  if (*lost_end) {
    spdlog::error("the log lost its end; old cursors are void and the views are rebuilt");
    if (const absl::Status renewed = (*database)->RenewStoreId(); !renewed.ok()) return renewed;
  }
  return database;
}

// What the HTTP edge answered so far, but for what never happened.
std::vector<ops::RequestCount> CountRequests(const http::Server& server) {
  static constexpr std::pair<http::Protocol, const char*> kProtocols[] = {
      {http::Protocol::kConnectUnary, "connect"},
      {http::Protocol::kConnectStream, "connect-stream"},
      {http::Protocol::kGrpcWeb, "grpc-web"}};
  std::vector<ops::RequestCount> counts;
  for (const auto& [protocol, name] : kProtocols) {
    for (int code = 0; code <= static_cast<int>(absl::StatusCode::kUnauthenticated); ++code) {
      const uint64_t count = server.answered(protocol, code);
      if (count == 0) continue;
      counts.push_back({.protocol = name,
                        .code = code == 0 ? "ok" : std::string(http::ConnectCode(code)),
                        .count = static_cast<int64_t>(count)});
    }
  }
  return counts;
}

// Every part, in the order in which each is made from those above it.
class Process {
 public:
  Process(Options options, Shutdown* shutdown, ops::Metrics* metrics)
      : options_(std::move(options)),
        shutdown_(shutdown),
        metrics_(metrics),
        annotator_(options_.themes) {}

  // Tries for `listen_for` to listen. CANCELLED when the process is to end before it
  // served.
  absl::Status Start(absl::Duration listen_for) {
    start_time_ = clock_.Now();
    absl::StatusOr<std::unique_ptr<rocks::Database>> database = OpenDatabase(options_);
    if (!database.ok()) return database.status();
    database_ = *std::move(database);
    if (absl::Status dropped = DropViewsIfAsked(); !dropped.ok()) return dropped;
    absl::StatusOr<std::unique_ptr<views::Views>> views =
        views::Views::Open(&database_->log(), &database_->views(),
                           {.stop_asked = [this] { return shutdown_->ending(); }});
    if (!views.ok()) return views.status();
    views_ = *std::move(views);
    hub_ = std::make_unique<subscribe::Hub>(database_->log().newest());
    pump_ = std::make_unique<subscribe::Pump>(kPumpThreads, &steady_);
    hub_->set_on_commit([this] { pump_->NotifyCommit(); });
    reads_ = std::make_unique<base::WorkerPool>("read", rpc::kReadThreads, rpc::kMaxQueuedReads);
    committer_ = ingest::Committer::Start(
        {.log = &database_->log(),
         .views = views_.get(),
         .clock = &clock_,
         .listeners = {hub_.get()},
         .meter = options_.ops.empty() ? nullptr : metrics_,
         .steady = &steady_,
         .on_failure = [this](const absl::Status& cause) { shutdown_->Fail(cause); }});
    absl::Status listening = ListenFor(listen_for, [this] { return Listen(); });
    if (!listening.ok()) return listening;
    listening = ListenFor(listen_for, [this] { return ListenHttp(); });
    if (!listening.ok()) return listening;
    metrics_->SetSources({.status = [this] { return server_->Status(); },
                          .requests = [this] { return CountRequests(*http_); }});
    metrics_->SetServing(true);
    return absl::OkStatus();
  }

  const std::string& address() const { return server_->address(); }
  const std::string& http_address() const { return http_->address(); }

  // Ends every part. What was acknowledged is in the log already, what is queued
  // is committed and answered.
  absl::Status Stop() {
    metrics_->SetServing(false);
    metrics_->SetSources({});
    if (http_ != nullptr) http_->Drain();
    if (server_ != nullptr) server_->Drain();
    if (committer_ != nullptr) committer_->Drain();
    const base::TimeNs began = steady_.Now();
    if (http_ != nullptr) http_->Shutdown(kGrace);
    const absl::Duration left = kGrace - absl::Nanoseconds(steady_.Now() - began);
    if (server_ != nullptr) server_->Shutdown(std::max(left, absl::ZeroDuration()));
    http_.reset();
    if (pump_ != nullptr) pump_->Shutdown();
    if (reads_ != nullptr) reads_->Shutdown();
    server_.reset();
    committer_.reset();
    views_.reset();
    return database_ == nullptr ? absl::OkStatus() : database_->Close();
  }

 private:
  // Until it listens, or the time is over. CANCELLED when the process is to end.
  absl::Status ListenFor(absl::Duration duration, absl::FunctionRef<absl::Status()> listen) {
    const base::TimeNs end = steady_.Now() + absl::ToInt64Nanoseconds(duration);
    absl::Status status = listen();
    while (absl::IsUnavailable(status) && steady_.Now() < end) {
      if (shutdown_->ending()) return absl::CancelledError("told to stop before it listened");
      absl::SleepFor(kListenRetry);
      status = listen();
    }
    return status;
  }

  absl::Status ListenHttp() {
    absl::StatusOr<std::unique_ptr<http::Server>> server =
        http::Server::Start({.address = options_.http,
                             .tls = options_.tls,
                             .edge = {.services = server_->services(),
                                      .site = {.hosts = options_.http_hosts,
                                               .origins = options_.http_origins,
                                               .source_allows =
                                                   [this](std::string_view origin) {
                                                     return views_->notes()->AllowsOrigin(origin);
                                                   }},
                                      .proxies = options_.http_proxies,
                                      .address_rate = {.per_second = options_.address_rate},
                                      .key_rate = {.per_second = options_.key_rate},
                                      .assets = web::Assets()}},
                            {.calls = &server_->calls(), .clock = &clock_, .steady = &steady_});
    if (!server.ok()) return server.status();
    http_ = *std::move(server);
    return absl::OkStatus();
  }

  absl::Status Listen() {
    absl::StatusOr<std::unique_ptr<rpc::Server>> server =
        rpc::Server::Start({.address = options_.grpc, .reflection = options_.reflection},
                           {.committer = committer_.get(),
                            .views = views_.get(),
                            .log = &database_->log(),
                            .store_id = database_->store_id(),
                            .annotator = &annotator_,
                            .clock = &clock_,
                            .steady = &steady_,
                            .strict_sources = options_.strict_sources,
                            .hub = hub_.get(),
                            .pump = pump_.get(),
                            .reads = reads_.get(),
                            .status = [this] { return Status(); },
                            .verify =
                                [this](bool rebuild, absl::FunctionRef<bool()> cancelled) {
                                  return Verify(rebuild, cancelled);
                                }});
    if (!server.ok()) return server.status();
    server_ = *std::move(server);
    return absl::OkStatus();
  }

  absl::Status DropViewsIfAsked() {
    absl::StatusOr<bool> asked = database_->rebuild_asked();
    if (!asked.ok()) return asked.status();
    rebuilt_ = *asked || options_.rebuild_views;
    if (!rebuilt_) return absl::OkStatus();
    spdlog::info("rebuilding the views from the log");
    return database_->DropViews();
  }

  absl::StatusOr<v1::VerifyStoreResponse> Verify(bool rebuild,
                                                 absl::FunctionRef<bool()> cancelled) {
    if (starting_over_) {
      return base::WithRetryDelay(
          base::WithReason(absl::UnavailableError("the views are about to be rebuilt"), "DRAINING"),
          kRetryDelay);
    }
    absl::StatusOr<views::VerifyReport> report =
        views::Verify(database_->log(), *views_, cancelled);
    // A log that cannot be read would end the process that starts over.
    if (!report.ok()) return report.status();
    v1::VerifyStoreResponse response;
    response.set_rebuilt(rebuilt_);
    base::SetTimestamp(start_time_, *response.mutable_start_time());
    if (rebuild) {
      // On disk before the answer: a crash from here on does not undo what it says.
      if (const absl::Status asked = database_->AskForRebuild(); !asked.ok()) return asked;
      response.set_rebuilding(true);
      starting_over_ = true;
      // The parts end once this call is answered.
      shutdown_->StartOver();
    }
    response.set_events(report->events);
    response.set_feedback(report->feedback);
    for (std::string& problem : report->problems) response.add_problems(std::move(problem));
    return response;
  }

  v1::GetStatusResponse Status() const {
    v1::GetStatusResponse status;
    status.set_version(std::string(kVersion));
    status.set_store_id(database_->store_id());
    base::SetTimestamp(start_time_, *status.mutable_start_time());
    const base::TimeNs uptime = clock_.Now() - start_time_;
    status.mutable_uptime()->set_seconds(uptime / base::kNsPerSecond);
    status.mutable_uptime()->set_nanos(static_cast<int32_t>(uptime % base::kNsPerSecond));
    status.set_durability(options_.durability);
    status.set_last_sequence(database_->log().newest());
    status.set_oldest_sequence(database_->log().oldest());
    const views::ViewsStats stats = views_->stats();
    status.set_covered_sequence(stats.covered_sequence);
    status.set_feedback_count(stats.feedback);
    status.set_excluded_count(stats.excluded);
    status.set_tail_events(stats.tail_events);
    status.set_queued_feedback(committer_->queued());
    status.set_disk_bytes(database_->disk_bytes());
    status.set_resident_bytes(ResidentBytes());
    return status;
  }

  const Options options_;
  Shutdown* const shutdown_;
  ops::Metrics* const metrics_;
  const base::SystemClock clock_;
  const base::SteadyClock steady_;
  const sentiment::ModelAnnotator annotator_;
  base::TimeNs start_time_ = 0;
  bool rebuilt_ = false;        // by command, not since the store had to
  bool starting_over_ = false;  // Verify's own
  std::unique_ptr<rocks::Database> database_;
  std::unique_ptr<views::Views> views_;
  std::unique_ptr<subscribe::Hub> hub_;
  std::unique_ptr<subscribe::Pump> pump_;
  std::unique_ptr<base::WorkerPool> reads_;
  std::unique_ptr<ingest::Committer> committer_;
  std::unique_ptr<rpc::Server> server_;
  std::unique_ptr<http::Server> http_;
};

// `ops` may be empty.
void PrintReadyLine(const std::string& grpc, const std::string& http, const std::string& ops) {
  std::string line = absl::StrCat("vocd ready grpc=", grpc, " http=", http);
  if (!ops.empty()) absl::StrAppend(&line, " ops=", ops);
  std::printf("%s\n", line.c_str());
  std::fflush(stdout);
}

// Makes every part, serves until told what to do next, and takes the parts down.
// What served stays the address of `options`. An error was logged.
absl::StatusOr<Shutdown::Next> Serve(Options& options, Shutdown& shutdown, ops::Metrics& metrics,
                                     bool first) {
  Process process(options, &shutdown, &metrics);
  absl::StatusOr<Shutdown::Next> next = Shutdown::Next::kEnd;
  const absl::Duration listen_for = first ? absl::ZeroDuration() : kListenAgainFor;
  if (const absl::Status started = process.Start(listen_for); started.ok()) {
    spdlog::info("serving {} on {} and, by HTTP, on {}", options.data, process.address(),
                 process.http_address());
    options.grpc = process.address();
    options.http = process.http_address();
    if (first) PrintReadyLine(process.address(), process.http_address(), options.ops);
    next = shutdown.Wait();
    if (next.ok()) spdlog::info("draining");
  } else if (absl::IsCancelled(started)) {
    // It ends as it would have, had it begun to serve.
    spdlog::info("{}", std::string(started.message()));
    next = shutdown.Wait();
  } else {
    next = started;
  }
  if (!next.ok()) spdlog::critical("{}", next.status().ToString());
  const absl::Status stopped = process.Stop();
  if (!stopped.ok()) spdlog::error("{}", stopped.ToString());
  if (stopped.ok() || !next.ok()) return next;
  return stopped;
}

}  // namespace

int Run(const Options& options) {
  Shutdown shutdown;
  SetUpLog(options.log_level);
  Options current = options;
  // Both outlive every part that is made anew: who asks is told that vocd lives, and that it does
  // not serve, while it starts, too.
  const std::unique_ptr<ops::Metrics> metrics = ops::Metrics::Create(kVersion);
  std::unique_ptr<ops::OpsServer> ops_server;
  if (!options.ops.empty()) {
    absl::StatusOr<std::unique_ptr<ops::OpsServer>> started =
        ops::OpsServer::Start({.address = options.ops}, metrics.get());
    if (!started.ok()) {
      spdlog::critical("{}", started.status().ToString());
      return 1;
    }
    ops_server = *std::move(started);
    current.ops = ops_server->address();
  }
  absl::StatusOr<Shutdown::Next> next = Shutdown::Next::kStartOver;
  for (bool first = true; next.ok() && *next == Shutdown::Next::kStartOver; first = false) {
    next = Serve(current, shutdown, *metrics, first);
    current.rebuild_views = false;  // done; starting over has reasons of its own
  }
  return next.ok() ? 0 : 1;
}

}  // namespace voc::app
