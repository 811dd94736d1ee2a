#ifndef VOC_SERVER_SENTIMENT_CUT_H_
#define VOC_SERVER_SENTIMENT_CUT_H_

#include <string_view>

#include "server/sentiment/features.h"
#include "server/sentiment/modifiers.h"
#include "server/sentiment/symbols.h"

namespace voc::sentiment {

// A text cut, once, into what models and themes read.
struct Cut {
  Symbols symbols;
  Features features;

  void Take(std::string_view utf8, const Modifiers& modifiers) {
    symbols.Clear();
    symbols.Append(utf8);
    symbols.Finish();
    features.Clear();
    Extract(symbols, modifiers, features);
  }

  // Says nothing, whatever marks it has.
  bool empty() const { return features.said.empty(); }

  SpelledText Spelled() const { return {symbols.text.data(), features.spelling}; }

  float CapitalShare() const {
    if (symbols.words == 0) return 0;
    return static_cast<float>(symbols.capital_words) / static_cast<float>(symbols.words);
  }
};

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_CUT_H_
