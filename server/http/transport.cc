#include "server/http/transport.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <utility>

namespace voc::http {
namespace {

template <typename Stream>
class StreamTransport : public Transport {
 public:
  template <typename... Arguments>
  explicit StreamTransport(Arguments&&... arguments)
      : stream_(std::forward<Arguments>(arguments)...) {}

  void Read(boost::asio::mutable_buffer into, Listener listener) override {
    stream_.async_read_some(into,
                            [listener = std::move(listener)](const ErrorCode& error, size_t bytes) {
                              listener->OnRead(error, bytes);
                            });
  }

  void Write(const WriteBuffers& from, Listener listener) override {
    stream_.async_write_some(
        from, [listener = std::move(listener)](const ErrorCode& error, size_t bytes) {
          listener->OnWritten(error, bytes);
        });
  }

 protected:
  Stream stream_;
};

class PlainTransport final : public StreamTransport<Socket> {
 public:
  using StreamTransport::StreamTransport;

  void Prepare(Listener listener) override {
    boost::asio::post(stream_.get_executor(),
                      [listener = std::move(listener)] { listener->OnReady({}); });
  }

  Socket& socket() override { return stream_; }
};

class TlsTransport final : public StreamTransport<boost::asio::ssl::stream<Socket>> {
 public:
  using StreamTransport::StreamTransport;

  void Prepare(Listener listener) override {
    stream_.async_handshake(
        boost::asio::ssl::stream_base::server,
        [listener = std::move(listener)](const ErrorCode& error) { listener->OnReady(error); });
  }

  Socket& socket() override { return stream_.next_layer(); }
};

}  // namespace

std::unique_ptr<Transport> MakeTransport(Socket socket, boost::asio::ssl::context* tls) {
  if (tls == nullptr) return std::make_unique<PlainTransport>(std::move(socket));
  return std::make_unique<TlsTransport>(std::move(socket), *tls);
}

}  // namespace voc::http
