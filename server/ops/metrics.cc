#include "server/ops/metrics.h"

#include <prometheus/client_metric.h>
#include <prometheus/collectable.h>
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/metric_family.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <array>
#include <atomic>
#include <cstddef>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/strings/ascii.h"
#include "absl/strings/strip.h"
#include "absl/synchronization/mutex.h"
#include "storage/base/clock.h"

namespace voc::ops {
namespace {

// Seconds: from a fast disk's sync to one that is in trouble.
const prometheus::Histogram::BucketBoundaries kCommitSeconds = {
    0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5};

// "created"
std::string OutcomeName(int outcome) {
  std::string name = v1::Outcome_Name(static_cast<v1::Outcome>(outcome));
  return absl::AsciiStrToLower(absl::StripPrefix(name, "OUTCOME_"));
}

class PrometheusMetrics final : public Metrics {
 public:
  explicit PrometheusMetrics(std::string_view version)
      : commit_seconds_(prometheus::BuildHistogram()
                            .Name("vocd_commit_seconds")
                            .Help("How long synced writes to the log took")
                            .Register(registry_)
                            .Add({}, kCommitSeconds)),
        serving_gauge_(AddGauge("vocd_serving", "1 while calls are answered")),
        stored_(AddGauge("vocd_feedback_stored", "Feedback in the store, excluded ones too")),
        excluded_(AddGauge("vocd_feedback_excluded", "Feedback that is excluded")),
        queued_(AddGauge("vocd_queue_feedback", "Feedback that waits to be committed")),
        tail_(AddGauge("vocd_tail_events", "Events in memory that no run covers yet")),
        sequence_(AddGauge("vocd_log_sequence", "Newest position in the log")),
        covered_(AddGauge("vocd_covered_sequence", "Position up to which runs cover the log")),
        disk_(AddGauge("vocd_disk_bytes", "What the store takes on disk")),
        resident_(AddGauge("vocd_resident_bytes", "Memory of the process")) {
    prometheus::BuildGauge()
        .Name("vocd_build_info")
        .Help("1; the labels say which vocd this is")
        .Register(registry_)
        .Add({{"version", std::string(version)}})
        .Set(1);
    auto& feedback = prometheus::BuildCounter()
                         .Name("vocd_feedback_total")
                         .Help("Feedback answered since the start, by outcome")
                         .Register(registry_);
    for (int i = 0; i < v1::Outcome_ARRAYSIZE; ++i) {
      if (i == v1::OUTCOME_UNSPECIFIED || !v1::Outcome_IsValid(i)) continue;
      outcomes_[static_cast<size_t>(i)] = &feedback.Add({{"outcome", OutcomeName(i)}});
    }
    auto& subscriptions = prometheus::BuildGauge()
                              .Name("vocd_subscriptions")
                              .Help("Open subscriptions, by kind")
                              .Register(registry_);
    alert_subscribers_ = &subscriptions.Add({{"kind", "alerts"}});
    trend_subscribers_ = &subscriptions.Add({{"kind", "trends"}});
  }

  void OnGroup(const ingest::GroupReport& report) override {
    for (size_t i = 0; i < report.outcomes.size(); ++i) {
      if (report.outcomes[i] > 0 && outcomes_[i] != nullptr) {
        outcomes_[i]->Increment(static_cast<double>(report.outcomes[i]));
      }
    }
    if (report.write_ns > 0) {
      commit_seconds_.Observe(static_cast<double>(report.write_ns) / base::kNsPerSecond);
    }
  }

  void SetServing(bool serving) override { serving_ = serving; }
  bool serving() const override { return serving_; }

  void SetSources(Sources sources) override {
    absl::MutexLock lock(&mutex_);
    sources_ = std::move(sources);
  }

  std::string Text() override {
    serving_gauge_.Set(serving_ ? 1 : 0);
    absl::MutexLock lock(&mutex_);
    if (sources_.status) Read(sources_.status());
    std::vector<prometheus::MetricFamily> families = registry_.Collect();
    if (sources_.requests) families.push_back(Requests(sources_.requests()));
    return prometheus::TextSerializer().Serialize(families);
  }

 private:
  prometheus::Gauge& AddGauge(const char* name, const char* help) {
    return prometheus::BuildGauge().Name(name).Help(help).Register(registry_).Add({});
  }

  void Read(const v1::GetStatusResponse& status) {
    const auto set = [](prometheus::Gauge& gauge, auto value) {
      gauge.Set(static_cast<double>(value));
    };
    set(stored_, status.feedback_count());
    set(excluded_, status.excluded_count());
    set(queued_, status.queued_feedback());
    set(tail_, status.tail_events());
    set(sequence_, status.last_sequence());
    set(covered_, status.covered_sequence());
    set(disk_, status.disk_bytes());
    set(resident_, status.resident_bytes());
    set(*alert_subscribers_, status.alert_subscribers());
    set(*trend_subscribers_, status.trend_subscribers());
  }

  // Counted elsewhere, so told as they are.
  static prometheus::MetricFamily Requests(const std::vector<RequestCount>& counts) {
    prometheus::MetricFamily family;
    family.name = "vocd_http_requests_total";
    family.help = "Requests that the HTTP edge answered, by protocol and code";
    family.type = prometheus::MetricType::Counter;
    for (const RequestCount& request : counts) {
      prometheus::ClientMetric metric;
      metric.label = {{"protocol", request.protocol}, {"code", request.code}};
      metric.counter.value = static_cast<double>(request.count);
      family.metric.push_back(std::move(metric));
    }
    return family;
  }

  prometheus::Registry registry_;
  prometheus::Histogram& commit_seconds_;
  prometheus::Gauge& serving_gauge_;
  prometheus::Gauge& stored_;
  prometheus::Gauge& excluded_;
  prometheus::Gauge& queued_;
  prometheus::Gauge& tail_;
  prometheus::Gauge& sequence_;
  prometheus::Gauge& covered_;
  prometheus::Gauge& disk_;
  prometheus::Gauge& resident_;
  prometheus::Gauge* alert_subscribers_ = nullptr;
  prometheus::Gauge* trend_subscribers_ = nullptr;
  std::array<prometheus::Counter*, v1::Outcome_ARRAYSIZE> outcomes_{};
  std::atomic<bool> serving_{false};

  absl::Mutex mutex_;
  Sources sources_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<Metrics> Metrics::Create(std::string_view version) {
  return std::make_unique<PrometheusMetrics>(version);
}

}  // namespace voc::ops
