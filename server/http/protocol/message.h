#ifndef VOC_SERVER_HTTP_PROTOCOL_MESSAGE_H_
#define VOC_SERVER_HTTP_PROTOCOL_MESSAGE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace voc::http {

// The head of a request, as it came.
struct RequestHead {
  std::string verb;    // "POST"
  std::string target;  // "/voc.v1.FeedbackService/Submit?connect=v1"
  // Names in lower case, in the order in which they came.
  std::vector<std::pair<std::string, std::string>> headers;

  // The first value of a name in lower case; empty where there is none.
  std::string_view Find(std::string_view name) const;
  // The last one.
  std::string_view FindLast(std::string_view name) const;
  // All of them, in order, with commas between: one list, as HTTP has it.
  std::string Joined(std::string_view name) const;
  size_t Count(std::string_view name) const;

  std::string_view path() const;   // up to the "?"
  std::string_view query() const;  // after it; empty where there is none
};

// Lines of a response's head: "Name: value\r\n" each.
class HeaderLines {
 public:
  // Leaves out what would end the line.
  void Add(std::string_view name, std::string_view value);
  void Append(const HeaderLines& others) { text_ += others.text_; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

// A whole response. Content-Length, Date and Connection are its sender's to add.
struct Reply {
  int status = 200;
  HeaderLines headers;
  std::string body;
  std::string_view fixed_body;  // in place of `body`; lives as long as the process

  std::string_view content() const { return fixed_body.empty() ? body : fixed_body; }
};

// A word to whoever reads it: text/plain, and not to be guessed at.
Reply PlainReply(int status, std::string_view text);

// "Not Found"; "Unknown" for a status that HTTP does not name.
std::string_view ReasonPhrase(int status);

// Whether two ASCII texts are the same but for case.
bool SameIgnoringCase(std::string_view one, std::string_view other);

}  // namespace voc::http

#endif  // VOC_SERVER_HTTP_PROTOCOL_MESSAGE_H_
