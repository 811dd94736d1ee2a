#ifndef VOC_TESTS_UNIT_SERVER_SENTIMENT_CUT_TEXT_H_
#define VOC_TESTS_UNIT_SERVER_SENTIMENT_CUT_TEXT_H_

#include <string_view>

#include "server/sentiment/features.h"
#include "server/sentiment/modifiers.h"
#include "server/sentiment/symbols.h"

namespace voc::sentiment {

// A text as the models read it.
struct CutText {
  Symbols symbols;
  Features features;

  const char* text() const { return symbols.text.data(); }
};

inline CutText Cut(std::string_view utf8, const Modifiers& modifiers = {}) {
  CutText cut;
  cut.symbols.Append(utf8);
  cut.symbols.Finish();
  Extract(cut.symbols, modifiers, cut.features);
  return cut;
}

// "not", "very", "slightly" and "but".
inline Modifiers FourModifiers() {
  Modifiers modifiers;
  modifiers.Add(HashListedWord("not"), kNegation);
  modifiers.Add(HashListedWord("very"), kStrong);
  modifiers.Add(HashListedWord("slightly"), kWeak);
  modifiers.Add(HashListedWord("but"), kBut);
  return modifiers;
}

}  // namespace voc::sentiment

#endif  // VOC_TESTS_UNIT_SERVER_SENTIMENT_CUT_TEXT_H_
