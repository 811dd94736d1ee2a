#include "server/http/connection.h"

#include <netinet/tcp.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "server/http/limits.h"
#include "server/http/protocol/client_address.h"
#include "storage/base/strings.h"

namespace voc::http {
namespace {

using HttpError = boost::beast::http::error;

// What is read at once: little while nothing but a head is to come, since thousands may wait.
constexpr size_t kHeadReadBytes = 2 * 1024;
constexpr size_t kBodyReadBytes = 64 * 1024;
constexpr size_t kMaxInBytes = kMaxHeadBytes + kBodyReadBytes;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
// What is kept of buffers between requests.
constexpr size_t kKeptBytes = 4 * 1024;

// A client that went without a word, as phones do, is noticed after two minutes.
constexpr int kProbeAfterSeconds = 60;
constexpr int kProbeEverySeconds = 15;
constexpr int kProbes = 4;

void SetUp(Socket& socket) {
  ErrorCode ignored;
  socket.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
  socket.set_option(boost::asio::socket_base::keep_alive(true), ignored);
  const int handle = socket.native_handle();
  setsockopt(handle, IPPROTO_TCP, TCP_KEEPIDLE, &kProbeAfterSeconds, sizeof kProbeAfterSeconds);
  setsockopt(handle, IPPROTO_TCP, TCP_KEEPINTVL, &kProbeEverySeconds, sizeof kProbeEverySeconds);
  setsockopt(handle, IPPROTO_TCP, TCP_KEEPCNT, &kProbes, sizeof kProbes);
}

std::string PeerOf(const Socket& socket) {
  ErrorCode error;
  const boost::asio::ip::tcp::endpoint peer = socket.remote_endpoint(error);
  if (error) return {};
  const std::string text = peer.address().to_string();
  return NormalAddress(text).value_or(text);
}

}  // namespace

void Connection::Start(Socket socket, Reactor* reactor, const ConnectionHost* host) {
  SetUp(socket);
  const auto connection = std::make_shared<Connection>(std::move(socket), reactor, host);
  connection->place_ = reactor->Add(connection.get());
  connection->SetState(State::kHandshake, reactor->limits().head_ns);
  connection->transport_->Prepare(connection);
}

Connection::Connection(Socket socket, Reactor* reactor, const ConnectionHost* host)
    : reactor_(reactor),
      host_(host),
      transport_(MakeTransport(std::move(socket), host->tls)),
      peer_(PeerOf(transport_->socket())),
      in_(kMaxInBytes) {
  host_->open->Add();
}

Connection::~Connection() {
  host_->open->Remove();
  if (counted_bytes_ > 0) host_->buffered_bytes->fetch_sub(counted_bytes_);
}

void Connection::Close() {
  if (state_ == State::kClosed) return;
  const std::shared_ptr<Connection> self = shared_from_this();
  held_back_ = nullptr;
  reactor_->Remove(place_);
  state_ = State::kClosed;
  if (exchange_ != nullptr) {
    exchange_->Abandon();
    exchange_ = nullptr;
  }
  ErrorCode ignored;
  transport_->socket().shutdown(Socket::shutdown_both, ignored);
  transport_->socket().close(ignored);
}

void Connection::CheckTime(base::TimeNs now) {
  if (writing_ && now - wrote_at_ > reactor_->limits().write_ns) {
    Close();
    return;
  }
  if (allowed_ns_ == 0) return;
  base::TimeNs allowed = allowed_ns_;
  if (state_ == State::kBody && parser_.has_value()) {
    const auto bytes = static_cast<int64_t>(parser_->body_bytes() + parser_->forgotten_bytes());
    allowed += bytes * (base::kNsPerSecond / reactor_->limits().min_body_bytes_per_second);
  }
  if (now - state_began_ <= allowed) return;
  if (state_ == State::kHeldBack) {
    const std::shared_ptr<Connection> self = std::move(held_back_);
    SetState(State::kAnswer, 0);
    Answer();
    return;
  }
  if (state_ == State::kHead || state_ == State::kBody) {
    Fail(PlainReply(408, "the request did not come in time"));
  } else {
    Close();
  }
}

void Connection::SetState(State state, base::TimeNs allowed_ns) {
  const bool waits = state != State::kAnswer && state != State::kLinger;
  // Also for one that waits on: a state begins at the end of the line. A head that comes byte by
  // byte does not.
  if (waits != waits_ || (waits && state != State::kHead)) {
    reactor_->SetWaiting(place_, waits);
    waits_ = waits;
  }
  state_ = state;
  state_began_ = reactor_->now();
  allowed_ns_ = allowed_ns;
}

void Connection::OnReady(const ErrorCode& error) {
  if (state_ == State::kClosed) return;
  if (error) {
    Close();
    return;
  }
  SetState(State::kIdle, reactor_->limits().idle_ns);
  ReadMore();
}

void Connection::ReadMore() {
  if (reading_ || peer_ended_ || state_ == State::kClosed) return;
  const size_t want =
      state_ == State::kBody || state_ == State::kLinger ? kBodyReadBytes : kHeadReadBytes;
  const size_t room = in_.max_size() - in_.size();
  if (room == 0) return;
  reading_ = true;
  transport_->Read(in_.prepare(std::min(want, room)), shared_from_this());
}

void Connection::OnRead(const ErrorCode& error, size_t bytes) {
  reading_ = false;
  if (state_ == State::kClosed) return;
  if (error) {
    // Also who only stopped sending: clients of ours do not.
    peer_ended_ = true;
    Close();
    return;
  }
  in_.commit(bytes);
  if (state_ == State::kLinger) {
    in_.consume(in_.size());
    lingered_bytes_ += bytes;
    if (lingered_bytes_ > kMaxLingerBytes) {
      Close();
    } else {
      ReadMore();
    }
    return;
  }
  // The next request, which waits; so does the rest of it.
  if (state_ == State::kAnswer || state_ == State::kHeldBack) return;
  Parse();
}

void Connection::Parse() {
  while (ParseSome()) {
  }
}

bool Connection::ParseSome() {
  if (state_ == State::kIdle) {
    if (in_.size() == 0) {
      ReadMore();
      return false;
    }
    parser_.emplace();
    SetState(State::kHead, reactor_->limits().head_ns);
  }
  if (state_ != State::kHead && state_ != State::kBody) return false;
  ErrorCode error;
  in_.consume(parser_->put(in_.data(), error));
  if (error && error != HttpError::need_more) {
    OnParseError(error);
    return false;
  }
  if (state_ == State::kHead && parser_->is_header_done()) {
    OnHead();
    if (state_ != State::kBody) return false;
  }
  if (state_ == State::kBody) {
    if (!CountBody()) return false;
    if (parser_->is_done()) {
      OnRequest();
      return false;
    }
  }
  if (error == HttpError::need_more || in_.size() == 0) {
    ReadMore();
    return false;
  }
  return true;
}

void Connection::OnParseError(const ErrorCode& error) {
  if (error == HttpError::header_limit) {
    Fail(PlainReply(431, absl::StrCat("the head is larger than ", kMaxHeadBytes, " bytes")));
  } else if (error == HttpError::body_limit) {
    FailOversize();
  } else {
    Fail(PlainReply(400, "this is no HTTP/1.1 request"));
  }
}

void Connection::FailOversize() {
  const size_t most = call_.has_value() ? call_->max_body_bytes : kMaxBodyBytes;
  Fail(PlainReply(413, absl::StrCat("the body is larger than ", most, " bytes")));
}

void Connection::OnHead() {
  const RequestHead& head = parser_->head();
  keep_alive_ = parser_->keep_alive();
  parser_->eager(true);
  if (!parser_->http_1_0() && head.Count("host") != 1) {
    Fail(PlainReply(400, "the request needs one Host header"));
    return;
  }
  // Whoever reads another length than we do would read another request.
  if (head.Count("transfer-encoding") > 1 ||
      (head.Count("transfer-encoding") == 1 &&
       !SameIgnoringCase(head.Find("transfer-encoding"), "chunked"))) {
    Fail(PlainReply(400, "the only Transfer-Encoding is chunked, once"));
    return;
  }
  const std::string_view expect = head.Find("expect");
  if (!expect.empty() && !SameIgnoringCase(expect, "100-continue")) {
    Fail(PlainReply(417, "only 100-continue can be expected"));
    return;
  }
  std::variant<AdmittedCall, Reply> admitted =
      host_->edge->Admit(head, peer_, host_->tls != nullptr);
  if (Reply* const reply = std::get_if<Reply>(&admitted)) {
    refusal_ = std::move(*reply);
  } else {
    call_ = std::get<AdmittedCall>(std::move(admitted));
    const auto length = parser_->content_length();
    if (call_->request.refusal.ok() && length.has_value() && *length > call_->max_body_bytes) {
      FailOversize();
      return;
    }
  }
  // A call that is refused already has no use for its body.
  const bool forgets = refusal_.has_value() || !call_->request.refusal.ok();
  if (forgets) {
    const auto length = parser_->content_length();
    if (!expect.empty() || (length.has_value() && *length > kMaxForgottenBodyBytes)) {
      keep_alive_ = false;
      SetState(State::kAnswer, 0);
      OnRequest();
      return;
    }
    parser_->ForgetBody();
  }
  SetState(State::kBody, reactor_->limits().body_ns);
  if (!expect.empty() && !parser_->is_done() && in_.size() == 0) {
    interim_ = true;
    StartWrite();
  }
}

bool Connection::CountBody() {
  if (parser_->forgotten_bytes() > kMaxForgottenBodyBytes) {
    keep_alive_ = false;
    OnRequest();
    return false;
  }
  if (call_.has_value() && parser_->body_bytes() > call_->max_body_bytes) {
    FailOversize();
    return false;
  }
  const int64_t bytes =
      std::max<int64_t>(0, static_cast<int64_t>(parser_->body_bytes()) - kFreeBodyBytes);
  if (bytes == counted_bytes_) return true;
  const int64_t more = bytes - counted_bytes_;
  counted_bytes_ = bytes;
  if (host_->buffered_bytes->fetch_add(more) + more <= kMaxBufferedBodyBytes) return true;
  Reply reply = PlainReply(503, "too many large requests are open");
  reply.headers.Add("Retry-After", "1");
  Fail(std::move(reply));
  return false;
}

void Connection::OnRequest() {
  SetState(State::kAnswer, 0);
  // Hears of a client that goes, and at most a buffer's worth of what comes too early.
  if (in_.size() == 0) {
    if (in_.capacity() > kKeptBytes && !reading_) in_ = boost::beast::flat_buffer(kMaxInBytes);
    ReadMore();
  }
  if (call_.has_value() && call_->too_often) {
    SetState(State::kHeldBack, reactor_->limits().held_back_ns);
    held_back_ = shared_from_this();
  } else {
    Answer();
  }
}

void Connection::Answer() {
  if (refusal_.has_value()) {
    Send(*std::move(refusal_));
    return;
  }
  exchange_ =
      std::make_shared<RpcExchange>(host_->exchange, *std::move(call_), shared_from_this(),
                                    [reactor = reactor_](RpcExchange::Task task) {
                                      boost::asio::post(reactor->context(), std::move(task));
                                    });
  call_.reset();
  const std::shared_ptr<RpcExchange> exchange = exchange_;
  exchange->Start(parser_->TakeBody());
}

void Connection::Fail(Reply reply) {
  keep_alive_ = false;
  if (call_.has_value()) AddPageHeaders(call_->origin, reply.headers);
  call_.reset();
  SetState(State::kAnswer, 0);
  Send(std::move(reply));
}

void Connection::AppendHead(const Reply& reply, bool whole) {
  if (host_->draining->load(std::memory_order_relaxed)) keep_alive_ = false;
  const bool old = parser_.has_value() && parser_->http_1_0();
  absl::StrAppend(&out_, "HTTP/1.1 ", reply.status, " ", base::ToAbsl(ReasonPhrase(reply.status)),
                  "\r\n", reactor_->date_line(), reply.headers.text());
  if (whole) {
    if (reply.status != 204 && reply.status != 304) {
      absl::StrAppend(&out_, "Content-Length: ", reply.content().size(), "\r\n");
    }
  } else if (old) {
    keep_alive_ = false;  // the end of the connection is that of the answer
  } else {
    chunked_ = true;
    out_ += "Transfer-Encoding: chunked\r\n";
  }
  if (!keep_alive_) {
    out_ += "Connection: close\r\n";
  } else if (old) {
    out_ += "Connection: keep-alive\r\n";
  }
  out_ += "\r\n";
}

void Connection::Send(Reply reply) {
  if (state_ == State::kClosed) return;
  AppendHead(reply, /*whole=*/true);
  const bool bodiless = parser_.has_value() && parser_->head().verb == "HEAD";
  body_ = std::move(reply.body);
  body_view_ = reply.fixed_body.empty() ? std::string_view(body_) : reply.fixed_body;
  if (bodiless || reply.status == 204 || reply.status == 304) body_view_ = {};
  last_ = true;
  StartWrite();
}

void Connection::SendHead(Reply head) {
  if (state_ == State::kClosed) return;
  streams_ = true;
  AppendHead(head, /*whole=*/false);  // goes out with the first piece
}

void Connection::SendPiece(std::string piece) {
  if (state_ == State::kClosed) return;
  if (chunked_) absl::StrAppendFormat(&out_, "%x\r\n", piece.size());
  out_ += piece;
  if (chunked_) out_ += "\r\n";
  StartWrite();
}

void Connection::SendEnd(std::string piece) {
  if (state_ == State::kClosed) return;
  if (chunked_) absl::StrAppendFormat(&out_, "%x\r\n", piece.size());
  out_ += piece;
  if (chunked_) out_ += "\r\n0\r\n\r\n";
  last_ = true;
  StartWrite();
}

void Connection::StartWrite() {
  if (writing_) return;  // "100 Continue", behind which the answer waits
  writing_ = true;
  wrote_at_ = reactor_->now();
  if (interim_) {
    transport_->Write({boost::asio::buffer(kContinue), boost::asio::const_buffer()},
                      shared_from_this());
    return;
  }
  const size_t skipped_out = std::min(written_, out_.size());
  const size_t skipped_body = written_ - skipped_out;
  transport_->Write(
      {boost::asio::const_buffer(out_.data() + skipped_out, out_.size() - skipped_out),
       boost::asio::const_buffer(body_view_.data() + skipped_body,
                                 body_view_.size() - skipped_body)},
      shared_from_this());
}

void Connection::OnWritten(const ErrorCode& error, size_t bytes) {
  writing_ = false;
  if (state_ == State::kClosed) return;
  if (error) {
    Close();
    return;
  }
  if (interim_) {
    interim_ = false;
    if (bytes < kContinue.size()) {  // a socket that has no room for that is of no use
      Close();
    } else if (!out_.empty()) {
      StartWrite();
    }
    return;
  }
  written_ += bytes;
  if (written_ < out_.size() + body_view_.size()) {
    StartWrite();
    return;
  }
  OnAllWritten();
}

void Connection::OnAllWritten() {
  out_.clear();
  if (out_.capacity() > kKeptBytes) out_.shrink_to_fit();
  written_ = 0;
  if (last_) {
    OnAnswered();
  } else if (streams_) {
    const std::shared_ptr<RpcExchange> exchange = exchange_;
    if (exchange != nullptr) exchange->OnSent();
  }
}

void Connection::OnAnswered() {
  exchange_ = nullptr;
  body_view_ = {};
  body_ = std::string();
  last_ = false;
  streams_ = false;
  chunked_ = false;
  if (counted_bytes_ > 0) host_->buffered_bytes->fetch_sub(counted_bytes_);
  counted_bytes_ = 0;
  refusal_.reset();
  parser_.reset();
  if (!keep_alive_ || host_->draining->load(std::memory_order_relaxed)) {
    // Closed with something unread, the socket would take the answer back.
    ErrorCode ignored;
    transport_->socket().shutdown(Socket::shutdown_send, ignored);
    in_.consume(in_.size());
    SetState(State::kLinger, reactor_->limits().linger_ns);
    ReadMore();
    return;
  }
  SetState(State::kIdle, reactor_->limits().idle_ns);
  Parse();
}

}  // namespace voc::http
