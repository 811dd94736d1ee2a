// How long after it was due an alert reaches its subscriber, under a load of fixed
// rate (open loop). Prints JSON.

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/base/clock.h"
#include "tests/benchmark/live/alert_watch.h"
#include "tests/benchmark/live/ingest_load.h"
#include "tests/benchmark/live/latencies.h"
#include "tests/benchmark/rows_file.h"
#include "tests/benchmark/unwatched_locks.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark {
namespace {

struct Options {
  std::string server;
  std::string rows;
  uint64_t first = 0;
  uint64_t count = std::numeric_limits<uint64_t>::max();
  uint64_t batch = 100;
  uint64_t rate = 0;
  double quiet_seconds = 3;
};

// What a row is known by in its alert, and the request that is the first to hold it.
using Due = absl::flat_hash_map<std::string, uint64_t>;

std::string KeyOf(const v1::Feedback& feedback) {
  return absl::StrCat(feedback.source_id(), "/", feedback.submission_id(), "/",
                      feedback.question_id());
}

struct Load {
  std::vector<std::string> requests;
  uint64_t rows = 0;
  Due due;
};

bool ReadLoad(const Options& options, Load& load) {
  const absl::StatusOr<std::unique_ptr<RowsFile>> file = RowsFile::Open(options.rows);
  if (!file.ok()) return false;
  RowsCursor rows((*file)->bytes());
  rows.Take(options.first);
  while (load.rows < options.count) {
    const RowsCursor::Run run = rows.Take(std::min(options.batch, options.count - load.rows));
    if (run.records == 0) break;
    RowsCursor records(run.bytes);
    while (const auto record = records.Next()) {
      v1::Feedback feedback;
      if (!feedback.ParseFromArray(record->data(), static_cast<int>(record->size()))) return false;
      load.due.try_emplace(KeyOf(feedback), load.requests.size());
    }
    load.rows += run.records;
    load.requests.emplace_back(run.bytes);
  }
  return rows.AtEnd() || load.rows == options.count;
}

class Measurement {
 public:
  explicit Measurement(const Options& options) : options_(options) {}

  int Run() {
    Load load;
    if (!ReadLoad(options_, load) || load.requests.empty()) return Fail("cannot read the rows");
    due_ = std::move(load.due);
    const auto batch = static_cast<base::TimeNs>(options_.batch);
    interval_ns_ = options_.rate == 0
                       ? 0
                       : batch * base::kNsPerSecond / static_cast<base::TimeNs>(options_.rate);
    start_ns_ = SteadyNow() + base::kNsPerSecond;
    v1::WatchAlertsRequest request;
    request.set_include_backfill(true);  // the rows are of a year ago
    request.set_max_batch(128);          // thousands a second
    AlertWatch watch(Channel("watch"), request,
                     [this](const v1::Alert& alert, base::TimeNs now) { Take(alert, now); });
    if (!watch.AwaitStarted()) return Fail("the subscription did not begin");
    const absl::StatusOr<LoadResult> sent =
        SendLoad(Channel("load"), load.requests, start_ns_, interval_ns_);
    if (!sent.ok()) return Fail(sent.status().ToString());
    AwaitQuiet();
    const double seconds = static_cast<double>(sent->last_ack_ns - sent->start_ns) / 1e9;
    absl::MutexLock lock(&mutex_);
    std::printf(
        "{\"rows\": %ju, \"batch\": %ju, \"offered_per_s\": %ju, \"rows_per_second\": %.0f, "
        "\"behind_ms\": %.1f, \"latency\": %s}\n",
        static_cast<uintmax_t>(load.rows), static_cast<uintmax_t>(options_.batch),
        static_cast<uintmax_t>(options_.rate), static_cast<double>(load.rows) / seconds,
        static_cast<double>(sent->behind_ns) / 1e6, latencies_.ToJson().c_str());
    return 0;
  }

 private:
  static int Fail(const std::string& why) {
    std::fprintf(stderr, "bench_latency: %s\n", why.c_str());
    return 1;
  }

  // Connections of their own: an alert does not queue behind the load's answers.
  std::shared_ptr<grpc::Channel> Channel(const std::string& name) const {
    grpc::ChannelArguments arguments;
    arguments.SetString("voc.benchmark.channel", name);
    return grpc::CreateCustomChannel(options_.server, grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  void Take(const v1::Alert& alert, base::TimeNs now) {
    const auto found = due_.find(KeyOf(alert.feedback()));
    absl::MutexLock lock(&mutex_);
    last_received_ns_ = now;
    if (found == due_.end()) return;
    latencies_.Add(now - (start_ns_ + static_cast<base::TimeNs>(found->second) * interval_ns_));
    due_.erase(found);
  }

  // Until no alert has come for a while: how many there will be is the server's to say.
  void AwaitQuiet() {
    const auto quiet_ns = static_cast<base::TimeNs>(options_.quiet_seconds * 1e9);
    absl::MutexLock lock(&mutex_);
    base::TimeNs left = quiet_ns;
    while (left > 0) {
      const bool never = false;
      mutex_.AwaitWithTimeout(absl::Condition(&never), absl::Nanoseconds(left));
      left = std::max(last_received_ns_, start_ns_) + quiet_ns - SteadyNow();
    }
  }

  const Options options_;
  base::TimeNs start_ns_ = 0;
  base::TimeNs interval_ns_ = 0;
  Due due_;  // touched by the subscription's reactions alone once it has begun
  absl::Mutex mutex_;
  base::TimeNs last_received_ns_ ABSL_GUARDED_BY(mutex_) = 0;
  Latencies latencies_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace
}  // namespace voc::benchmark

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  voc::benchmark::Options options;
  CLI::App app("From when feedback was due to its alert's arrival", "bench_latency");
  app.add_option("--server", options.server, "HOST:PORT")->required();
  app.add_option("--rows", options.rows, "File of rows")->required();
  app.add_option("--first", options.first, "Rows to pass over")->capture_default_str();
  app.add_option("--count", options.count, "Rows to send (default: all)");
  app.add_option("--batch", options.batch, "Rows a request")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--rate", options.rate, "Rows a second; 0: as fast as they are taken")
      ->capture_default_str();
  app.add_option("--quiet-seconds", options.quiet_seconds, "Without alerts before it ends")
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  return voc::benchmark::Measurement(options).Run();
}
