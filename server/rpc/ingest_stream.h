#ifndef VOC_SERVER_RPC_INGEST_STREAM_H_
#define VOC_SERVER_RPC_INGEST_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "server/ingest/command.h"
#include "server/rpc/live_streams.h"
#include "server/rpc/stream_state.h"
#include "server/rpc/submitter.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rpc {

// One Ingest call. Reads up to kMaxInFlightRequests ahead, hands each request to
// the committer and answers in order. When the input ends, well or not, what was
// read before is answered first.
//
// As in PumpedStream, gRPC's operations are started under the lock, by threads
// that hold a reference.
class IngestStream final : public grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>,
                           public LiveStream,
                           public std::enable_shared_from_this<IngestStream> {
 public:
  // Starts a stream, which then owns itself until the call is over. Both outlive
  // it.
  static grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>* Start(Submitter* submitter,
                                                                               LiveStreams* live);

  IngestStream(Submitter* submitter, LiveStreams* live) : submitter_(submitter), live_(live) {}

  // LiveStream: refuses what is not read yet, answers the rest.
  void Drain() override;

  // Reactions.
  void OnReadDone(bool ok) override;
  void OnWriteDone(bool ok) override;
  void OnCancel() override;
  void OnDone() override;

 private:
  // A request that was read and is not answered yet.
  struct Slot {
    uint64_t id = 0;
    std::optional<absl::Status> status;  // absent until it is decided
    v1::IngestResponse response;
  };

  void Answer(uint64_t id, absl::Status status, std::vector<ingest::CommandResult> results);
  // Queues what was read.
  void Submit(ingest::Work work) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // No more is read; the call ends with `status` once all before is answered.
  void EndInput(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Does what can be done: writes the next answer, reads on, finishes.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FinishLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Submitter* const submitter_;
  LiveStreams* const live_;
  std::shared_ptr<IngestStream> self_;

  absl::Mutex mutex_;
  StreamState state_ ABSL_GUARDED_BY(mutex_);
  v1::IngestRequest request_;    // gRPC's while reading_
  v1::IngestResponse response_;  // gRPC's while a write is in flight
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> final_ ABSL_GUARDED_BY(mutex_);  // set when the input ended
  std::deque<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  // Read while the committer's queue was full; taken up when one of our own
  // requests is through. Its slot is the last.
  std::optional<ingest::Work> held_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_INGEST_STREAM_H_
