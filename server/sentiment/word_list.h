#ifndef VOC_SERVER_SENTIMENT_WORD_LIST_H_
#define VOC_SERVER_SENTIMENT_WORD_LIST_H_

#include <algorithm>
#include <cstddef>
#include <string_view>

namespace voc::sentiment {

// Calls `use` for each word of a list whose words are parted by `separator`.
template <typename Use>
void ForEachWord(std::string_view list, char separator, Use use) {
  while (!list.empty()) {
    const size_t end = std::min(list.find(separator), list.size());
    if (end > 0) use(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_WORD_LIST_H_
