#include "server/rpc/ingest_stream.h"

#include <algorithm>
#include <string>
#include <utility>

#include "server/ingest/import_id.h"
#include "server/ingest/limits.h"
#include "server/rpc/caller.h"
#include "server/rpc/errors.h"
#include "server/rpc/limits.h"
#include "server/rpc/wire.h"
#include "storage/base/status_details.h"
#include "voc/v1/feedback.pb.h"

namespace voc::rpc {

grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>* IngestStream::Start(
    const grpc::CallbackServerContext* context, Submitter* submitter, LiveStreams* live,
    imports::ImportRuns* runs) {
  auto stream = std::make_shared<IngestStream>(submitter, live, runs, RunOf(*context));
  stream->self_ = stream;
  live->Add(stream);
  absl::Status allowed = CheckUnrestricted(*context);
  absl::MutexLock lock(&stream->mutex_);
  if (!allowed.ok()) stream->Break(std::move(allowed));
  stream->Advance();
  return stream.get();
}

void IngestStream::Drain() {
  absl::MutexLock lock(&mutex_);
  Break(Draining());
  Advance();
}

void IngestStream::OnReadDone(bool ok) {
  uint64_t id = 0;
  grpc::ByteBuffer bytes;
  {
    absl::MutexLock lock(&mutex_);
    reading_ = false;
    if (!ok && !final_.has_value()) final_ = absl::OkStatus();
    if (!final_.has_value()) {
      id = ++last_id_;
      slots_.push_back(Slot{.id = id});
      bytes.Swap(&request_);
    }
    Advance();
  }
  if (id == 0) return;
  submitter_->RunPreparation(
      [self = shared_from_this(), id, bytes = std::move(bytes)] { self->Prepare(id, bytes); });
}

void IngestStream::Prepare(uint64_t id, const grpc::ByteBuffer& bytes) {
  absl::StatusOr<ingest::Work> work = Decode(id, bytes);
  absl::MutexLock lock(&mutex_);
  Slot* const slot = Find(id);
  if (slot == nullptr) return;  // dropped meanwhile
  if (work.ok()) {
    slot->prepared = *std::move(work);
  } else {
    // What came before it is still taken.
    slot->status = work.status();
  }
  QueuePrepared();
  Advance();
}

absl::StatusOr<ingest::Work> IngestStream::Decode(uint64_t id, const grpc::ByteBuffer& bytes) {
  if (absl::Status fits = CheckItems(bytes, "feedback", ingest::kMaxBatchItems); !fits.ok()) {
    return fits;
  }
  absl::StatusOr<Decoded<v1::IngestRequest>> request = rpc::Decode<v1::IngestRequest>(bytes);
  if (!request.ok()) return request.status();
  const std::string& import_id = request->message->import_id();
  if (!import_id.empty() && !ingest::IsImportId(import_id)) {
    return base::InvalidField("import_id", ingest::kImportIdRule);
  }
  if (absl::Status held = Hold(import_id); !held.ok()) return held;
  ingest::Work work = submitter_->PrepareAll(*request->message->mutable_feedback(), request->arena,
                                             request->bytes, import_id);
  work.done = [self = shared_from_this(), id](absl::Status status,
                                              std::vector<ingest::CommandResult> results) {
    self->Answer(id, std::move(status), std::move(results));
  };
  return work;
}

absl::Status IngestStream::Hold(const std::string& import_id) {
  absl::MutexLock lock(&mutex_);
  if (run_.empty() || held_import_ == import_id) return absl::OkStatus();
  held_import_.clear();
  hold_.reset();
  if (import_id.empty()) return absl::OkStatus();
  absl::Status held = runs_->Attach(import_id, run_, &hold_);
  if (held.ok()) held_import_ = import_id;
  return held;
}

void IngestStream::Answer(uint64_t id, absl::Status status,
                          std::vector<ingest::CommandResult> results) {
  google::protobuf::Arena arena;
  auto* const response = google::protobuf::Arena::CreateMessage<v1::IngestResponse>(&arena);
  response->mutable_results()->Reserve(static_cast<int>(results.size()));
  for (ingest::CommandResult& result : results) {
    ingest::WriteResult(result, *response->add_results());
  }
  grpc::ByteBuffer bytes = Encode(*response);
  absl::MutexLock lock(&mutex_);
  if (Slot* const slot = Find(id)) {
    slot->status = std::move(status);
    slot->response = std::move(bytes);
  }
  QueuePrepared();
  Advance();
}

IngestStream::Slot* IngestStream::Find(uint64_t id) {
  const auto slot =
      std::find_if(slots_.begin(), slots_.end(), [&](const Slot& one) { return one.id == id; });
  return slot == slots_.end() ? nullptr : &*slot;
}

void IngestStream::QueuePrepared() {
  bool waiting = false;  // whether one of ours is with the committer
  for (Slot& slot : slots_) {
    if (slot.queued) {
      waiting |= !slot.status.has_value();
      continue;
    }
    if (slot.status.has_value()) {  // a bad request
      Break(*std::move(slot.status));
      return;
    }
    if (!slot.prepared.has_value()) return;
    // Others may have filled the queue, but as long as one of ours is in it there
    // is something to wait for, and no need to refuse.
    if (waiting && !submitter_->HasRoom(slot.prepared->commands.size())) return;
    absl::Status queued = submitter_->Submit(*std::exchange(slot.prepared, std::nullopt));
    if (!queued.ok()) {
      Break(std::move(queued));
      return;
    }
    slot.queued = true;
    waiting = true;
  }
}

void IngestStream::Break(absl::Status status) {
  // Also where the call has failed already: what is prepared refers to this stream.
  slots_.erase(
      std::find_if(slots_.begin(), slots_.end(), [](const Slot& slot) { return !slot.queued; }),
      slots_.end());
  // An input that ended well may still hold a request that is bad or refused.
  if (!final_.has_value() || final_->ok()) final_ = std::move(status);
}

void IngestStream::Advance() {
  if (state_.finish_requested()) return;
  if (!slots_.empty() && slots_.front().queued && slots_.front().status.has_value() &&
      !state_.write_in_flight()) {
    Slot slot = std::move(slots_.front());
    slots_.pop_front();
    if (slot.status->ok()) {
      response_ = std::move(slot.response);
      if (state_.StartWrite()) StartWrite(&response_);
    } else {
      // The outcome is not known, nor is that of what came after.
      slots_.clear();
      final_ = *std::move(slot.status);
    }
  }
  if (final_.has_value()) {
    if (slots_.empty() && state_.RequestFinish()) FinishLocked();
    return;
  }
  if (!reading_ && slots_.size() < kMaxInFlightRequests) {
    reading_ = true;
    StartRead(&request_);
  }
}

void IngestStream::FinishLocked() { Finish(ToGrpc(*final_)); }

void IngestStream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  if (!ok && !final_.has_value()) final_ = absl::CancelledError("the caller went away");
  if (state_.EndWrite(ok)) {
    FinishLocked();
    return;
  }
  Advance();
}

void IngestStream::OnCancel() {
  absl::MutexLock lock(&mutex_);
  if (!final_.has_value()) final_ = absl::CancelledError("the call was cancelled");
  if (state_.RequestFinish()) FinishLocked();
}

void IngestStream::OnDone() {
  live_->Remove(this);
  const std::shared_ptr<IngestStream> self = std::move(self_);
}

}  // namespace voc::rpc
