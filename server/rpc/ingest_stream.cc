#include "server/rpc/ingest_stream.h"

#include <utility>

#include "server/ingest/limits.h"
#include "server/rpc/errors.h"
#include "server/rpc/limits.h"

namespace voc::rpc {

grpc::ServerBidiReactor<v1::IngestRequest, v1::IngestResponse>* IngestStream::Start(
    Submitter* submitter, LiveStreams* live) {
  auto stream = std::make_shared<IngestStream>(submitter, live);
  stream->self_ = stream;
  live->Add(stream);
  absl::MutexLock lock(&stream->mutex_);
  stream->Advance();
  return stream.get();
}

void IngestStream::Drain() {
  absl::MutexLock lock(&mutex_);
  EndInput(Draining());
  Advance();
}

void IngestStream::OnReadDone(bool ok) {
  ingest::Work work;
  if (ok && request_.feedback_size() <= ingest::kMaxBatchItems) {
    work.bytes = request_.ByteSizeLong();
    work.commands.reserve(static_cast<size_t>(request_.feedback_size()));
    for (v1::Feedback& feedback : *request_.mutable_feedback()) {
      work.commands.push_back(submitter_->Prepare(std::move(feedback)));
    }
  }
  absl::MutexLock lock(&mutex_);
  reading_ = false;
  if (!ok) {
    EndInput(absl::OkStatus());
  } else if (request_.feedback_size() > ingest::kMaxBatchItems) {
    EndInput(TooManyItems("feedback", ingest::kMaxBatchItems));
  } else if (!final_.has_value()) {
    slots_.push_back(Slot{.id = ++last_id_});
    work.done = [self = shared_from_this(), id = last_id_](
                    absl::Status status, std::vector<ingest::CommandResult> results) {
      self->Answer(id, std::move(status), std::move(results));
    };
    // Others may have filled the queue, but as long as one of ours is in it there
    // is something to wait for, and no need to refuse.
    if (slots_.size() > 1 && !submitter_->HasRoom(work.commands.size())) {
      held_ = std::move(work);
    } else {
      Submit(std::move(work));
    }
  }
  Advance();
}

void IngestStream::Answer(uint64_t id, absl::Status status,
                          std::vector<ingest::CommandResult> results) {
  v1::IngestResponse response;
  response.mutable_results()->Reserve(static_cast<int>(results.size()));
  for (ingest::CommandResult& result : results) *response.add_results() = std::move(result.result);
  absl::MutexLock lock(&mutex_);
  for (Slot& slot : slots_) {
    if (slot.id != id) continue;
    slot.status = std::move(status);
    slot.response = std::move(response);
  }
  if (held_.has_value()) {
    ingest::Work work = *std::move(held_);
    held_.reset();
    Submit(std::move(work));
  }
  Advance();
}

void IngestStream::Submit(ingest::Work work) {
  absl::Status queued = submitter_->Submit(std::move(work));
  if (queued.ok()) return;
  slots_.pop_back();
  EndInput(std::move(queued));
}

void IngestStream::EndInput(absl::Status status) {
  if (final_.has_value()) return;
  final_ = std::move(status);
  if (held_.has_value()) {  // not promised anything yet
    held_.reset();
    slots_.pop_back();
  }
}

void IngestStream::Advance() {
  if (state_.finish_requested()) return;
  if (!slots_.empty() && slots_.front().status.has_value() && !state_.write_in_flight()) {
    Slot slot = std::move(slots_.front());
    slots_.pop_front();
    if (slot.status->ok()) {
      response_ = std::move(slot.response);
      if (state_.StartWrite()) StartWrite(&response_);
    } else {
      // The outcome is not known, nor is that of what came after.
      slots_.clear();
      held_.reset();
      final_ = *std::move(slot.status);
    }
  }
  if (final_.has_value()) {
    if (slots_.empty() && state_.RequestFinish()) FinishLocked();
    return;
  }
  if (!reading_ && !held_.has_value() && slots_.size() < kMaxInFlightRequests) {
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
  EndInput(absl::CancelledError("the call was cancelled"));
  if (state_.RequestFinish()) FinishLocked();
}

void IngestStream::OnDone() {
  live_->Remove(this);
  const std::shared_ptr<IngestStream> self = std::move(self_);
}

}  // namespace voc::rpc
