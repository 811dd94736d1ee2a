#ifndef VOC_SERVER_SENTIMENT_THEMES_BUILT_IN_TEXT_H_
#define VOC_SERVER_SENTIMENT_THEMES_BUILT_IN_TEXT_H_

#include <string_view>

namespace voc::sentiment {

// themes.txt, as it was when vocd was built.
std::string_view BuiltInThemeText();

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_THEMES_BUILT_IN_TEXT_H_
