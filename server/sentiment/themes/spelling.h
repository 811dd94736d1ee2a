#ifndef VOC_SERVER_SENTIMENT_THEMES_SPELLING_H_
#define VOC_SERVER_SENTIMENT_THEMES_SPELLING_H_

#include <string>
#include <string_view>
#include <vector>

namespace voc::sentiment {

// How people write a folded word: as it is, and on keyboards without its letters:
// "på" as "pa" and "paa", "løse" as "lose" and "loese", "være" as "vaere".
// Each once, the word itself first; only itself if it is ASCII.
std::vector<std::string> SpellingsOf(std::string_view word);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_SPELLING_H_
