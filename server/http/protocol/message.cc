#include "server/http/protocol/message.h"

#include <algorithm>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/base/strings.h"

namespace voc::http {

std::string_view RequestHead::Find(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (key == name) return value;
  }
  return {};
}

std::string_view RequestHead::FindLast(std::string_view name) const {
  for (auto header = headers.rbegin(); header != headers.rend(); ++header) {
    if (header->first == name) return header->second;
  }
  return {};
}

std::string RequestHead::Joined(std::string_view name) const {
  std::string joined;
  for (const auto& [key, value] : headers) {
    if (key == name) absl::StrAppend(&joined, joined.empty() ? "" : ", ", value);
  }
  return joined;
}

size_t RequestHead::Count(std::string_view name) const {
  return static_cast<size_t>(std::count_if(
      headers.begin(), headers.end(), [&](const auto& header) { return header.first == name; }));
}

std::string_view RequestHead::path() const {
  return std::string_view(target).substr(0, target.find('?'));
}

std::string_view RequestHead::query() const {
  const size_t mark = target.find('?');
  if (mark == std::string::npos) return {};
  return std::string_view(target).substr(mark + 1);
}

void HeaderLines::Add(std::string_view name, std::string_view value) {
  text_ += name;
  text_ += ": ";
  const size_t begin = text_.size();
  text_ += value;
  const auto ends_line = [](char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
  };
  text_.erase(std::remove_if(text_.begin() + static_cast<ptrdiff_t>(begin), text_.end(), ends_line),
              text_.end());
  text_ += "\r\n";
}

Reply PlainReply(int status, std::string_view text) {
  Reply reply{.status = status};
  reply.headers.Add("Content-Type", "text/plain; charset=utf-8");
  reply.headers.Add("X-Content-Type-Options", "nosniff");
  reply.body = text;
  reply.body += '\n';
  return reply;
}

std::string_view ReasonPhrase(int status) {
  switch (status) {
    case 100:
      return "Continue";
    case 200:
      return "OK";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Payload Too Large";
    case 415:
      return "Unsupported Media Type";
    case 417:
      return "Expectation Failed";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 499:
      return "Client Closed Request";
    case 500:
      return "Internal Server Error";
    case 501:
      return "Not Implemented";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    case 505:
      return "HTTP Version Not Supported";
    default:
      return "Unknown";
  }
}

bool SameIgnoringCase(std::string_view one, std::string_view other) {
  return absl::EqualsIgnoreCase(base::ToAbsl(one), base::ToAbsl(other));
}

}  // namespace voc::http
