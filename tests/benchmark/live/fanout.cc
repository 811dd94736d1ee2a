// Many alert subscribers, each watching one account, some of which never read, while
// feedback comes at a fixed rate. Prints what was delivered and how late, as JSON.

#include <grpcpp/create_channel.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/support/channel_arguments.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "storage/base/clock.h"
#include "tests/benchmark/live/alert_watch.h"
#include "tests/benchmark/live/ingest_load.h"
#include "tests/benchmark/live/latencies.h"
#include "tests/benchmark/unwatched_locks.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark {
namespace {

struct Options {
  std::string server;
  uint64_t rate = 20'000;  // records a second
  uint64_t seconds = 30;
  uint64_t subscribers = 1'000;
  uint64_t stuck = 50;
  uint64_t channels = 8;
};

constexpr uint64_t kBatch = 100;      // records a request
constexpr uint64_t kAlertEvery = 50;  // 2 % of the records raise an alert
// One account raises a quarter of all alerts: the stuck watch it, so that they do
// fill their windows, and as many who read.
constexpr uint64_t kHotEvery = 4;
constexpr uint64_t kAccounts = 5'000;
constexpr char kHot[] = "account-hot";
constexpr absl::Duration kDrain = absl::Seconds(30);

// Watchers of the busy account come first, the stuck before those who read.
uint64_t HotWatchers(const Options& options) { return 2 * options.stuck; }

std::string AccountOf(const Options& options, uint64_t subscriber) {
  return subscriber < HotWatchers(options) ? kHot : absl::StrCat("account-", subscriber);
}

// Which of the quiet subscribers alert `index` concerns; nullopt: the hot account.
std::string AccountOfAlert(const Options& options, uint64_t index) {
  if (index % kHotEvery == 0) return kHot;
  const uint64_t quiet = options.subscribers - HotWatchers(options);
  return AccountOf(options, HotWatchers(options) + index % quiet);
}

// Unlike from run to run, so that a store may be used again.
std::string RunPrefix() { return absl::StrCat(absl::GetCurrentTimeNanos(), "-"); }

std::vector<std::string> MakeRequests(const Options& options, const std::string& prefix) {
  std::vector<std::string> requests;
  uint64_t record = 0;
  for (uint64_t i = 0; i < options.rate * options.seconds / kBatch; ++i) {
    v1::IngestRequest request;
    for (uint64_t j = 0; j < kBatch; ++j, ++record) {
      v1::Feedback& feedback = *request.add_feedback();
      feedback.set_source_id(absl::StrCat("source-", record % 20));
      feedback.set_submission_id(absl::StrCat(prefix, i, "-", j));
      feedback.set_respondent_id(absl::StrCat("respondent-", record * 7919 % 200'000));
      const bool alert = record % kAlertEvery == 0;
      feedback.set_account_id(alert ? AccountOfAlert(options, record / kAlertEvery)
                                    : absl::StrCat("account-", record * 31 % kAccounts));
      feedback.mutable_response()->set_metric(v1::METRIC_NPS);
      feedback.mutable_response()->set_score(alert ? 2 : 9);
      if (alert || record % 3 == 0) {
        feedback.mutable_response()->set_comment(
            absl::StrCat("Order ", record, " came late again and nobody answered the phone, but ",
                         "the product itself works as it should"));
      }
      (*feedback.mutable_properties())["plan"] = record % 2 == 0 ? "team" : "enterprise";
      (*feedback.mutable_properties())["country"] = "SE";
    }
    requests.push_back(request.SerializeAsString());
  }
  return requests;
}

// What one subscriber who reads was sent.
struct Received {
  Latencies latencies;
  uint64_t alerts = 0;
  uint64_t last_sequence = 0;
  uint64_t out_of_order = 0;
};

class Fanout {
 public:
  explicit Fanout(const Options& options) : options_(options), received_(options.subscribers) {}

  int Run() {
    const std::string prefix = RunPrefix();
    const std::vector<std::string> requests = MakeRequests(options_, prefix);
    if (!Subscribe(prefix)) {
      std::fprintf(stderr, "bench_fanout: a subscription did not begin\n");
      return 1;
    }
    interval_ns_ = static_cast<base::TimeNs>(kBatch * base::kNsPerSecond / options_.rate);
    start_ns_ = SteadyNow() + base::kNsPerSecond;
    const absl::StatusOr<LoadResult> load =
        SendLoad(Channel(options_.channels), requests, start_ns_, interval_ns_);
    if (!load.ok()) {
      std::fprintf(stderr, "bench_fanout: %s\n", load.status().ToString().c_str());
      return 1;
    }
    const uint64_t expected = Expected(requests.size() * kBatch / kAlertEvery);
    {
      absl::MutexLock lock(&mutex_);
      const auto all = [this, expected]()
                           ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return delivered_ >= expected; };
      mutex_.AwaitWithTimeout(absl::Condition(&all), kDrain);
    }
    watches_.clear();
    Print(*load, requests.size() * kBatch, expected);
    return 0;
  }

 private:
  bool Subscribe(const std::string& prefix) {
    std::vector<std::shared_ptr<grpc::Channel>> channels;
    for (uint64_t i = 0; i < options_.channels; ++i) channels.push_back(Channel(i));
    for (uint64_t i = 0; i < options_.subscribers; ++i) {
      v1::WatchAlertsRequest request;
      request.mutable_filter()->add_account_ids(AccountOf(options_, i));
      AlertWatch::OnAlert on_alert;
      if (i >= options_.stuck) {
        on_alert = [this, i, prefix](const v1::Alert& alert, base::TimeNs now) {
          Take(received_[i], alert, prefix, now);
        };
      }
      watches_.push_back(
          std::make_unique<AlertWatch>(channels[i % channels.size()], request, on_alert));
    }
    for (uint64_t i = options_.stuck; i < options_.subscribers; ++i) {
      if (!watches_[i]->AwaitStarted()) return false;
    }
    return true;
  }

  // Connections of their own, as of so many processes.
  std::shared_ptr<grpc::Channel> Channel(uint64_t number) const {
    grpc::ChannelArguments arguments;
    arguments.SetInt("voc.benchmark.channel", static_cast<int>(number));
    return grpc::CreateCustomChannel(options_.server, grpc::InsecureChannelCredentials(),
                                     arguments);
  }

  void Take(Received& received, const v1::Alert& alert, const std::string& prefix,
            base::TimeNs now) {
    const std::string& id = alert.feedback().submission_id();
    if (id.compare(0, prefix.size(), prefix) != 0) return;
    uint64_t request = 0;
    if (!absl::SimpleAtoi(id.substr(prefix.size(), id.rfind('-') - prefix.size()), &request)) {
      return;
    }
    received.latencies.Add(now - (start_ns_ + static_cast<base::TimeNs>(request) * interval_ns_));
    received.out_of_order += alert.sequence() <= received.last_sequence ? 1 : 0;
    received.last_sequence = alert.sequence();
    ++received.alerts;
    absl::MutexLock lock(&mutex_);
    ++delivered_;
  }

  // Deliveries to those who read.
  uint64_t Expected(uint64_t alerts) const {
    const uint64_t hot = (alerts + kHotEvery - 1) / kHotEvery;
    return hot * (HotWatchers(options_) - options_.stuck) + alerts - hot;
  }

  void Print(const LoadResult& load, uint64_t records, uint64_t expected) {
    Latencies all;
    uint64_t delivered = 0;
    uint64_t out_of_order = 0;
    for (const Received& received : received_) {
      all.Add(received.latencies);
      delivered += received.alerts;
      out_of_order += received.out_of_order;
    }
    const double seconds = static_cast<double>(load.last_ack_ns - load.start_ns) / 1e9;
    std::printf(
        "{\"offered_per_s\": %ju, \"achieved_per_s\": %.0f, \"records\": %ju, \"behind_ms\": %.1f, "
        "\"subscribers\": %ju, \"stuck\": %ju, \"expected\": %ju, \"delivered\": %ju, "
        "\"out_of_order\": %ju, \"latency\": %s}\n",
        static_cast<uintmax_t>(options_.rate), static_cast<double>(records) / seconds,
        static_cast<uintmax_t>(records), static_cast<double>(load.behind_ns) / 1e6,
        static_cast<uintmax_t>(options_.subscribers), static_cast<uintmax_t>(options_.stuck),
        static_cast<uintmax_t>(expected), static_cast<uintmax_t>(delivered),
        static_cast<uintmax_t>(out_of_order), all.ToJson().c_str());
  }

  const Options options_;
  base::TimeNs start_ns_ = 0;
  base::TimeNs interval_ns_ = 0;
  std::vector<Received> received_;
  std::vector<std::unique_ptr<AlertWatch>> watches_;
  absl::Mutex mutex_;
  uint64_t delivered_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace
}  // namespace voc::benchmark

int main(int argc, char** argv) {
  voc::benchmark::LeaveLocksUnwatched();
  voc::benchmark::Options options;
  CLI::App app("Alert subscribers under load", "bench_fanout");
  app.add_option("--server", options.server, "HOST:PORT")->required();
  app.add_option("--rate", options.rate, "Records a second")->capture_default_str();
  app.add_option("--seconds", options.seconds, "How long")->capture_default_str();
  app.add_option("--subscribers", options.subscribers, "How many")->capture_default_str();
  app.add_option("--stuck", options.stuck, "How many of them never read")->capture_default_str();
  app.add_option("--channels", options.channels, "Connections they share")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (2 * options.stuck >= options.subscribers) {
    std::fprintf(stderr, "bench_fanout: more than twice the stuck must subscribe\n");
    return 2;
  }
  return voc::benchmark::Fanout(options).Run();
}
