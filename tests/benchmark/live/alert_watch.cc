#include "tests/benchmark/live/alert_watch.h"

#include <utility>

#include "tests/benchmark/live/ingest_load.h"

namespace voc::benchmark {

AlertWatch::AlertWatch(const std::shared_ptr<grpc::Channel>& channel,
                       const v1::WatchAlertsRequest& request, OnAlert on_alert)
    : on_alert_(std::move(on_alert)), stub_(v1::AlertService::NewStub(channel)), request_(request) {
  stub_->async()->WatchAlerts(&context_, &request_, this);
  if (on_alert_) {
    StartRead(&message_);
  } else {
    // Without a read under way the call would end as soon as it has begun.
    AddHold();
  }
  StartCall();
}

AlertWatch::~AlertWatch() {
  context_.TryCancel();
  if (!on_alert_) RemoveHold();
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(&done_));
}

bool AlertWatch::AwaitStarted() {
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &AlertWatch::StartedOrDone));
  return started_ && !done_;
}

void AlertWatch::OnReadDone(bool ok) {
  if (!ok) return;
  const base::TimeNs now = SteadyNow();
  if (message_.has_alert()) {
    on_alert_(message_.alert(), now);
  } else if (message_.has_alerts()) {
    for (const v1::Alert& alert : message_.alerts().alerts()) on_alert_(alert, now);
  } else if (message_.has_started()) {
    absl::MutexLock lock(&mutex_);
    started_ = true;
  }
  StartRead(&message_);
}

void AlertWatch::OnDone(const grpc::Status&) {
  absl::MutexLock lock(&mutex_);
  done_ = true;
}

}  // namespace voc::benchmark
