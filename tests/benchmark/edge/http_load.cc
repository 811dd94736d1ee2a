#include "tests/benchmark/edge/http_load.h"

#include <google/protobuf/util/json_util.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "tests/benchmark/rows_file.h"
#include "voc/v1/feedback.pb.h"

namespace voc::benchmark {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using asio::ip::tcp;
using Clock = std::chrono::steady_clock;
using boost::system::error_code;

constexpr std::string_view kOutcome = "\"outcome\":";
// A connection that was refused is tried again after this.
constexpr std::chrono::milliseconds kReconnect{20};

// What all connections share.
class Load {
 public:
  Load(const HttpLoadOptions& options, const std::vector<std::string>& bodies)
      : options_(options), bodies_(bodies) {
    const size_t colon = options.server.rfind(':');
    error_code error;
    const auto address = asio::ip::make_address(options.server.substr(0, colon), error);
    const auto from = asio::ip::make_address(options.from, error);
    server_ =
        tcp::endpoint(address, static_cast<uint16_t>(std::stoi(options.server.substr(colon + 1))));
    from_ = tcp::endpoint(from, 0);
    head_ = absl::StrCat("POST /voc.v1.FeedbackService/Submit HTTP/1.1\r\nHost: ", options.server,
                         "\r\nContent-Type: application/json\r\n",
                         options.key.empty() ? "" : "Authorization: Bearer ", options.key,
                         options.key.empty() ? "" : "\r\n", "Content-Length: ");
  }

  struct Request {
    std::string bytes;
    Clock::time_point due;
  };

  void Begin() { start_ = Clock::now(); }

  // The next request; nullopt at the end.
  std::optional<Request> Take() {
    const Clock::time_point now = Clock::now();
    if (!result_.status.ok()) return std::nullopt;
    if (options_.seconds > 0 ? Seconds(now) >= options_.seconds : taken_ >= bodies_.size()) {
      return std::nullopt;
    }
    const std::string& body = bodies_[taken_ % bodies_.size()];
    Request request{.bytes = absl::StrCat(head_, body.size(), "\r\n\r\n", body), .due = now};
    if (options_.rate > 0) {
      request.due =
          start_ + std::chrono::duration_cast<Clock::duration>(
                       std::chrono::duration<double>(static_cast<double>(taken_) / options_.rate));
    }
    ++taken_;
    return request;
  }

  void Answered(unsigned status, std::string_view body, Clock::time_point due) {
    const Clock::time_point now = Clock::now();
    ++result_.requests;
    ++result_.by_status[status];
    if (const size_t at = body.find(kOutcome); at != std::string_view::npos) {
      const std::string_view rest = body.substr(body.find('"', at + kOutcome.size()) + 1);
      ++result_.by_outcome[std::string(rest.substr(0, rest.find('"')))];
    }
    result_.latency_us.push_back(std::chrono::duration<float, std::micro>(now - due).count());
    last_ = now;
  }

  void Refused() { ++result_.refused; }
  void Idle() { ++result_.idle_open; }
  void Fail(const absl::Status& status) {
    if (result_.status.ok()) result_.status = status;
  }

  const HttpLoadOptions& options() const { return options_; }
  const tcp::endpoint& server() const { return server_; }
  const tcp::endpoint& from() const { return from_; }

  HttpLoadResult Result() {
    result_.seconds = Seconds(last_);
    return std::move(result_);
  }

 private:
  double Seconds(Clock::time_point now) const {
    return std::chrono::duration<double>(now - start_).count();
  }

  const HttpLoadOptions& options_;
  const std::vector<std::string>& bodies_;
  tcp::endpoint server_, from_;
  std::string head_;
  uint64_t taken_ = 0;
  Clock::time_point start_ = Clock::now(), last_ = start_;
  HttpLoadResult result_;
};

// Connects a socket from the load's address.
void Bind(tcp::socket& socket, const Load& load) {
  error_code error;
  socket.open(load.server().protocol(), error);
  // Else the kernel looks for a port that is free for all servers, and takes a core to find one.
  const int yes = 1;
  setsockopt(socket.native_handle(), IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &yes, sizeof yes);
  socket.bind(load.from(), error);
}

// One connection with one request in flight.
class Connection {
 public:
  Connection(asio::io_context& context, Load* load)
      : load_(load), socket_(context), timer_(context) {
    Connect();
  }

 private:
  void Connect() {
    error_code ignored;
    socket_.close(ignored);
    buffer_.clear();
    Bind(socket_, *load_);
    socket_.async_connect(load_->server(), [this](error_code error) {
      if (error) return Later();
      error_code no;
      socket_.set_option(tcp::no_delay(true), no);
      if (request_.has_value()) return Write();
      Next();
    });
  }

  void Later() {
    load_->Refused();
    timer_.expires_after(kReconnect);
    timer_.async_wait([this](error_code) {
      // At the end of a flood nobody waits for what is refused.
      if (load_->options().seconds > 0 && !load_->Take().has_value()) return;
      Connect();
    });
  }

  void Next() {
    request_ = load_->Take();
    if (!request_.has_value()) return;
    if (request_->due <= Clock::now()) return Write();
    timer_.expires_at(request_->due);
    timer_.async_wait([this](error_code) { Write(); });
  }

  void Write() {
    asio::async_write(socket_, asio::buffer(request_->bytes), [this](error_code error, size_t) {
      if (error) return Connect();
      Read();
    });
  }

  void Read() {
    answer_.emplace();
    http::async_read(socket_, buffer_, *answer_, [this](error_code error, size_t) {
      if (error) {
        load_->Refused();
        return Connect();
      }
      load_->Answered(answer_->result_int(), answer_->body(), request_->due);
      request_.reset();
      if (!answer_->keep_alive()) return Connect();
      Next();
    });
  }

  Load* const load_;
  tcp::socket socket_;
  asio::steady_timer timer_;
  beast::flat_buffer buffer_;
  std::optional<Load::Request> request_;
  std::optional<http::response<http::string_body>> answer_;
};

}  // namespace

absl::StatusOr<std::vector<std::string>> JsonBodies(std::string_view rows) {
  std::vector<std::string> bodies;
  RowsCursor cursor(rows);
  while (const std::optional<std::string_view> row = cursor.Next()) {
    v1::SubmitRequest request;
    if (!request.mutable_feedback()->ParseFromArray(row->data(), static_cast<int>(row->size()))) {
      return absl::DataLossError("no file of rows");
    }
    std::string json;
    const auto made = google::protobuf::util::MessageToJsonString(request, &json);
    if (!made.ok()) return absl::InternalError(made.ToString());
    bodies.push_back(std::move(json));
  }
  if (!cursor.AtEnd() || bodies.empty()) return absl::DataLossError("no file of rows");
  return bodies;
}

HttpLoadResult RunHttpLoad(const HttpLoadOptions& options, const std::vector<std::string>& bodies) {
  asio::io_context context(1);
  Load load(options, bodies);
  std::vector<std::unique_ptr<tcp::socket>> idle;
  for (uint64_t i = 0; i < options.idle; ++i) {
    auto socket = std::make_unique<tcp::socket>(context);
    error_code error;
    Bind(*socket, load);
    socket->connect(load.server(), error);
    if (error) {
      load.Refused();
      continue;
    }
    load.Idle();
    idle.push_back(std::move(socket));
  }
  load.Begin();
  std::vector<std::unique_ptr<Connection>> connections;
  for (uint64_t i = 0; i < options.connections; ++i) {
    connections.push_back(std::make_unique<Connection>(context, &load));
  }
  context.run();
  return load.Result();
}

}  // namespace voc::benchmark
