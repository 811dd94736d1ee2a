#include "server/http/rpc_exchange.h"

#include <utility>

#include "absl/time/time.h"
#include "server/http/limits.h"
#include "storage/base/status_details.h"

namespace voc::http {
namespace {

google::rpc::Status Overloaded() {
  return base::ToRpcStatus(base::WithRetryDelay(
      base::WithReason(absl::UnavailableError("too many large messages wait already"),
                       "QUEUE_FULL"),
      absl::Nanoseconds(rpc::kRetryDelayNs)));
}

}  // namespace

RpcExchange::RpcExchange(const ExchangeHost& host, AdmittedCall call,
                         std::shared_ptr<Client> client, Post post)
    : host_(host), call_(std::move(call)), post_(std::move(post)), client_(std::move(client)) {}

RpcExchange::~RpcExchange() { host_.buffered_bytes->fetch_sub(inflated_bytes_); }

template <typename Work, typename Next>
void RpcExchange::RunSized(size_t bytes, Work work, Next next) {
  if (bytes <= kMaxReactorMessageBytes) {
    next(work());
    return;
  }
  base::WorkerPool::Task task = [self = shared_from_this(), work = std::move(work),
                                 next]() mutable {
    self->post_([self, result = work(), next]() mutable {
      if (self->client_ != nullptr) next(std::move(result));
    });
  };
  if (host_.pool->TryRun(task)) return;
  if (head_sent_) {
    result_.status = Overloaded();
    busy_ = false;
    EndStream();
  } else {
    Refuse(Overloaded());
  }
}

void RpcExchange::Start(std::string body) {
  if (!call_.request.refusal.ok()) {
    Refuse(base::ToRpcStatus(call_.request.refusal));
    return;
  }
  size_t bytes = 0;
  if (call_.request.compression != Compression::kIdentity) {
    bytes = call_.max_body_bytes;  // as far as we know
  } else if (call_.request.json || call_.request.base64) {
    bytes = body.size();
  }
  RunSized(
      bytes,
      [this, body = std::move(body)]() mutable {
        return ReadRpcMessage(call_.request, std::move(body), call_.max_body_bytes);
      },
      [this](absl::StatusOr<std::string> message) { Call(std::move(message)); });
}

void RpcExchange::Call(absl::StatusOr<std::string> message) {
  if (!message.ok()) {
    Refuse(base::ToRpcStatus(message.status()));
    return;
  }
  if (call_.request.compression != Compression::kIdentity) {
    inflated_bytes_ = static_cast<int64_t>(message->size());
    if (host_.buffered_bytes->fetch_add(inflated_bytes_) + inflated_bytes_ >
        kMaxBufferedBodyBytes) {
      Refuse(Overloaded());
      return;
    }
  }
  host_.open->Add();
  open_ = host_.calls->Start({.method = call_.request.method->path,
                              .server_streaming = streams(),
                              .metadata = std::move(call_.metadata),
                              .timeout_ns = call_.request.timeout_ns,
                              .message = *std::move(message)},
                             shared_from_this());
  if (streams()) open_->Read();
}

void RpcExchange::Refuse(const google::rpc::Status& status) {
  host_.totals->Count(call_.request.protocol, status.code());
  SendReply(RefusalReply(call_.request, status));
}

void RpcExchange::SendReply(Reply reply) {
  AddPage(reply.headers);
  const std::shared_ptr<Client> client = std::move(client_);
  client->Send(std::move(reply));
}

void RpcExchange::AddPage(HeaderLines& headers) const { AddPageHeaders(call_.origin, headers); }

void RpcExchange::Abandon() {
  client_ = nullptr;
  open_ = nullptr;  // cancels
}

void RpcExchange::OnHeaders(rpc::Metadata headers) { result_.headers = std::move(headers); }

void RpcExchange::OnMessage(std::string message) {
  if (!streams()) {
    message_ = std::move(message);
    return;
  }
  post_([self = shared_from_this(), message = std::move(message)]() mutable {
    if (self->client_ != nullptr) self->SendMessage(std::move(message));
  });
}

void RpcExchange::OnEnd(google::rpc::Status status, rpc::Metadata trailers) {
  base::OpenCount* const count = host_.open;
  post_([self = shared_from_this(), status = std::move(status),
         trailers = std::move(trailers)]() mutable {
    self->open_ = nullptr;
    self->call_.slot = OpenCalls::Slot();
    if (self->client_ == nullptr) return;
    self->result_.status = std::move(status);
    self->result_.trailers = std::move(trailers);
    self->ended_ = true;
    if (!self->streams()) {
      self->FinishUnary();
    } else if (!self->busy_) {
      self->EndStream();
    }
  });
  count->Remove();
}

void RpcExchange::FinishUnary() {
  const size_t bytes = message_.size();
  RunSized(
      call_.request.json || call_.request.base64 || call_.request.gzip_answer ? bytes : 0,
      [this, code = result_.status.code()] {
        host_.totals->Count(call_.request.protocol, code);
        return UnaryReply(call_.request, std::move(result_), std::move(message_));
      },
      [this](Reply reply) { SendReply(std::move(reply)); });
}

void RpcExchange::SendMessage(std::string message) {
  busy_ = true;
  if (!head_sent_) {
    head_sent_ = true;
    Reply head = StreamHead(call_.request, result_.headers);
    AddPage(head.headers);
    client_->SendHead(std::move(head));
  }
  const size_t bytes = message.size();
  RunSized(
      bytes,
      [this, message = std::move(message)]() mutable {
        return StreamMessage(call_.request, std::move(message));
      },
      [this](absl::StatusOr<std::string> piece) { SendPiece(std::move(piece)); });
}

void RpcExchange::SendPiece(absl::StatusOr<std::string> piece) {
  if (piece.ok()) {
    client_->SendPiece(*std::move(piece));
    return;
  }
  busy_ = false;
  result_.status = base::ToRpcStatus(piece.status());
  result_.trailers.clear();
  EndStream();
}

void RpcExchange::OnSent() {
  if (client_ == nullptr) return;
  busy_ = false;
  if (ended_) {
    EndStream();
  } else if (open_ != nullptr) {
    open_->Read();
  }
}

void RpcExchange::EndStream() {
  if (!head_sent_) {
    head_sent_ = true;
    Reply head = StreamHead(call_.request, result_.headers);
    AddPage(head.headers);
    client_->SendHead(std::move(head));
  }
  host_.totals->Count(call_.request.protocol, result_.status.code());
  const std::shared_ptr<Client> client = std::move(client_);
  open_ = nullptr;
  client->SendEnd(StreamEnd(call_.request, result_.status, result_.trailers));
}

}  // namespace voc::http
