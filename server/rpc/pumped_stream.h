#ifndef VOC_SERVER_RPC_PUMPED_STREAM_H_
#define VOC_SERVER_RPC_PUMPED_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/rpc/caller.h"
#include "server/rpc/errors.h"
#include "server/rpc/limits.h"
#include "server/rpc/live_streams.h"
#include "server/rpc/stream_state.h"
#include "server/rpc/stream_wire.h"
#include "server/subscribe/pump.h"
#include "server/subscribe/subscription.h"
#include "storage/base/clock.h"

namespace voc::rpc {

// What a stream of responses runs on; outlives it.
struct StreamHost {
  subscribe::Pump* pump = nullptr;
  LiveStreams* live = nullptr;
  const base::Clock* steady = nullptr;
};

struct StreamOptions {
  bool heavy = false;                // see Runner::heavy
  bool drains = true;                // a shutdown ends it, rather than wait for it
  std::atomic<int>* open = nullptr;  // counts the open streams of a kind, or null
};

// Carries what a subscribe::Subscription says to one caller. Steps are made on the
// pump's threads, and only when everything said before was handed to the
// transport, so that a caller who does not read costs one step's worth of memory.
//
// gRPC's operations are started under the lock: their reactions come on gRPC's own
// threads, never from within, and so operations keep the order of the decisions.
// A thread that may finish the call holds a reference to the stream.
template <typename Message>
class PumpedStream final : public grpc::ServerWriteReactor<WireOf<Message>>,
                           public subscribe::Runner,
                           public LiveStream {
 public:
  using Source = subscribe::Subscription<Message>;
  using Wire = WireOf<Message>;

  // Starts a stream, which then owns itself until the call is over. Callers who may not do
  // everything (CheckUnrestricted) are refused.
  static grpc::ServerWriteReactor<Wire>* Start(grpc::CallbackServerContext* context,
                                               const StreamHost& host,
                                               std::unique_ptr<Source> source,
                                               const StreamOptions& options) {
    auto stream = std::make_shared<PumpedStream>(context, host, std::move(source), options);
    stream->self_ = stream;
    if (const absl::Status allowed = CheckUnrestricted(*context); !allowed.ok()) {
      stream->End(allowed);
      return stream.get();
    }
    const absl::StatusOr<subscribe::Pump::Id> id = host.pump->Add(stream);
    if (!id.ok()) {
      stream->End(id.status());
      return stream.get();
    }
    stream->pump_id_ = *id;
    stream->source_->set_wake([pump = host.pump, id = *id] { pump->Schedule(id); });
    if (options.drains) host.live->Add(stream);
    host.pump->Schedule(*id);
    return stream.get();
  }

  PumpedStream(grpc::CallbackServerContext* context, const StreamHost& host,
               std::unique_ptr<Source> source, const StreamOptions& options)
      : context_(context), host_(host), source_(std::move(source)), options_(options) {
    if (options_.open != nullptr) ++*options_.open;
  }

  ~PumpedStream() override {
    if (options_.open != nullptr) --*options_.open;
  }

  // Runner.

  Next Run() override {
    {
      absl::MutexLock lock(&mutex_);
      if (state_.finish_requested()) return {.done = true};
      if (!burst_.empty()) return WatchWrite();
    }
    absl::StatusOr<subscribe::Step<Message>> step = source_->Next();
    absl::MutexLock lock(&mutex_);
    if (!step.ok() || (step->last && step->messages.empty())) {
      EndLocked(step.status());
      return {.done = true};
    }
    if (step->messages.empty()) return {.delay_ns = step->delay_ns};
    burst_ = std::move(step->messages);
    last_burst_ = step->last;
    next_ = 0;
    WriteNext();
    return {.delay_ns = kMaxWriteNs};
  }

  bool heavy() const override { return options_.heavy || source_->heavy(); }

  // LiveStream.

  void Drain() override {
    absl::MutexLock lock(&mutex_);
    EndLocked(Draining(cursor_));
  }

  // Reactions.

  void OnWriteDone(bool ok) override {
    {
      absl::MutexLock lock(&mutex_);
      if (!ok && !final_.has_value()) final_ = absl::CancelledError("the caller went away");
      if (state_.EndWrite(ok)) {
        FinishLocked();
        return;
      }
      WriteNext();
      if (!burst_.empty()) return;
      if (last_burst_) {
        EndLocked(absl::OkStatus());
        return;
      }
    }
    host_.pump->Schedule(pump_id_);
  }

  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    EndLocked(absl::CancelledError("the call was cancelled"));
  }

  void OnDone() override {
    host_.live->Remove(this);
    host_.pump->Remove(pump_id_);
    const std::shared_ptr<PumpedStream> self = std::move(self_);
  }

 private:
  void End(const absl::Status& status) {
    absl::MutexLock lock(&mutex_);
    EndLocked(status);
  }

  // The first status given is the one the call ends with.
  void EndLocked(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!final_.has_value()) final_ = status;
    if (state_.RequestFinish()) FinishLocked();
  }

  void FinishLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    burst_.clear();
    this->Finish(ToGrpc(*final_));
  }

  // Writes the next message of the burst; empties the burst after the last.
  void WriteNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (next_ == burst_.size()) {
      burst_.clear();
      return;
    }
    if (!state_.StartWrite()) return;
    const Message& message = burst_[next_++];
    cursor_ = CursorOf(message);
    grpc::WriteOptions options;
    // One system call for the burst rather than one a message. Not for the first
    // message of a stream: gRPC 1.51 then buffers the initial metadata too, and
    // waits for it to be sent before it reports the write as done.
    if (headers_sent_ && next_ < burst_.size()) options.set_buffer_hint();
    headers_sent_ = true;
    write_started_ns_ = host_.steady->Now();
    this->StartWrite(ToWire(message, wire_), options);
  }

  // Cuts off a caller who has not taken a message for too long.
  Next WatchWrite() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    const base::TimeNs left = write_started_ns_ + kMaxWriteNs - host_.steady->Now();
    if (left > 0) return {.delay_ns = left};
    // The write then fails, and that finishes the call. Until it is finished the
    // context is there.
    context_->TryCancel();
    return {.delay_ns = kMaxWriteNs};
  }

  grpc::CallbackServerContext* const context_;
  const StreamHost host_;
  const std::unique_ptr<Source> source_;  // used by Run, and between runs by the pump
  const StreamOptions options_;
  subscribe::Pump::Id pump_id_ = 0;
  std::shared_ptr<PumpedStream> self_;

  absl::Mutex mutex_;
  StreamState state_ ABSL_GUARDED_BY(mutex_);
  std::optional<absl::Status> final_ ABSL_GUARDED_BY(mutex_);
  std::vector<Message> burst_ ABSL_GUARDED_BY(mutex_);  // not empty until all is written
  Wire wire_ ABSL_GUARDED_BY(mutex_);                   // of the message that is being written
  size_t next_ ABSL_GUARDED_BY(mutex_) = 0;
  bool last_burst_ ABSL_GUARDED_BY(mutex_) = false;
  bool headers_sent_ ABSL_GUARDED_BY(mutex_) = false;
  std::string cursor_ ABSL_GUARDED_BY(mutex_);  // of the last message written
  base::TimeNs write_started_ns_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_PUMPED_STREAM_H_
