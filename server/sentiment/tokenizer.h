#ifndef VOC_SERVER_SENTIMENT_TOKENIZER_H_
#define VOC_SERVER_SENTIMENT_TOKENIZER_H_

#include <string>
#include <string_view>

#include "absl/container/inlined_vector.h"

namespace voc::sentiment {

// One piece of a text.
struct Token {
  enum class Kind {
    kWord,         // letters, digits and inner apostrophes
    kEmoji,        // one symbol of its own
    kClauseEnd,    // , ; : ( )
    kSentenceEnd,  // . ? or a line end
    kExclamation,  // ! which ends a sentence too
  };
  Kind kind;
  // The word or emoji; empty otherwise.
  std::string_view text;
};

using Tokens = absl::InlinedVector<Token, 64>;

// Appends `text` to `out` with Latin letters (ASCII, Latin-1) in lower case and
// the typographic apostrophe as '. Other bytes stay.
void AppendFolded(std::string_view text, std::string& out);

// Cuts folded text into tokens that point into it. Time and size are linear in
// the text; bytes that are no UTF-8 count as letters.
Tokens Tokenize(std::string_view folded);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_TOKENIZER_H_
