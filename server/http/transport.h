#ifndef VOC_SERVER_HTTP_TRANSPORT_H_
#define VOC_SERVER_HTTP_TRANSPORT_H_

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <memory>

namespace voc::http {

using ErrorCode = boost::system::error_code;
using Socket = boost::asio::ip::tcp::socket;
using WriteBuffers = std::array<boost::asio::const_buffer, 2>;

// Hears of a transport's operations, on its thread and never from within them.
class TransportListener {
 public:
  virtual ~TransportListener() = default;
  virtual void OnReady(const ErrorCode& error) = 0;
  virtual void OnRead(const ErrorCode& error, size_t bytes) = 0;
  virtual void OnWritten(const ErrorCode& error, size_t bytes) = 0;
};

// A socket, or one that encrypts. One read and one write at a time. An operation keeps its listener
// until it is over, and the listener its transport.
class Transport {
 public:
  using Listener = std::shared_ptr<TransportListener>;

  virtual ~Transport() = default;
  // To be called first: shakes hands, where that is needed.
  virtual void Prepare(Listener listener) = 0;
  virtual void Read(boost::asio::mutable_buffer into, Listener listener) = 0;
  // Writes some of it.
  virtual void Write(const WriteBuffers& from, Listener listener) = 0;
  virtual Socket& socket() = 0;
};

// `tls` may be null, and outlives the transport.
std::unique_ptr<Transport> MakeTransport(Socket socket, boost::asio::ssl::context* tls);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_TRANSPORT_H_
