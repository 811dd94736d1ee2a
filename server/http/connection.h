#ifndef VOC_SERVER_HTTP_CONNECTION_H_
#define VOC_SERVER_HTTP_CONNECTION_H_

#include <atomic>
#include <boost/beast/core/flat_buffer.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "server/http/edge.h"
#include "server/http/reactor.h"
#include "server/http/request_parser.h"
#include "server/http/rpc_exchange.h"
#include "server/http/transport.h"

namespace voc::http {

// What all connections share; outlives them.
struct ConnectionHost {
  const Edge* edge = nullptr;
  ExchangeHost exchange;
  boost::asio::ssl::context* tls = nullptr;        // null: none
  std::atomic<int64_t>* buffered_bytes = nullptr;  // of bodies, see kMaxBufferedBodyBytes
  const std::atomic<bool>* draining = nullptr;     // answers end their connection
  base::OpenCount* open = nullptr;                 // connections
};

// One client's connection: reads a request, has it answered, reads the next. Requests that come
// before the answer wait in the socket, but for a buffer's worth. Lives until its last operation is
// over; all on its reactor's thread.
class Connection final : public TransportListener,
                         public Client,
                         public std::enable_shared_from_this<Connection> {
 public:
  // Serves the socket.
  static void Start(Socket socket, Reactor* reactor, const ConnectionHost* host);

  Connection(Socket socket, Reactor* reactor, const ConnectionHost* host);
  ~Connection() override;

  // Ends it now. Nothing happens after that.
  void Close();
  // Ends it if something took too long.
  void CheckTime(base::TimeNs now);
  bool waits() const { return waits_; }

  // TransportListener.
  void OnReady(const ErrorCode& error) override;
  void OnRead(const ErrorCode& error, size_t bytes) override;
  void OnWritten(const ErrorCode& error, size_t bytes) override;

  // Client.
  void Send(Reply reply) override;
  void SendHead(Reply head) override;
  void SendPiece(std::string piece) override;
  void SendEnd(std::string piece) override;

 private:
  enum class State {
    kHandshake,
    kIdle,      // no byte of a request is there
    kHead,      // some are
    kBody,      // the head was admitted, or its refusal waits for the end of the body
    kHeldBack,  // the request came too often; its refusal is sent when the time is over
    kAnswer,    // a request is being answered
    kLinger,    // the last answer is sent; what still comes is thrown away
    kClosed,
  };

  void SetState(State state, base::TimeNs allowed_ns);
  void ReadMore();
  void Parse();
  bool ParseSome();  // whether there is more to parse
  void OnParseError(const ErrorCode& error);
  void OnHead();
  void OnRequest();
  void Answer();
  bool CountBody();
  // 413: more came, or is to come, than the call may have.
  void FailOversize();
  // Answers without reading on: the connection ends with it.
  void Fail(Reply reply);
  void StartWrite();
  void OnAllWritten();
  void OnAnswered();
  void AppendHead(const Reply& reply, bool whole);

  Reactor* const reactor_;
  const ConnectionHost* const host_;
  const std::unique_ptr<Transport> transport_;
  std::string peer_;
  Reactor::Connections::iterator place_;
  bool waits_ = true;
  State state_ = State::kHandshake;
  base::TimeNs state_began_ = 0;
  base::TimeNs allowed_ns_ = 0;  // for this state; 0: as long as it takes

  // The request.
  boost::beast::flat_buffer in_;
  bool reading_ = false;
  bool peer_ended_ = false;
  std::optional<RequestParser> parser_;
  std::optional<AdmittedCall> call_;
  std::optional<Reply> refusal_;           // sent once the body is read
  int64_t counted_bytes_ = 0;              // of buffered_bytes
  std::shared_ptr<Connection> held_back_;  // itself, in that state: it waits for no operation
  bool keep_alive_ = false;
  size_t lingered_bytes_ = 0;

  // The answer.
  std::shared_ptr<RpcExchange> exchange_;
  bool streams_ = false;
  bool last_ = false;  // what is being written is the end of the answer
  bool chunked_ = false;
  bool writing_ = false;
  bool interim_ = false;  // "100 Continue" is what is being written
  std::string out_;       // head, and pieces of a stream
  std::string body_;      // of a whole answer
  std::string_view body_view_;
  size_t written_ = 0;  // of both
  base::TimeNs wrote_at_ = 0;
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_CONNECTION_H_
