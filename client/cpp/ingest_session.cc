#include "client/cpp/ingest_session.h"

#include <grpcpp/client_context.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <thread>
#include <utility>

#include "absl/random/random.h"
#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "client/cpp/client.h"
#include "client/cpp/connection.h"
#include "client/cpp/grpc_status.h"
#include "client/cpp/retry.h"
#include "client/cpp/status.h"
#include "voc/v1/admin.grpc.pb.h"
#include "voc/v1/feedback.grpc.pb.h"

namespace voc::client {
namespace {

// Above every sequence: nothing is ever taken for lost and restored.
constexpr uint64_t kNoSequence = std::numeric_limits<uint64_t>::max();

}  // namespace

// One stream.
class IngestSession::Attempt {
 public:
  explicit Attempt(Connection& connection)
      : context(connection.NewContext(/*bounded=*/false)),
        stub(v1::FeedbackService::NewStub(connection.channel())),
        stream(stub->Ingest(context.get())) {}

  const std::unique_ptr<grpc::ClientContext> context;
  const std::unique_ptr<v1::FeedbackService::Stub> stub;
  const std::unique_ptr<grpc::ClientReaderWriter<v1::IngestRequest, v1::IngestResponse>> stream;
};

IngestSession::IngestSession(Client& client, const IngestWindow& window, OnResponse on_response)
    : client_(client),
      window_(window),
      on_response_(std::move(on_response)),
      thread_(&IngestSession::Run, this) {}

IngestSession::~IngestSession() {
  {
    absl::MutexLock lock(&mutex_);
    cancelled_ = true;
    if (attempt_ != nullptr) attempt_->context->TryCancel();
  }
  thread_.join();
}

absl::Status IngestSession::Send(v1::IngestRequest request) {
  const size_t bytes = request.ByteSizeLong();
  absl::MutexLock lock(&mutex_);
  mutex_.Await(absl::Condition(this, &IngestSession::CanSend));
  if (ended_) return status_.ok() ? absl::FailedPreconditionError("session finished") : status_;
  pending_items_ += request.feedback_size();
  pending_bytes_ += bytes;
  pending_.push_back({.request = std::move(request), .bytes = bytes});
  return absl::OkStatus();
}

absl::Status IngestSession::Finish() {
  absl::MutexLock lock(&mutex_);
  finishing_ = true;
  mutex_.Await(absl::Condition(&ended_));
  return status_;
}

bool IngestSession::CanSend() const {
  return ended_ || pending_.empty() ||
         (pending_items_ < window_.max_items && pending_bytes_ < window_.max_bytes);
}

bool IngestSession::CanStart() const { return cancelled_ || finishing_ || !pending_.empty(); }

bool IngestSession::CanWrite() const {
  return cancelled_ || stream_broken_ || written_ < pending_.size() || finishing_;
}

void IngestSession::Run() {
  absl::BitGen random;
  RetryState retry(client_.connection().options().retry, random);
  while (true) {
    {
      absl::MutexLock lock(&mutex_);
      // Time without anything to send is no failure.
      if (pending_.empty()) retry.OnProgress();
      mutex_.Await(absl::Condition(this, &IngestSession::CanStart));
      if (cancelled_ || pending_.empty()) break;
    }
    bool answered = false;
    absl::Status status = RunAttempt(&answered);
    if (answered) retry.OnProgress();
    {
      absl::MutexLock lock(&mutex_);
      if (cancelled_ || (finishing_ && pending_.empty())) break;
    }
    if (status.ok()) status = absl::UnavailableError("the server closed the stream early");
    const auto wait = client_.connection().NextWait(retry, status);
    if (!wait.has_value()) return End(status);
    absl::MutexLock lock(&mutex_);
    mutex_.AwaitWithTimeout(absl::Condition(&cancelled_), *wait);
  }
  End(absl::OkStatus());
}

absl::Status IngestSession::FindHighestSequence() {
  const auto context = client_.connection().NewContext(/*bounded=*/true);
  v1::GetStatusResponse response;
  const absl::Status status = FromGrpc(v1::AdminService::NewStub(client_.connection().channel())
                                           ->GetStatus(context.get(), {}, &response));
  if (IsTransient(status)) return status;
  // A key that may not ask goes without: repeated feedback stays UNCHANGED.
  highest_sequence_ = status.ok() ? response.last_sequence() : kNoSequence;
  return absl::OkStatus();
}

absl::Status IngestSession::RunAttempt(bool* answered) {
  if (!highest_sequence_.has_value()) {
    if (absl::Status status = FindHighestSequence(); !status.ok()) return status;
  }
  Attempt attempt(client_.connection());
  {
    absl::MutexLock lock(&mutex_);
    written_ = 0;
    stream_broken_ = false;
    attempt_ = &attempt;
    if (cancelled_) attempt.context->TryCancel();
  }
  absl::Status read_status;
  std::thread reader([&] { read_status = ReadAll(attempt, answered); });
  WriteAll(attempt);
  reader.join();
  {
    absl::MutexLock lock(&mutex_);
    attempt_ = nullptr;
    for (size_t i = 0; i < written_; ++i) pending_[i].sent_before = true;
  }
  const absl::Status stream_status = FromGrpc(attempt.stream->Finish());
  return read_status.ok() ? stream_status : read_status;
}

void IngestSession::WriteAll(Attempt& attempt) {
  while (true) {
    const v1::IngestRequest* request = nullptr;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(this, &IngestSession::CanWrite));
      if (cancelled_ || stream_broken_) return;
      // Counted before it is written: its response may come before Write returns.
      if (written_ < pending_.size()) request = &pending_[written_++].request;
    }
    if (request == nullptr) {
      attempt.stream->WritesDone();
      return;
    }
    if (!attempt.stream->Write(*request)) return;
  }
}

absl::Status IngestSession::ReadAll(Attempt& attempt, bool* answered) {
  v1::IngestResponse response;
  absl::Status status;
  while (attempt.stream->Read(&response)) {
    const Pending* pending = nullptr;
    {
      absl::MutexLock lock(&mutex_);
      if (written_ > 0) pending = &pending_.front();
    }
    if (pending == nullptr || pending->request.feedback_size() != response.results_size()) {
      status = absl::InternalError("a response does not match its request");
      attempt.context->TryCancel();
      break;
    }
    *answered = true;
    RestoreOutcomes(pending->sent_before, response);
    on_response_(pending->request, response);
    absl::MutexLock lock(&mutex_);
    pending_items_ -= pending->request.feedback_size();
    pending_bytes_ -= pending->bytes;
    pending_.pop_front();
    --written_;
  }
  absl::MutexLock lock(&mutex_);
  stream_broken_ = true;
  return status;
}

void IngestSession::RestoreOutcomes(bool sent_before, v1::IngestResponse& response) {
  for (v1::SubmitResult& result : *response.mutable_results()) {
    if (sent_before && result.outcome() == v1::OUTCOME_UNCHANGED &&
        result.sequence() > *highest_sequence_) {
      result.set_outcome(result.revision() == 1 ? v1::OUTCOME_CREATED : v1::OUTCOME_UPDATED);
    }
    highest_sequence_ = std::max(*highest_sequence_, result.sequence());
  }
}

void IngestSession::End(absl::Status status) {
  absl::MutexLock lock(&mutex_);
  status_ = std::move(status);
  ended_ = true;
}

}  // namespace voc::client
