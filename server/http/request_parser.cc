#include "server/http/request_parser.h"

#include <boost/beast/http/error.hpp>

#include "absl/strings/ascii.h"
#include "server/http/limits.h"

namespace voc::http {
namespace {

// More than any client has use for; looking one up is a walk over all.
constexpr size_t kMaxHeaders = 128;

}  // namespace

RequestParser::RequestParser() {
  header_limit(kMaxHeadBytes);
  body_limit(kMaxBodyBytes);
  head_.headers.reserve(16);
}

void RequestParser::ForgetBody() {
  forgets_ = true;
  forgotten_ += body_.size();
  body_ = std::string();
}

void RequestParser::on_request_impl(boost::beast::http::verb, StringView name, StringView target,
                                    int version, ErrorCode&) {
  head_.verb.assign(name.data(), name.size());
  head_.target.assign(target.data(), target.size());
  http_1_0_ = version < 11;
}

void RequestParser::on_field_impl(boost::beast::http::field, StringView name, StringView value,
                                  ErrorCode& error) {
  if (head_.headers.size() == kMaxHeaders) {
    error = boost::beast::http::error::header_limit;
    return;
  }
  auto& [key, text] = head_.headers.emplace_back();
  key.assign(name.data(), name.size());
  absl::AsciiStrToLower(&key);
  text.assign(value.data(), value.size());
}

std::size_t RequestParser::on_body_impl(StringView body, ErrorCode&) {
  if (forgets_) {
    forgotten_ += body.size();
  } else {
    body_.append(body.data(), body.size());
  }
  return body.size();
}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, StringView body, ErrorCode& error) {
  return on_body_impl(body, error);
}

}  // namespace voc::http
