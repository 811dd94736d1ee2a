#include "server/sentiment/symbols.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
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
  if (lead >= 0xE0 && lead < 0xF0 && follows(1) && follows(2)) {
    return {(lead & 0x0F) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu), 3};
  }
  if (lead >= 0xF0 && lead < 0xF5 && follows(1) && follows(2) && follows(3)) {
    return {
        (lead & 0x07) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu),
        4};
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
  if (text.substr(0, 2) == "<3") return {2, 0x2764};
  const char eyes = text[0];
  if (eyes != ':' && eyes != ';' && eyes != '=') return {};
  size_t at = 1;
  if (at < text.size() && (text[at] == '-' || text[at] == '\'')) ++at;
  if (at >= text.size()) return {};
  const auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : ' ';
  const bool ends = next >= 0x80 || (kAscii[next] != Kind::kLower && kAscii[next] != Kind::kUpper &&
                                     kAscii[next] != Kind::kDigit && next != '/');
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

}  // namespace

void Symbols::Clear() {
  text.clear();
  letters = foreign_letters = words = capital_words = 0;
  word_begin_ = word_capitals_ = word_letters_ = 0;
}

void Symbols::EndWord() {
  if (word_begin_ == 0) return;
  if (text.back() == '\'') text.pop_back();
  if (word_letters_ >= 2) {
    ++words;
    if (word_capitals_ == word_letters_) ++capital_words;
  }
  text.push_back(kGap);
  word_begin_ = word_capitals_ = word_letters_ = 0;
}

void Symbols::Push(char letter) {
  if (word_begin_ == 0) word_begin_ = text.size();
  const size_t length = text.size() - word_begin_;
  if (length >= 2 && text.back() == letter && text[text.size() - 2] == letter) return;
  text.push_back(letter);
}

void Symbols::PushMark(char mark) {
  EndWord();
  const size_t size = text.size();
  // "!" becomes "!!", which stays as it is.
  if (mark != ',' && size >= 3 && text[size - 2] == mark) {
    if (text[size - 3] == kGap) {
      text.back() = mark;
      text.push_back(kGap);
    }
    return;
  }
  text.push_back(mark);
  text.push_back(kGap);
}

void Symbols::PushEmoji(uint32_t code) {
  EndWord();
  text += EmojiWord(code);
  text.push_back(kGap);
}

void Symbols::Append(std::string_view utf8) {
  if (text.empty()) text.push_back(kGap);
  text.reserve(text.size() + utf8.size() + utf8.size() / 4 + kPadding + 2);
  for (size_t at = 0; at < utf8.size();) {
    const auto byte = static_cast<unsigned char>(utf8[at]);
    if (byte < 0x80) {
      switch (kAscii[byte]) {
        case Kind::kLower:
          if (word_begin_ == 0 && (byte == 'h' || byte == 'w') &&
              StartsWithAddress(utf8.substr(at, 8))) {
            text += "http ";
            at += UntilSpace(utf8.substr(at));
            continue;
          }
          ++letters;
          ++word_letters_;
          Push(static_cast<char>(byte));
          break;
        case Kind::kUpper:
          ++letters;
          ++word_letters_;
          ++word_capitals_;
          Push(static_cast<char>(byte | 0x20));
          break;
        case Kind::kDigit:
          if (word_begin_ == 0 || text.back() != '0') Push('0');
          break;
        case Kind::kApostrophe:
          if (word_begin_ != 0 && text.back() != '\'') Push('\'');
          break;
        case Kind::kClause:
          if (const Face face = FaceAt(utf8.substr(at, 4)); face.bytes > 0) {
            PushEmoji(face.code);
            at += face.bytes;
            continue;
          }
          PushMark(',');
          break;
        case Kind::kStop:
          PushMark('.');
          break;
        case Kind::kCall:
          PushMark(static_cast<char>(byte));
          break;
        case Kind::kGap:
          if (byte == '@' && word_begin_ == 0) {
            if (const size_t bytes = HandleBytes(utf8.substr(at)); bytes > 1) {
              text += "@user ";
              at += bytes;
              continue;
            }
          }
          if (byte == '<' || byte == '=') {
            if (const Face face = FaceAt(utf8.substr(at, 4)); face.bytes > 0) {
              PushEmoji(face.code);
              at += face.bytes;
              continue;
            }
          }
          EndWord();
          break;
      }
      ++at;
      continue;
    }
    const Character character = Decode(utf8.substr(at, 4));
    at += character.bytes;
    const uint32_t code = character.code;
    if (code >= 0xC0 && code <= 0xFF && code != 0xD7 && code != 0xF7) {
      const bool capital = code < 0xDF;
      ++letters;
      ++word_letters_;
      word_capitals_ += capital ? 1 : 0;
      Push(static_cast<char>(capital ? code + 0x20 : code));
    } else if (code >= 0x100 && code < 0x180) {
      ++letters;
      ++word_letters_;
      Push(kLatinExtendedA[code - 0x100]);
    } else if (code >= 0x300 && code < 0x370) {
      if (word_begin_ != 0) {
        if (const char joined = Combine(text.back(), code)) text.back() = joined;
      }
    } else if (code == 0x2019 || code == 0x2018) {
      if (word_begin_ != 0 && text.back() != '\'') Push('\'');
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
      ++letters;
      ++foreign_letters;
      Push(static_cast<char>(kForeign + (code ^ code >> 5) % 32));
    }
  }
  EndWord();
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
  std::string word(1, Symbols::kEmoji);
  for (int shift = 18; shift >= 0; shift -= 6) {
    word.push_back(static_cast<char>(0xC0 | (code >> shift & 0x3F)));
  }
  return word;
}

}  // namespace voc::sentiment
