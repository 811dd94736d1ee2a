#include "server/rpc/ingest_stream.h"

#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>
#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "server/ingest/committer.h"
#include "server/rpc/live_streams.h"
#include "server/rpc/submitter.h"
#include "server/sentiment/model_annotator.h"
#include "storage/base/worker_pool.h"

namespace voc::rpc {
namespace {

constexpr absl::Duration kDeadline = absl::Seconds(20);

// Takes the first work, whose caller it answers when told to, and refuses all after it.
class FullCommitter final : public ingest::Committer {
 public:
  absl::Status Enqueue(ingest::Work work) override {
    absl::MutexLock lock(&mutex_);
    if (taken_.has_value()) return absl::UnavailableError("full");
    taken_ = std::move(work);
    return absl::OkStatus();
  }

  void Drain() override {}

  int64_t queued() const override { return ingest::kMaxQueuedFeedback + 1; }

  ingest::Work Taken() {
    absl::MutexLock lock(&mutex_);
    EXPECT_TRUE(mutex_.AwaitWithTimeout(absl::Condition(this, &FullCommitter::HasWork), kDeadline));
    return std::exchange(taken_.value(), ingest::Work());
  }

 private:
  bool HasWork() const ABSL_SHARED_LOCKS_REQUIRED(mutex_) { return taken_.has_value(); }

  absl::Mutex mutex_;
  std::optional<ingest::Work> taken_ ABSL_GUARDED_BY(mutex_);
};

// What gRPC would do for a stream, without a network: it keeps where the next request goes, and
// drops what is written.
class Call final : public grpc::ServerCallbackReaderWriter<grpc::ByteBuffer, grpc::ByteBuffer> {
 public:
  explicit Call(IngestStream* stream) : stream_(stream) { BindReactor(stream); }

  // A request without feedback comes in.
  void Receive() {
    const grpc::Slice nothing;
    *std::exchange(next_, nullptr) = grpc::ByteBuffer(&nothing, 1);
    stream_->OnReadDone(true);
  }

  bool finished() const { return finished_; }

  void Finish(grpc::Status) override { finished_ = true; }
  void SendInitialMetadata() override {}
  void Read(grpc::ByteBuffer* request) override { next_ = request; }
  void Write(const grpc::ByteBuffer*, grpc::WriteOptions) override {}
  void WriteAndFinish(const grpc::ByteBuffer*, grpc::WriteOptions, grpc::Status) override {}

 private:
  grpc::internal::ServerReactor* reactor() override { return stream_; }
  void CallOnDone() override {}

  IngestStream* const stream_;
  grpc::ByteBuffer* next_ = nullptr;
  bool finished_ = false;
};

TEST(IngestStreamTest, ACancelledStreamLetsGoOfWhatIsRefusedLater) {
  FullCommitter committer;
  const sentiment::ModelAnnotator annotator;
  base::WorkerPool preparations("preparing", 1, 8);
  LiveStreams live;
  Submitter submitter(&committer, &annotator, &preparations, &live, nullptr);
  const grpc::CallbackServerContext context;
  auto* const stream =
      static_cast<IngestStream*>(IngestStream::Start(&context, &submitter, &live, nullptr));
  const std::weak_ptr<IngestStream> alive = stream->weak_from_this();
  Call call(stream);
  // One is with the committer; the others found no room beside it.
  for (int i = 0; i < 3; ++i) call.Receive();
  preparations.Shutdown();
  ingest::Work first = committer.Taken();
  stream->OnCancel();
  EXPECT_TRUE(call.finished());
  std::exchange(first.done, nullptr)(absl::OkStatus(), {});
  stream->OnDone();
  EXPECT_TRUE(alive.expired());
}

}  // namespace
}  // namespace voc::rpc
