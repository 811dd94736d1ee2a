#ifndef VOC_TESTS_BENCHMARK_LIVE_ALERT_WATCH_H_
#define VOC_TESTS_BENCHMARK_LIVE_ALERT_WATCH_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/client_callback.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "storage/base/clock.h"
#include "voc/v1/alert.grpc.pb.h"

namespace voc::benchmark {

// One open WatchAlerts call.
class AlertWatch final : public grpc::ClientReadReactor<v1::WatchAlertsResponse> {
 public:
  // Told of every alert, one call at a time, with when (steady) it was received.
  using OnAlert = std::function<void(const v1::Alert& alert, base::TimeNs received_ns)>;

  // Opens the call. With a null `on_alert` it never reads: such a subscriber is stuck.
  AlertWatch(const std::shared_ptr<grpc::Channel>& channel, const v1::WatchAlertsRequest& request,
             OnAlert on_alert);

  // Cancels the call and waits for its end.
  ~AlertWatch() override;

  // Waits until the server has said that the subscription began; false if it ended.
  bool AwaitStarted();

  void OnReadDone(bool ok) override;
  void OnDone(const grpc::Status& status) override;

 private:
  bool StartedOrDone() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return started_ || done_; }

  const OnAlert on_alert_;
  const std::unique_ptr<v1::AlertService::Stub> stub_;
  const v1::WatchAlertsRequest request_;
  grpc::ClientContext context_;
  v1::WatchAlertsResponse message_;
  absl::Mutex mutex_;
  bool started_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace voc::benchmark

#endif  // VOC_TESTS_BENCHMARK_LIVE_ALERT_WATCH_H_
