#ifndef VOC_SERVER_SENTIMENT_SYMBOLS_H_
#define VOC_SERVER_SENTIMENT_SYMBOLS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace voc::sentiment {

// A text in the form the models read: one byte a character, words in lower case
// between single gaps, so that pieces of a word are cut without decoding.
//
//   letters     Latin ones are their Latin-1 code in lower case; others share
//               kForeign..kForeign + 31 (see `foreign_letters`). A letter three
//               times or more in a row stands twice: "soooo" is "soo".
//   digits      any number is one '0'.
//   apostrophe  ' inside a word.
//   ! !! ? ?? .. words of their own; two stand for two or more.
//   , .         clause and sentence ends, words of their own.
//   emoji, :-)  a word of kEmoji and four symbols (see EmojiWord).
//   addresses   "http" for a web address, "@user" for a handle.
struct Symbols {
  static constexpr char kGap = ' ';
  static constexpr char kEmoji = '\x02';
  static constexpr char kForeign = '\x80';

  // Begins and ends with a gap; after Finish(), kPadding more gaps follow, so
  // that eight bytes can be read at once from anywhere before them.
  std::string text;
  static constexpr size_t kPadding = 8;

  // Letters seen, and how many of them are in a script other than Latin.
  size_t letters = 0;
  size_t foreign_letters = 0;
  // Words of two letters or more, and how many of them are in capitals.
  size_t words = 0;
  size_t capital_words = 0;

  void Clear();

  // Appends a text (title, then body) in time linear in its bytes. Bytes that
  // are no UTF-8 are gaps; combining marks are joined (a + ring) or left out.
  void Append(std::string_view utf8);

  // Ends the text: adds the last gap and the padding.
  void Finish();
};

// What `utf8` is as a word of Symbols::text; empty if it is not one word of letters and
// digits. For tables made from lists.
std::string FoldedWord(std::string_view utf8);

// The word that stands for an emoji, for tables keyed by words.
std::string EmojiWord(uint32_t code);

}  // namespace voc::sentiment

#endif  // VOC_SERVER_SENTIMENT_SYMBOLS_H_
