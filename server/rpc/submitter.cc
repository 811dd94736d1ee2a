#include "server/rpc/submitter.h"

#include <utility>
#include <vector>

#include "server/ingest/prepare.h"
#include "server/rpc/errors.h"

namespace voc::rpc {

void Submitter::RunPreparation(base::WorkerPool::Task task) const {
  if (!preparations_->TryRun(task)) task();
}

ingest::Command Submitter::Prepare(v1::Feedback* feedback,
                                   const std::shared_ptr<google::protobuf::Arena>& arena) const {
  return ingest::Prepare(feedback, arena, *annotator_);
}

ingest::Work Submitter::PrepareAll(google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                                   const std::shared_ptr<google::protobuf::Arena>& arena,
                                   size_t bytes) const {
  ingest::Work work;
  work.bytes = bytes;
  work.commands.reserve(static_cast<size_t>(feedback.size()));
  for (v1::Feedback& one : feedback) work.commands.push_back(Prepare(&one, arena));
  return work;
}

ingest::Work Submitter::PrepareDisplays(
    const google::protobuf::RepeatedPtrField<v1::Display>& displays,
    const std::shared_ptr<google::protobuf::Arena>& arena, size_t bytes) const {
  ingest::Work work;
  work.bytes = bytes;
  work.commands.reserve(static_cast<size_t>(displays.size()));
  for (const v1::Display& one : displays) {
    work.commands.push_back(ingest::PrepareDisplay(one, arena));
  }
  return work;
}

absl::Status Submitter::Submit(ingest::Work work) const {
  if (live_->draining()) return Draining();
  work.done = [replies = replies_, done = std::move(work.done)](
                  absl::Status status, std::vector<ingest::CommandResult> results) mutable {
    base::WorkerPool::Task reply = [done = std::move(done), status = std::move(status),
                                    results = std::move(results)]() mutable {
      done(std::move(status), std::move(results));
    };
    if (!replies->TryRun(reply)) reply();
  };
  return committer_->Enqueue(std::move(work));
}

bool Submitter::HasRoom(size_t feedback) const {
  return committer_->queued() + static_cast<int64_t>(feedback) <= ingest::kMaxQueuedFeedback;
}

}  // namespace voc::rpc
