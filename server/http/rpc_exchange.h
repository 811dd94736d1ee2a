#ifndef VOC_SERVER_HTTP_RPC_EXCHANGE_H_
#define VOC_SERVER_HTTP_RPC_EXCHANGE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "server/http/call_totals.h"
#include "server/http/edge.h"
#include "server/http/protocol/message.h"
#include "server/http/protocol/rpc_reply.h"
#include "server/rpc/calls.h"
#include "storage/base/open_count.h"
#include "storage/base/worker_pool.h"

namespace voc::http {

// Who made a request, for as long as it is there. One of Send, or SendHead, SendPiece each time
// the one before was sent, and SendEnd. On its own thread alone.
class Client {
 public:
  virtual ~Client() = default;
  virtual void Send(Reply reply) = 0;
  virtual void SendHead(Reply head) = 0;
  virtual void SendPiece(std::string piece) = 0;
  virtual void SendEnd(std::string piece) = 0;
};

// What exchanges run on; outlives them.
struct ExchangeHost {
  rpc::Calls* calls = nullptr;
  base::WorkerPool* pool = nullptr;  // for large JSON
  base::OpenCount* open = nullptr;
  CallTotals* totals = nullptr;
  std::atomic<int64_t>* buffered_bytes = nullptr;  // see kMaxBufferedBodyBytes
};

// Carries one request to its method and what comes of it back, a message at a time: the next is
// asked for when the one before was sent. Its own functions are called on the client's thread, to
// which `post` brings what is heard elsewhere.
class RpcExchange final : public rpc::CallListener,
                          public std::enable_shared_from_this<RpcExchange> {
 public:
  using Task = absl::AnyInvocable<void()>;
  using Post = std::function<void(Task)>;

  RpcExchange(const ExchangeHost& host, AdmittedCall call, std::shared_ptr<Client> client,
              Post post);
  ~RpcExchange() override;

  // Reads the message and makes the call; or answers why not.
  void Start(std::string body);

  // What was given to the client last is sent.
  void OnSent();

  // Nobody is there to answer.
  void Abandon();

  // CallListener.
  void OnHeaders(rpc::Metadata headers) override;
  void OnMessage(std::string message) override;
  void OnEnd(google::rpc::Status status, rpc::Metadata trailers) override;

 private:
  bool streams() const { return call_.request.method->server_streaming; }
  // Runs the work here, or on the pool if it is for so many bytes, and then `next` here.
  template <typename Work, typename Next>
  void RunSized(size_t bytes, Work work, Next next);
  void Call(absl::StatusOr<std::string> message);
  void Refuse(const google::rpc::Status& status);
  void SendReply(Reply reply);
  void FinishUnary();
  void SendMessage(std::string message);
  void SendPiece(absl::StatusOr<std::string> piece);
  void EndStream();
  void AddPage(HeaderLines& headers) const;

  const ExchangeHost host_;
  AdmittedCall call_;
  const Post post_;

  // On the client's thread.
  std::shared_ptr<Client> client_;  // null once there is nothing to say or nobody to say it to
  std::unique_ptr<rpc::Call> open_;
  int64_t inflated_bytes_ = 0;  // of buffered_bytes, for a message that came compressed
  bool head_sent_ = false;
  bool busy_ = false;   // with a message that is made or sent
  bool ended_ = false;  // result_ is whole

  // Of the call's threads until it ends.
  CallResult result_;
  std::string message_;  // of a unary call
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_RPC_EXCHANGE_H_
