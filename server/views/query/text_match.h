#ifndef VOC_SERVER_VIEWS_QUERY_TEXT_MATCH_H_
#define VOC_SERVER_VIEWS_QUERY_TEXT_MATCH_H_

#include <string>
#include <string_view>

namespace voc::views {

// Finds one text in others, ignoring case by Unicode's full case folding: "ß"
// equals "ss". Immutable, thread-safe.
class TextMatcher {
 public:
  // Valid UTF-8; "" is found everywhere.
  explicit TextMatcher(std::string_view needle);

  bool empty() const { return needle_.empty(); }

  // Whether valid UTF-8 `text` holds the needle.
  bool FoundIn(std::string_view text) const;

 private:
  std::string needle_;  // folded
  bool ascii_;
};

}  // namespace voc::views

#endif  // VOC_SERVER_VIEWS_QUERY_TEXT_MATCH_H_
