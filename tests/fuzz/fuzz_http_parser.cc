// Any bytes as what comes over a connection, cut anywhere: the parser keeps its limits, tells the
// same of the same bytes however they are cut, and the edge decides about every head.
//
// The first byte says where it is cut.
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "server/http/edge.h"
#include "server/http/limits.h"
#include "server/http/request_parser.h"
#include "storage/base/steady_clock.h"
#include "tests/fuzz/check.h"
#include "voc/v1/feedback.pb.h"

namespace voc::http {
namespace {

using fuzz::Check;
using HttpError = boost::beast::http::error;

const Edge& TheEdge() {
  static const base::SteadyClock kSteady;
  static const Edge* const kEdge = [] {
    v1::SubmitRequest::descriptor();
    return new Edge({.services = {"voc.v1.FeedbackService"},
                     .site = {.source_allows = [](std::string_view) { return true; }}},
                    &kSteady);
  }();
  return *kEdge;
}

struct Read {
  bool failed = false;
  bool done = false;
  RequestHead head;
  std::string body;
};

// Feeds the bytes in pieces, as a connection does.
Read Feed(std::string_view bytes, size_t piece) {
  RequestParser parser;
  boost::beast::flat_buffer in;
  while (!parser.is_done()) {
    const size_t size = std::min(piece, bytes.size());
    if (size > 0) {
      const auto into = in.prepare(size);
      std::copy_n(bytes.data(), size, static_cast<char*>(into.data()));
      in.commit(size);
      bytes.remove_prefix(size);
    }
    boost::beast::error_code error;
    in.consume(parser.put(in.data(), error));
    if (error && error != HttpError::need_more) {
      return {.failed = true, .head = parser.head()};
    }
    if (parser.is_header_done()) parser.eager(true);
    if (bytes.empty() && (error == HttpError::need_more || in.size() == 0)) break;
  }
  Read read{.done = parser.is_done(), .head = parser.head(), .body = parser.TakeBody()};
  Check(read.body.size() <= kMaxBodyBytes, "a body has its limit");
  return read;
}

void Run(std::string_view bytes) {
  if (bytes.empty()) return;
  const size_t piece = 1 + static_cast<unsigned char>(bytes.front());
  bytes.remove_prefix(1);
  const Read whole = Feed(bytes, bytes.size() + 1);
  const Read cut = Feed(bytes, piece);
  if (whole.done && cut.done) {
    Check(whole.head.target == cut.head.target && whole.head.headers == cut.head.headers &&
              whole.body == cut.body,
          "a request is the same however it is cut");
  }
  TheEdge().Admit(whole.head, "192.0.2.1", false);
}

}  // namespace
}  // namespace voc::http

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  voc::http::Run({reinterpret_cast<const char*>(data), size});
  return 0;
}
