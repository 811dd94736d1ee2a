#ifndef VOC_SERVER_RPC_INGEST_STREAM_H_
#define VOC_SERVER_RPC_INGEST_STREAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "server/imports/import_runs.h"
#include "server/ingest/command.h"
#include "server/rpc/live_streams.h"
#include "server/rpc/stream_state.h"
#include "server/rpc/submitter.h"

namespace voc::rpc {

// One Ingest call. Reads up to kMaxInFlightRequests ahead; each request is decoded
// and prepared on a thread of the submitter's, several at a time, handed to the
// committer in the order in which it came, and answered in that order. When the
// input ends, well or not, what was read before is answered first. It holds the import that it
// brings for its client, and ends with FAILED_PRECONDITION where another one does.
//
// As in PumpedStream, gRPC's operations are started under the lock, by threads
// that hold a reference.
class IngestStream final : public grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                           public LiveStream,
                           public std::enable_shared_from_this<IngestStream> {
 public:
  // Starts a stream, which then owns itself until the call is over. All that is pointed to
  // outlives it. Callers who may not do everything (CheckUnrestricted) are refused.
  static grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* Start(
      const grpc::CallbackServerContext* context, Submitter* submitter, LiveStreams* live,
      imports::ImportRuns* runs);

  IngestStream(Submitter* submitter, LiveStreams* live, imports::ImportRuns* runs,
               std::string_view run)
      : submitter_(submitter), live_(live), runs_(runs), run_(run) {}

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
    std::optional<ingest::Work> prepared;  // until it is queued
    bool queued = false;                   // with the committer; those before it are too
    std::optional<absl::Status> status;    // absent until it is decided
    grpc::ByteBuffer response;
  };

  void Prepare(uint64_t id, const grpc::ByteBuffer& bytes);
  absl::StatusOr<ingest::Work> Decode(uint64_t id, const grpc::ByteBuffer& bytes);
  absl::Status Hold(const std::string& import_id);
  void Answer(uint64_t id, absl::Status status, std::vector<ingest::CommandResult> results);
  Slot* Find(uint64_t id) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Queues what is prepared, in order, as far as there is room.
  void QueuePrepared() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // No more is read, and what is not queued is dropped; the call ends with `status`,
  // which is not OK, once all before is answered.
  void Break(absl::Status status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Does what can be done: writes the next answer, reads on, finishes.
  void Advance() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void FinishLocked() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Submitter* const submitter_;
  LiveStreams* const live_;
  imports::ImportRuns* const runs_;
  const std::string run_;  // of the client; empty where it says none
  std::shared_ptr<IngestStream> self_;

  absl::Mutex mutex_;
  StreamState state_ ABSL_GUARDED_BY(mutex_);
  grpc::ByteBuffer request_;   // gRPC's while reading_
  grpc::ByteBuffer response_;  // gRPC's while a write is in flight
  bool reading_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> final_ ABSL_GUARDED_BY(mutex_);  // set when the input ended
  std::deque<Slot> slots_ ABSL_GUARDED_BY(mutex_);
  uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  // The import that it brings: one at a time, as a rule the same all along.
  std::string held_import_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<void> hold_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_INGEST_STREAM_H_
