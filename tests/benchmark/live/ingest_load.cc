#include "tests/benchmark/live/ingest_load.h"

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/slice.h>

#include <algorithm>
#include <chrono>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace voc::benchmark {
namespace {

constexpr char kIngest[] = "/voc.v1.FeedbackService/Ingest";

class Stream final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Stream(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {
    stub_.PrepareBidiStreamingCall(&context_, kIngest, {}, this);
    // For the writes that are started from outside of the reactions.
    AddHold();
    StartRead(&response_);
    StartCall();
  }

  // Returns false once the stream is broken. `request` outlives the stream.
  bool Write(const std::string& request) {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Stream::MayWrite));
      if (broken_) return false;
      writing_ = true;
    }
    const grpc::Slice slice(request.data(), request.size(), grpc::Slice::STATIC_SLICE);
    message_ = grpc::ByteBuffer(&slice, 1);
    StartWrite(&message_);
    return true;
  }

  // No more writes; waits for the end of the call.
  grpc::Status End() {
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &Stream::MayWrite));
    }
    StartWritesDone();
    RemoveHold();
    absl::MutexLock lock(&mutex_);
    mutex_.Await(absl::Condition(&done_));
    return status_;
  }

  base::TimeNs last_ack_ns() {
    absl::MutexLock lock(&mutex_);
    return last_ack_ns_;
  }

  size_t answered() {
    absl::MutexLock lock(&mutex_);
    return answered_;
  }

  void OnWriteDone(bool ok) override {
    absl::MutexLock lock(&mutex_);
    writing_ = false;
    broken_ |= !ok;
  }

  void OnReadDone(bool ok) override {
    if (!ok) return;
    {
      absl::MutexLock lock(&mutex_);
      ++answered_;
      last_ack_ns_ = SteadyNow();
    }
    StartRead(&response_);
  }

  void OnDone(const grpc::Status& status) override {
    absl::MutexLock lock(&mutex_);
    status_ = status;
    broken_ = done_ = true;
  }

 private:
  bool MayWrite() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return !writing_ || broken_; }

  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::ByteBuffer message_;
  grpc::ByteBuffer response_;
  absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  bool broken_ ABSL_GUARDED_BY(mutex_) = false;
  bool done_ ABSL_GUARDED_BY(mutex_) = false;
  size_t answered_ ABSL_GUARDED_BY(mutex_) = 0;
  base::TimeNs last_ack_ns_ ABSL_GUARDED_BY(mutex_) = 0;
  grpc::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

base::TimeNs SteadyNow() {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(
             std::chrono::steady_clock::now().time_since_epoch())
      .count();
}

absl::StatusOr<LoadResult> SendLoad(const std::shared_ptr<grpc::Channel>& channel,
                                    std::span<const std::string> requests, base::TimeNs start_ns,
                                    base::TimeNs interval_ns) {
  LoadResult result{.start_ns = start_ns};
  Stream stream(channel);
  for (size_t i = 0; i < requests.size(); ++i) {
    const base::TimeNs due = start_ns + static_cast<base::TimeNs>(i) * interval_ns;
    const base::TimeNs left = due - SteadyNow();
    if (left > 0) absl::SleepFor(absl::Nanoseconds(left));
    if (!stream.Write(requests[i])) break;
    result.behind_ns = std::max<base::TimeNs>(SteadyNow() - due, 0);
  }
  const grpc::Status status = stream.End();
  if (!status.ok()) return absl::UnavailableError(absl::StrCat("Ingest: ", status.error_message()));
  if (stream.answered() != requests.size()) {
    return absl::DataLossError("Ingest ended without answering every request");
  }
  result.last_ack_ns = stream.last_ack_ns();
  return result;
}

}  // namespace voc::benchmark
