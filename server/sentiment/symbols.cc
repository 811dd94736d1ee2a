#include "server/sentiment/symbols.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace voc::sentiment {
namespace {

// What an ASCII character is to the reader.
enum class Kind : uint8_t { kGap, kLower, kUpper, kDigit, kApostrophe, kClause, kStop, kCall };

constexpr std::array<Kind, 128> AsciiKinds() {
  std::array<Kind, 128> kinds{};
  for (int c = 'a'; c <= 'z'; ++c) kinds[c] = Kind::kLower;
  for (int c = 'A'; c <= 'Z'; ++c) kinds[c] = Kind::kUpper;
  for (int c = '0'; c <= '9'; ++c) kinds[c] = Kind::kDigit;
  kinds['\''] = Kind::kApostrophe;
  for (const char c : {',', ';', ':', '(', ')'}) kinds[c] = Kind::kClause;
  for (const char c : {'.', '\n'}) kinds[c] = Kind::kStop;
  for (const char c : {'!', '?'}) kinds[c] = Kind::kCall;
  return kinds;
}

constexpr std::array<Kind, 128> kAscii = AsciiKinds();

bool IsAsciiSpace(unsigned char byte) { return byte <= ' '; }

struct Character {
  uint32_t code;
  size_t bytes;
};

// The character at the start of `text`; code 0 and one byte where it is no UTF-8.
Character Decode(std::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const auto follows = [&](size_t i) { return i < text.size() && (byte(i) & 0xC0) == 0x80; };
  const uint32_t lead = byte(0);
  if (lead >= 0xC2 && lead < 0xE0 && follows(1)) {
    return {(lead & 0x1F) << 6 | (byte(1) & 0x3Fu), 2};
  }
  // What a shorter sequence says, surrogates and what lies beyond Unicode are no UTF-8.
  if (lead >= 0xE0 && lead < 0xF0 && follows(1) && follows(2)) {
    const uint32_t code = (lead & 0x0F) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
    if (code >= 0x800 && (code < 0xD800 || code >= 0xE000)) return {code, 3};
  }
  if (lead >= 0xF0 && lead < 0xF5 && follows(1) && follows(2) && follows(3)) {
    const uint32_t code =
        (lead & 0x07) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
    if (code >= 0x10000 && code < 0x110000) return {code, 4};
  }
  return {0, 1};
}

bool IsEmoji(uint32_t code) {
  if (code >= 0x1F3FB && code <= 0x1F3FF) return false;  // skin tones say nothing
  return (code >= 0x2600 && code < 0x27C0) || (code >= 0x2B00 && code < 0x2C00) ||
         (code >= 0x1F000 && code < 0x1FB00);
}

// Letters outside Latin-1 that Nordic and English texts have in names and loans,
// U+0100 to U+017F, as the ASCII letter they are built on.
constexpr std::string_view kLatinExtendedA =
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllllllln"
    "nnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";
static_assert(kLatinExtendedA.size() == 0x80);

// A face made of ASCII at the start of `text`: its length, and the emoji it
// stands for. Length 0 if there is none.
struct Face {
  size_t bytes = 0;
  uint32_t code = 0;
};

Face FaceAt(std::string_view text) {
  if (text.substr(0, 2) == "<3") {
    // "<30" is a number.
    const bool number = text.size() > 2 && text[2] >= '0' && text[2] <= '9';
    return number ? Face{} : Face{2, 0x2764};
  }
  const char eyes = text[0];
  if (eyes != ':' && eyes != ';' && eyes != '=') return {};
  size_t at = 1;
  if (at < text.size() && (text[at] == '-' || text[at] == '\'')) ++at;
  if (at >= text.size()) return {};
  const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : ' ';
  // "Betyg:Dålig" is two words: what no ASCII ends is taken for one that goes on.
  const bool ends = next < 0x80 && kAscii[next] != Kind::kLower && kAscii[next] != Kind::kUpper &&
                    kAscii[next] != Kind::kDigit && next != '/';
  switch (text[at]) {
    case ')':
    case ']':
      return {at + 1, eyes == ';' ? 0x1F609u : 0x1F642u};
    case '(':
    case '[':
      return {at + 1, 0x1F641};
    case 'D':
      return ends ? Face{at + 1, 0x1F603} : Face{};
    case 'P':
    case 'p':
      return ends ? Face{at + 1, 0x1F61B} : Face{};
    case '/':
    case '\\':
    case '|':
      return ends ? Face{at + 1, 0x1F615} : Face{};
    default:
      return {};
  }
}

size_t UntilSpace(std::string_view text) {
  size_t end = 0;
  while (end < text.size() && !IsAsciiSpace(static_cast<unsigned char>(text[end]))) ++end;
  return end;
}

bool StartsWithAddress(std::string_view text) {
  return text.substr(0, 7) == "http://" || text.substr(0, 8) == "https://" ||
         text.substr(0, 4) == "www.";
}

size_t HandleBytes(std::string_view text) {  // text[0] is '@'
  size_t end = 1;
  while (end < text.size()) {
    const auto byte = static_cast<unsigned char>(text[end]);
    if (byte >= 0x80 ||
        (byte != '_' && (kAscii[byte] < Kind::kLower || kAscii[byte] > Kind::kDigit))) {
      break;
    }
    ++end;
  }
  return end;
}

// The letter that a mark makes of the one before it; 0 if it makes none.
char Combine(char letter, uint32_t mark) {
  if (mark == 0x30A && letter == 'a') return '\xE5';
  if (mark == 0x308 && letter == 'a') return '\xE4';
  if (mark == 0x308 && letter == 'o') return '\xF6';
  if (mark == 0x301 && letter == 'e') return '\xE9';
  return 0;
}

constexpr size_t kEmojiBytes = 5;

void WriteEmoji(uint32_t code, char* to) {
  *to++ = Symbols::kEmoji;
  for (int shift = 18; shift >= 0; shift -= 6) {
    *to++ = static_cast<char>(0xC0 | (code >> shift & 0x3F));
  }
}

// Bytes that one byte of a text becomes at most. A letter is itself and perhaps the
// gap behind its word, a mark itself and a gap; "@a" and ":)" are two bytes and
// become six with their gap; an emoji has three bytes or more and becomes six.
constexpr size_t kMostForAByte = 3;
static_assert(kEmojiBytes + 1 <= kMostForAByte * std::string_view(":)").size());
static_assert(std::string_view("@user ").size() <= kMostForAByte * std::string_view("@a").size());
static_assert(std::string_view("http ").size() <= kMostForAByte * std::string_view("www.").size());

// Most ASCII letters that one step takes; also bytes that it may write behind the last
// one that counts.
constexpr size_t kStride = 8;

// Eight letters at once, as bytes of a number.
struct Letters {
  static constexpr uint64_t kOnes = 0x0101010101010101;
  static constexpr uint64_t kHigh = kOnes << 7;

  uint64_t lower;     // in lower case
  uint64_t capitals;  // the high bit of each that is a capital
  size_t count;       // how many bytes are ASCII letters before the first that is none

  explicit Letters(const char* at) {
    uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    lower = bytes | kOnes * 0x20;
    const uint64_t low_bits = lower & ~kHigh;
    const uint64_t from_a = low_bits + kOnes * (0x80 - 'a');
    const uint64_t behind_z = low_bits + kOnes * (0x80 - 'z' - 1);
    const uint64_t letters = from_a & ~behind_z & ~bytes & kHigh;
    count = static_cast<size_t>(std::countr_zero(letters ^ kHigh)) / 8;
    capitals = ~bytes << 2 & letters & FirstBytes();
  }

  // All bits of the letters.
  uint64_t FirstBytes() const { return count == 8 ? ~uint64_t{0} : (uint64_t{1} << 8 * count) - 1; }

  // Whether one of them is like the two before it, which were `before` and
  // `two_before` for the first.
  bool HaveThreeInARow(unsigned char before, unsigned char two_before) const {
    const uint64_t differ = (lower ^ (lower << 8 | before)) |
                            (lower ^ (lower << 16 | uint64_t{before} << 8 | two_before));
    // The lowest bit set is right, which is all that matters.
    return ((differ - kOnes) & ~differ & kHigh & FirstBytes()) != 0;
  }
};

// Writes one text behind what stands in Symbols, without asking each time for room.
class Writer {
 public:
  // `out` has kMostForAByte for each byte of the text and kStride more; `begin` is
  // where Symbols::text begins, with a gap.
  Writer(Symbols& symbols, const char* begin, char* out)
      : symbols_(symbols), begin_(begin), out_(out) {}

  // Returns where it ended.
  char* Write(std::string_view utf8) {
    for (size_t at = 0; at < utf8.size();) {
      const auto byte = static_cast<unsigned char>(utf8[at]);
      if (byte == ' ') {
        EndWord();
        ++at;
      } else if (byte >= 0x80) {
        const Character character = Decode(utf8.substr(at, 4));
        at += character.bytes;
        TakeCharacter(character.code);
      } else if (kAscii[byte] == Kind::kLower || kAscii[byte] == Kind::kUpper) {
        at += TakeLetters(utf8, at);
      } else {
        at += TakeAscii(utf8, at);
      }
    }
    EndWord();
    return out_;
  }

 private:
  void EndWord() {
    if (word_ == nullptr) return;
    if (out_[-1] == '\'') --out_;
    const bool counts = word_letters_ >= 2;
    symbols_.words += counts ? 1 : 0;
    symbols_.capital_words += counts && word_capitals_ == word_letters_ ? 1 : 0;
    symbols_.letters += word_letters_;
    *out_++ = Symbols::kGap;
    word_ = nullptr;
    word_capitals_ = word_letters_ = 0;
  }

  void Push(char letter) {
    if (word_ == nullptr) {
      word_ = out_;
    } else if (out_ - word_ >= 2 && out_[-1] == letter && out_[-2] == letter) {
      return;
    }
    *out_++ = letter;
  }

  void PushLetter(char letter, bool capital) {
    ++word_letters_;
    word_capitals_ += capital ? 1 : 0;
    Push(letter);
  }

  void PushMark(char mark) {
    EndWord();
    // "!" becomes "!!", which stays as it is.
    if (mark != ',' && out_ - begin_ >= 3 && out_[-2] == mark) {
      if (out_[-3] == Symbols::kGap) {
        out_[-1] = mark;
        *out_++ = Symbols::kGap;
      }
      return;
    }
    *out_++ = mark;
    *out_++ = Symbols::kGap;
  }

  void PushEmoji(uint32_t code) {
    EndWord();
    WriteEmoji(code, out_);
    out_ += kEmojiBytes;
    *out_++ = Symbols::kGap;
  }

  // No word is open.
  void PushWord(std::string_view word_and_gap) {
    std::memcpy(out_, word_and_gap.data(), word_and_gap.size());
    out_ += word_and_gap.size();
  }

  // Takes one ASCII letter or several; returns how many bytes.
  size_t TakeLetters(std::string_view utf8, size_t at) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (word_ == nullptr) {
      if ((byte == 'h' || byte == 'w') && StartsWithAddress(utf8.substr(at, 8))) {
        PushWord("http ");
        return UntilSpace(utf8.substr(at));
      }
    }
    if (utf8.size() - at >= kStride) {
      const Letters letters(utf8.data() + at);
      const bool open = word_ != nullptr;
      // A word stands behind a gap, so that there are two bytes before its second letter.
      const auto before = static_cast<unsigned char>(open ? out_[-1] : 0);
      const auto two_before = static_cast<unsigned char>(open ? out_[-2] : 0);
      if (!letters.HaveThreeInARow(before, two_before)) {
        if (!open) word_ = out_;
        std::memcpy(out_, &letters.lower, kStride);
        out_ += letters.count;
        word_letters_ += letters.count;
        if (letters.capitals != 0) {
          word_capitals_ += static_cast<size_t>(std::popcount(letters.capitals));
        }
        return letters.count;
      }
    }
    PushLetter(static_cast<char>(byte | 0x20), kAscii[byte] == Kind::kUpper);
    return 1;
  }

  // Takes what begins with an ASCII character other than a letter; returns how many
  // bytes.
  size_t TakeAscii(std::string_view utf8, size_t at) {
    const char byte = utf8[at];
    switch (kAscii[static_cast<unsigned char>(byte)]) {
      case Kind::kLower:
      case Kind::kUpper:
        break;
      case Kind::kDigit:
        if (word_ == nullptr || out_[-1] != '0') Push('0');
        break;
      case Kind::kApostrophe:
        PushApostrophe();
        break;
      case Kind::kClause:
        if (const Face face = FaceAt(utf8.substr(at, 4)); face.bytes > 0) {
          PushEmoji(face.code);
          return face.bytes;
        }
        PushMark(',');
        break;
      case Kind::kStop:
        PushMark('.');
        break;
      case Kind::kCall:
        PushMark(byte);
        break;
      case Kind::kGap:
        if (byte == '@' && word_ == nullptr) {
          if (const size_t bytes = HandleBytes(utf8.substr(at)); bytes > 1) {
            PushWord("@user ");
            return bytes;
          }
        }
        if (byte == '<' || byte == '=') {
          if (const Face face = FaceAt(utf8.substr(at, 4)); face.bytes > 0) {
            PushEmoji(face.code);
            return face.bytes;
          }
        }
        EndWord();
        break;
    }
    return 1;
  }

  void PushApostrophe() {
    if (word_ != nullptr && out_[-1] != '\'') Push('\'');
  }

  void TakeCharacter(uint32_t code) {
    if (code >= 0xC0 && code <= 0xFF && code != 0xD7 && code != 0xF7) {
      const bool capital = code < 0xDF;
      PushLetter(static_cast<char>(capital ? code + 0x20 : code), capital);
    } else if (code >= 0x100 && code < 0x180) {
      PushLetter(kLatinExtendedA[code - 0x100], false);
    } else if (code >= 0x300 && code < 0x370) {
      if (word_ != nullptr) {
        if (const char joined = Combine(out_[-1], code)) out_[-1] = joined;
      }
    } else if (code == 0x2019 || code == 0x2018) {
      PushApostrophe();
    } else if (code == 0x2026) {
      PushMark('.');
      PushMark('.');
    } else if (IsEmoji(code)) {
      PushEmoji(code);
    } else if (code < 0xC0 || (code >= 0x2000 && code < 0x2C00) ||
               (code >= 0x3000 && code < 0x3040) || (code >= 0xFE00 && code < 0xFE10) ||
               code == 0xD7 || code == 0xF7 || (code >= 0x1F3FB && code <= 0x1F3FF) ||
               code >= 0xE0000) {
      // Punctuation, spaces, joiners, direction marks, variation selectors.
      EndWord();
    } else {
      ++symbols_.letters;
      ++symbols_.foreign_letters;
      Push(static_cast<char>(Symbols::kForeign + (code ^ code >> 5) % 32));
    }
  }

  Symbols& symbols_;
  const char* const begin_;
  char* out_;
  char* word_ = nullptr;      // where the open word begins
  size_t word_capitals_ = 0;  // in the open word
  size_t word_letters_ = 0;   // in the open word
};

}  // namespace

void Symbols::Clear() {
  text.clear();
  letters = foreign_letters = words = capital_words = 0;
}

void Symbols::Append(std::string_view utf8) {
  if (text.empty()) text.push_back(kGap);
  const size_t size = text.size();
  text.resize(size + kMostForAByte * utf8.size() + kStride);
  char* const begin = text.data();
  const char* const end = Writer(*this, begin, begin + size).Write(utf8);
  text.resize(static_cast<size_t>(end - begin));
}

void Symbols::Finish() {
  if (text.empty()) text.push_back(kGap);
  text.append(kPadding, kGap);
}

std::string FoldedWord(std::string_view utf8) {
  Symbols symbols;
  symbols.Append(utf8);
  const std::string_view word = std::string_view(symbols.text).substr(1);
  const bool has_letters = !word.empty() && word[0] != Symbols::kEmoji && word[0] != '@' &&
                           std::string_view("!?.,").find(word[0]) == std::string_view::npos;
  // One gap, behind it.
  if (!has_letters || word.find(Symbols::kGap) != word.size() - 1) return {};
  return std::string(word.substr(0, word.size() - 1));
}

std::string EmojiWord(uint32_t code) {
  std::string word(kEmojiBytes, '\0');
  WriteEmoji(code, word.data());
  return word;
}

}  // namespace voc::sentiment
