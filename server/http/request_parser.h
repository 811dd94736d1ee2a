#ifndef VOC_SERVER_HTTP_REQUEST_PARSER_H_
#define VOC_SERVER_HTTP_REQUEST_PARSER_H_

#include <boost/beast/http/basic_parser.hpp>
#include <cstddef>
#include <string>

#include "server/http/protocol/message.h"

namespace voc::http {

// Takes a request apart into what the protocols look at, without room for more of a body than came.
class RequestParser final : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser();

  const RequestHead& head() const { return head_; }
  std::string TakeBody() { return std::move(body_); }
  size_t body_bytes() const { return body_.size(); }
  // From now on what comes of the body is forgotten; it counts all the same.
  void ForgetBody();
  size_t forgotten_bytes() const { return forgotten_; }
  bool http_1_0() const { return http_1_0_; }

 private:
  using ErrorCode = boost::beast::error_code;
  using StringView = boost::beast::string_view;

  void on_request_impl(boost::beast::http::verb verb, StringView name, StringView target,
                       int version, ErrorCode& error) override;
  void on_response_impl(int, StringView, int, ErrorCode&) override {}
  void on_field_impl(boost::beast::http::field field, StringView name, StringView value,
                     ErrorCode& error) override;
  void on_header_impl(ErrorCode&) override {}
  void on_body_init_impl(const boost::optional<std::uint64_t>&, ErrorCode&) override {}
  std::size_t on_body_impl(StringView body, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t, StringView, ErrorCode&) override {}
  std::size_t on_chunk_body_impl(std::uint64_t remain, StringView body, ErrorCode& error) override;
  void on_finish_impl(ErrorCode&) override {}

  RequestHead head_;
  std::string body_;
  size_t forgotten_ = 0;
  bool forgets_ = false;
  bool http_1_0_ = false;
};

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_REQUEST_PARSER_H_
