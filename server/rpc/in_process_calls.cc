#include "server/rpc/in_process_calls.h"

#include <grpcpp/client_context.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/client_callback.h>
#include <grpcpp/support/slice.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <utility>

#include "server/auth/edge_proof.h"
#include "storage/base/open_count.h"

namespace voc::rpc {
namespace {

using GrpcMetadata = std::multimap<grpc::string_ref, grpc::string_ref>;

Metadata Copied(const GrpcMetadata& from) {
  Metadata metadata;
  metadata.reserve(from.size());
  for (const auto& [name, value] : from) {
    metadata.emplace_back(std::string(name.data(), name.size()),
                          std::string(value.data(), value.size()));
  }
  return metadata;
}

// The buffer's bytes without another copy: it keeps the string.
grpc::ByteBuffer ToBuffer(std::string message) {
  auto* const kept = new std::string(std::move(message));
  const grpc::Slice slice(
      kept->data(), kept->size(), [](void* text) { delete static_cast<std::string*>(text); }, kept);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToString(const grpc::ByteBuffer& buffer) {
  std::string bytes;
  bytes.reserve(buffer.Length());
  std::vector<grpc::Slice> slices;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

google::rpc::Status ToStatus(const grpc::Status& status) {
  google::rpc::Status sent;
  if (status.ok()) return sent;
  if (!status.error_details().empty() && sent.ParseFromString(status.error_details()) &&
      sent.code() == static_cast<int>(status.error_code())) {
    return sent;
  }
  sent.Clear();
  sent.set_code(static_cast<int>(status.error_code()));
  sent.set_message(status.error_message());
  return sent;
}

// What both kinds of call have; lives until the transport is done with it and the handle is gone.
struct CallState {
  CallState(base::OpenCount* calls, CallRequest request, std::shared_ptr<CallListener> hears)
      : open(calls), listener(std::move(hears)), sent(ToBuffer(std::move(request.message))) {
    for (const auto& [name, value] : request.metadata) context.AddMetadata(name, value);
    context.AddMetadata(std::string(auth::kEdgeProofName), auth::EdgeProof());
    if (request.timeout_ns.has_value()) {
      context.set_deadline(std::chrono::system_clock::now() +
                           std::chrono::nanoseconds(*request.timeout_ns));
    }
  }

  void CancelUnlessDone() {
    if (!done.load(std::memory_order_acquire)) context.TryCancel();
  }

  // The last word. The listener may be what holds the handle: it goes with it.
  void End(const grpc::Status& status) {
    done.store(true, std::memory_order_release);
    const std::shared_ptr<CallListener> last = std::move(listener);
    last->OnEnd(ToStatus(status), Copied(context.GetServerTrailingMetadata()));
  }

  base::OpenCount* const open;
  std::shared_ptr<CallListener> listener;
  grpc::ClientContext context;
  grpc::ByteBuffer sent;
  std::atomic<bool> done{false};
};

class UnaryCall final : public grpc::ClientUnaryReactor, public CallState {
 public:
  using CallState::CallState;

  static std::shared_ptr<UnaryCall> Start(grpc::GenericStub& stub, base::OpenCount* open,
                                          CallRequest request,
                                          std::shared_ptr<CallListener> listener) {
    const std::string method = std::move(request.method);
    auto call = std::make_shared<UnaryCall>(open, std::move(request), std::move(listener));
    call->self_ = call;
    open->Add();
    stub.PrepareUnaryCall(&call->context, method, {}, &call->sent, &call->received_, call.get());
    call->StartCall();
    return call;
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<UnaryCall> self = std::move(self_);
    base::OpenCount* const calls = open;
    if (status.ok()) {
      if (!context.GetServerInitialMetadata().empty()) {
        listener->OnHeaders(Copied(context.GetServerInitialMetadata()));
      }
      listener->OnMessage(ToString(received_));
    }
    End(status);
    calls->Remove();
  }

 private:
  grpc::ByteBuffer received_;
  std::shared_ptr<UnaryCall> self_;
};

// Reads are started from outside the reactions, for which gRPC wants a hold on the call; it is let
// go when nothing more will be read.
class StreamCall final : public grpc::ClientBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>,
                         public CallState {
 public:
  using CallState::CallState;

  static std::shared_ptr<StreamCall> Start(grpc::GenericStub& stub, base::OpenCount* open,
                                           CallRequest request,
                                           std::shared_ptr<CallListener> listener) {
    const std::string method = std::move(request.method);
    auto call = std::make_shared<StreamCall>(open, std::move(request), std::move(listener));
    call->self_ = call;
    open->Add();
    stub.PrepareBidiStreamingCall(&call->context, method, {}, call.get());
    call->StartWriteLast(&call->sent, grpc::WriteOptions());
    call->AddHold();
    call->StartCall();
    return call;
  }

  void Read() {
    absl::MutexLock lock(&mutex_);
    if (!held_) return;
    StartRead(&received_);
  }

  void Cancel() {
    CancelUnlessDone();
    LetGo();
  }

  void OnReadInitialMetadataDone(bool ok) override {
    if (!ok || context.GetServerInitialMetadata().empty()) return;
    listener->OnHeaders(Copied(context.GetServerInitialMetadata()));
  }

  void OnReadDone(bool ok) override {
    if (!ok) {
      LetGo();
      return;
    }
    std::string message = ToString(received_);
    received_.Clear();
    listener->OnMessage(std::move(message));
  }

  void OnDone(const grpc::Status& status) override {
    const std::shared_ptr<StreamCall> self = std::move(self_);
    base::OpenCount* const calls = open;
    End(status);
    calls->Remove();
  }

 private:
  void LetGo() {
    {
      absl::MutexLock lock(&mutex_);
      if (!held_) return;
      held_ = false;
    }
    RemoveHold();
  }

  absl::Mutex mutex_;
  bool held_ ABSL_GUARDED_BY(mutex_) = true;
  grpc::ByteBuffer received_;  // of the read that is under way
  std::shared_ptr<StreamCall> self_;
};

class UnaryHandle final : public Call {
 public:
  explicit UnaryHandle(std::shared_ptr<UnaryCall> call) : call_(std::move(call)) {}
  ~UnaryHandle() override { UnaryHandle::Cancel(); }
  void Read() override {}
  void Cancel() override { call_->CancelUnlessDone(); }

 private:
  const std::shared_ptr<UnaryCall> call_;
};

class StreamHandle final : public Call {
 public:
  explicit StreamHandle(std::shared_ptr<StreamCall> call) : call_(std::move(call)) {}
  ~StreamHandle() override { call_->Cancel(); }
  void Read() override { call_->Read(); }
  void Cancel() override { call_->Cancel(); }

 private:
  const std::shared_ptr<StreamCall> call_;
};

class InProcessCalls final : public Calls {
 public:
  explicit InProcessCalls(const std::shared_ptr<grpc::Channel>& channel) : stub_(channel) {}
  ~InProcessCalls() override { open_.AwaitNone(); }

  std::unique_ptr<Call> Start(CallRequest request,
                              std::shared_ptr<CallListener> listener) override {
    if (request.server_streaming) {
      return std::make_unique<StreamHandle>(
          StreamCall::Start(stub_, &open_, std::move(request), std::move(listener)));
    }
    return std::make_unique<UnaryHandle>(
        UnaryCall::Start(stub_, &open_, std::move(request), std::move(listener)));
  }

 private:
  base::OpenCount open_;
  grpc::GenericStub stub_;
};

}  // namespace

std::unique_ptr<Calls> MakeInProcessCalls(const std::shared_ptr<grpc::Channel>& channel) {
  return std::make_unique<InProcessCalls>(channel);
}

}  // namespace voc::rpc
