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
                                   const std::shared_ptr<google::protobuf::Arena>& arena,
                                   const ingest::KeyedWrite* keyed) const {
  std::optional<ingest::KnownSources> known = Known();
  return ingest::Prepare(feedback, arena, *annotator_,
                         {.keyed = keyed, .known = known.has_value() ? &*known : nullptr});
}

std::optional<ingest::KnownSources> Submitter::Known() const {
  if (strict_ == nullptr) return std::nullopt;
  return ingest::KnownSources(strict_->notes());
}

ingest::Work Submitter::PrepareAll(google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                                   const std::shared_ptr<google::protobuf::Arena>& arena,
                                   size_t bytes, std::string_view import_id) const {
  ingest::Work work;
  work.bytes = bytes;
  std::optional<ingest::KnownSources> known = Known();
  work.commands =
      ingest::PrepareAll(feedback, arena, *annotator_,
                         {.known = known.has_value() ? &*known : nullptr, .import_id = import_id});
  return work;
}

ingest::Work Submitter::PrepareDisplays(
    const google::protobuf::RepeatedPtrField<v1::Display>& displays,
    const std::shared_ptr<google::protobuf::Arena>& arena, size_t bytes,
    const ingest::KeyedWrite* keyed) const {
  ingest::Work work;
  work.bytes = bytes;
  work.commands.reserve(static_cast<size_t>(displays.size()));
  std::optional<ingest::KnownSources> known = Known();
  const ingest::Admission admission = {.keyed = keyed,
                                       .known = known.has_value() ? &*known : nullptr};
  for (const v1::Display& one : displays) {
    work.commands.push_back(ingest::PrepareDisplay(one, arena, admission));
  }
  return work;
}

absl::Status Submitter::Submit(ingest::Work work) const {
  if (live_->draining()) return Draining();
  return committer_->Enqueue(std::move(work));
}

bool Submitter::HasRoom(size_t feedback) const {
  return committer_->queued() + static_cast<int64_t>(feedback) <= ingest::kMaxQueuedFeedback;
}

}  // namespace voc::rpc
