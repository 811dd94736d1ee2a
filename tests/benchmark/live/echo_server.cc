// What the latency of vocd is compared with: takes voc.v1.IngestRequest messages on a
// stream, appends their rows to a RocksDB with the options of vocd's log, everything
// that waits in one synced batch, answers, and sends those that would raise an alert
// to whoever listens. No validation, no index, no filter, no cursor. Prints its address,
// ends when standard input does.

#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>
#include <grpcpp/server_context.h>
#include <rocksdb/db.h>
#include <rocksdb/write_batch.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/base/big_endian.h"
#include "storage/rocksdb/options.h"
#include "tests/benchmark/unwatched_locks.h"
#include "voc/v1/alert.grpc.pb.h"
#include "voc/v1/feedback.grpc.pb.h"

namespace voc::benchmark {
namespace {

using IngestStream = grpc::ServerReaderWriter<v1::IngestResponse, v1::IngestRequest>;
using AlertWriter = grpc::ServerWriter<v1::WatchAlertsResponse>;

constexpr size_t kMaxWaiting = 64;  // requests

// The scores that vocd's rules on scores look for, on the workload's scales.
bool RaisesAlert(const v1::Feedback& feedback) {
  const v1::SurveyResponse& response = feedback.response();
  const int worst = response.metric() == v1::METRIC_NPS    ? 6
                    : response.metric() == v1::METRIC_CSAT ? 2
                                                           : 3;
  return response.has_score() && response.score() <= worst;
}

class Appender {
 public:
  Appender(rocksdb::DB* db, rocksdb::ColumnFamilyHandle* log)
      : db_(db), log_(log), thread_([this] { Work(); }) {}

  ~Appender() {
    {
      absl::MutexLock lock(&mutex_);
      stopping_ = true;
    }
    thread_.join();
  }

  // Reads the stream to its end; returns when everything is answered.
  void Serve(IngestStream& stream) {
    v1::IngestRequest request;
    while (stream.Read(&request)) {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Appender::HasRoom));
      waiting_.push_back({&stream, std::move(request)});
    }
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(this, &Appender::IsIdle));
  }

  // Sends to `listener` until `context` is cancelled.
  void Listen(const grpc::ServerContext& context, AlertWriter& listener) {
    v1::WatchAlertsResponse started;
    started.mutable_started();
    absl::MutexLock lock(&mutex_);
    listener.Write(started);
    listener_ = &listener;
    const auto cancelled = [&context] { return context.IsCancelled(); };
    while (!mutex_.AwaitWithTimeout(absl::Condition(&cancelled), absl::Milliseconds(100))) {
    }
    mutex_.Await(absl::Condition(this, &Appender::IsIdle));
    listener_ = nullptr;
  }

 private:
  struct Waiting {
    IngestStream* stream;
    v1::IngestRequest request;
  };

  bool HasRoom() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return waiting_.size() < kMaxWaiting; }
  bool IsIdle() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return waiting_.empty() && !busy_; }
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return stopping_ || !waiting_.empty(); }

  void Work() {
    while (true) {
      std::vector<Waiting> group;
      AlertWriter* listener = nullptr;
      {
        absl::MutexLock lock(&mutex_);
        busy_ = false;
        mutex_.Await(absl::Condition(this, &Appender::HasWork));
        if (waiting_.empty()) return;
        group.swap(waiting_);
        busy_ = true;
        listener = listener_;
      }
      Append(group);
      for (const Waiting& one : group) Answer(one, listener);
    }
  }

  void Append(const std::vector<Waiting>& group) {
    rocksdb::WriteBatch batch;
    std::string key;
    for (const Waiting& one : group) {
      for (const v1::Feedback& feedback : one.request.feedback()) {
        key.clear();
        base::AppendBigEndian64(key, ++sequence_);
        batch.Put(log_, key, feedback.SerializeAsString()).PermitUncheckedError();
      }
    }
    rocksdb::WriteOptions options;
    options.sync = true;
    const rocksdb::Status written = db_->Write(options, &batch);
    if (written.ok()) return;
    std::fprintf(stderr, "bench_echo_server: %s\n", written.ToString().c_str());
    std::abort();
  }

  static void Answer(const Waiting& one, AlertWriter* listener) {
    v1::IngestResponse response;
    v1::WatchAlertsResponse message;
    for (const v1::Feedback& feedback : one.request.feedback()) {
      response.add_results()->set_outcome(v1::OUTCOME_CREATED);
      if (listener == nullptr || !RaisesAlert(feedback)) continue;
      *message.mutable_alert()->mutable_feedback() = feedback;
      listener->Write(message);
    }
    one.stream->Write(response);
  }

  rocksdb::DB* const db_;
  rocksdb::ColumnFamilyHandle* const log_;
  uint64_t sequence_ = 0;
  absl::Mutex mutex_;
  std::vector<Waiting> waiting_ ABSL_GUARDED_BY(mutex_);
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  AlertWriter* listener_ ABSL_GUARDED_BY(mutex_) = nullptr;
  std::thread thread_;
};

class Feedback final : public v1::FeedbackService::Service {
 public:
  explicit Feedback(Appender* appender) : appender_(appender) {}
  grpc::Status Ingest(grpc::ServerContext*, IngestStream* stream) override {
    appender_->Serve(*stream);
    return grpc::Status::OK;
  }

 private:
  Appender* const appender_;
};

class Alerts final : public v1::AlertService::Service {
 public:
  explicit Alerts(Appender* appender) : appender_(appender) {}
  grpc::Status WatchAlerts(grpc::ServerContext* context, const v1::WatchAlertsRequest*,
                           AlertWriter* writer) override {
    appender_->Listen(*context, *writer);
    return grpc::Status::OK;
  }

 private:
  Appender* const appender_;
};

int Serve(const std::string& data) {
  rocksdb::DBOptions options = rocks::MakeDbOptions();
  const auto cache = rocksdb::NewLRUCache(rocks::kBlockCacheBytes);
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* opened = nullptr;
  const rocksdb::Status status = rocksdb::DB::Open(
      options, data,
      {{rocksdb::kDefaultColumnFamilyName, {}}, {"log", rocks::MakeLogOptions(cache)}}, &families,
      &opened);
  if (!status.ok()) {
    std::fprintf(stderr, "bench_echo_server: %s\n", status.ToString().c_str());
    return 1;
  }
  const std::unique_ptr<rocksdb::DB> db(opened);
  {
    Appender appender(db.get(), families[1]);
    Feedback feedback(&appender);
    Alerts alerts(&appender);
    int port = 0;
    grpc::ServerBuilder builder;
    builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
    builder.RegisterService(&feedback);
    builder.RegisterService(&alerts);
    const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
    std::printf("127.0.0.1:%d\n", port);
    std::fflush(stdout);
    while (std::getchar() != EOF) {
    }
    server->Shutdown();
  }
  for (rocksdb::ColumnFamilyHandle* family : families) {
    db->DestroyColumnFamilyHandle(family).PermitUncheckedError();
  }
  return 0;
}

}  // namespace
}  // namespace voc::benchmark

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  std::string data;
  CLI::App app("Appends, answers and echoes", "bench_echo_server");
  app.add_option("--data", data, "Folder of the RocksDB")->required();
  CLI11_PARSE(app, argc, argv);
  return voc::benchmark::Serve(data);
}
