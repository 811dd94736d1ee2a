#ifndef VOC_SERVER_RPC_SUBMITTER_H_
#define VOC_SERVER_RPC_SUBMITTER_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "google/protobuf/arena.h"
#include "google/protobuf/repeated_ptr_field.h"
#include "server/ingest/command.h"
#include "server/ingest/committer.h"
#include "server/ingest/keyed_write.h"
#include "server/ingest/known_sources.h"
#include "server/rpc/live_streams.h"
#include "server/sentiment/annotator.h"
#include "server/views/views.h"
#include "storage/base/worker_pool.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rpc {

// The way of a write from the edge to the committer and back. Thread-safe; blocks
// on nothing.
class Submitter {
 public:
  // All outlive it. Where `strict` is not null, feedback and displays of sources that it does not
  // know are rejected.
  Submitter(ingest::Committer* committer, const sentiment::Annotator* annotator,
            base::WorkerPool* preparations, const LiveStreams* live, const views::Views* strict)
      : committer_(committer),
        annotator_(annotator),
        preparations_(preparations),
        live_(live),
        strict_(strict) {}

  // Runs what decodes and prepares a large request on a thread made for that, or,
  // when all of them are far behind, on the caller's.
  void RunPreparation(base::WorkerPool::Task task) const;

  // Turns a feedback on the arena into a command (server/ingest/prepare.h).
  // `keyed`: what it is held to where it came with a source key, or null.
  ingest::Command Prepare(v1::Feedback* feedback,
                          const std::shared_ptr<google::protobuf::Arena>& arena,
                          const ingest::KeyedWrite* keyed = nullptr) const;

  // The same for all feedback of a request that took `bytes` on the wire, brought by an import
  // or not (""); what is to be done with the results is the caller's to add.
  ingest::Work PrepareAll(google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                          const std::shared_ptr<google::protobuf::Arena>& arena, size_t bytes,
                          std::string_view import_id = {}) const;

  // The same for displays.
  ingest::Work PrepareDisplays(const google::protobuf::RepeatedPtrField<v1::Display>& displays,
                               const std::shared_ptr<google::protobuf::Arena>& arena, size_t bytes,
                               const ingest::KeyedWrite* keyed = nullptr) const;

  // Queues the work (ingest::Committer::Enqueue). UNAVAILABLE with RetryInfo if it is
  // refused, as all is once the server drains: then its `done` is not called.
  absl::Status Submit(ingest::Work work) const;

  // Whether so much more feedback finds room in the committer's queue.
  bool HasRoom(size_t feedback) const;

 private:
  // What the feedback of one request is held to on a strict server; else nothing.
  std::optional<ingest::KnownSources> Known() const;

  ingest::Committer* const committer_;
  const sentiment::Annotator* const annotator_;
  base::WorkerPool* const preparations_;
  const LiveStreams* const live_;
  const views::Views* const strict_;
};

}  // namespace voc::rpc

#endif  // VOC_SERVER_RPC_SUBMITTER_H_
