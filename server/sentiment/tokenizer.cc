#include "server/sentiment/tokenizer.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/strings/ascii.h"

namespace voc::sentiment {
namespace {

struct Character {
  uint32_t code;
  size_t bytes;
};

// What stands at `at`. A byte that begins no complete character is returned as
// itself, one byte long, so that every loop moves on.
Character Decode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const auto follows = [&](size_t i) { return at + i < text.size() && (byte(i) & 0xC0) == 0x80; };
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
  return {lead, 1};
}

enum class Class { kLetter, kApostrophe, kSpace, kSymbol, kClauseEnd, kSentenceEnd, kExclamation };

Class Classify(Character character) {
  const uint32_t code = character.code;
  if (code < 0x80) {
    switch (code) {
      case '\'':
        return Class::kApostrophe;
      case '!':
        return Class::kExclamation;
      case '.':
      case '?':
      case '\n':
        return Class::kSentenceEnd;
      case ',':
      case ';':
      case ':':
      case '(':
      case ')':
        return Class::kClauseEnd;
      default:
        return absl::ascii_isalnum(static_cast<unsigned char>(code)) ? Class::kLetter
                                                                     : Class::kSpace;
    }
  }
  if (character.bytes == 1) return Class::kLetter;  // no UTF-8
  // Latin-1 punctuation; general punctuation with joiners; variation selectors,
  // which may follow any emoji.
  if ((code >= 0xA0 && code < 0xC0) || (code >= 0x2000 && code < 0x2070) ||
      (code >= 0xFE00 && code < 0xFE10)) {
    return Class::kSpace;
  }
  if (code == 0x3001 || code == 0xFF0C) return Class::kClauseEnd;
  if (code == 0x3002 || code == 0xFF1F) return Class::kSentenceEnd;
  if (code == 0xFF01) return Class::kExclamation;
  // Skin tones say nothing.
  if (code >= 0x1F3FB && code <= 0x1F3FF) return Class::kSpace;
  if ((code >= 0x2600 && code < 0x27C0) || (code >= 0x2B00 && code < 0x2C00) ||
      (code >= 0x1F000 && code < 0x1FB00)) {
    return Class::kSymbol;
  }
  return Class::kLetter;
}

}  // namespace

void AppendFolded(std::string_view text, std::string& out) {
  out.reserve(out.size() + text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto next = [&](size_t n) {
      return i + n < text.size() ? static_cast<unsigned char>(text[i + n]) : 0;
    };
    if (byte < 0x80) {
      out.push_back(static_cast<char>(absl::ascii_tolower(byte)));
    } else if (byte == 0xC3 && next(1) >= 0x80 && next(1) <= 0x9E && next(1) != 0x97) {
      out.push_back(text[i]);  // À to Þ without ×
      out.push_back(static_cast<char>(next(1) + 0x20));
      ++i;
    } else if (byte == 0xE2 && next(1) == 0x80 && next(2) == 0x99) {
      out.push_back('\'');
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
}

Tokens Tokenize(std::string_view folded) {
  Tokens tokens;
  size_t word_begin = 0;
  size_t word_end = 0;  // behind the last letter: an apostrophe at the end is none
  const auto finish_word = [&] {
    if (word_end > word_begin) {
      tokens.push_back({Token::Kind::kWord, folded.substr(word_begin, word_end - word_begin)});
    }
    word_begin = word_end = 0;
  };
  for (size_t at = 0; at < folded.size();) {
    const Character character = Decode(folded, at);
    const Class kind = Classify(character);
    if (kind == Class::kLetter) {
      if (word_end == 0) word_begin = at;
      word_end = at + character.bytes;
    } else if (kind != Class::kApostrophe || word_end != at) {
      finish_word();
      switch (kind) {
        case Class::kSymbol:
          tokens.push_back({Token::Kind::kEmoji, folded.substr(at, character.bytes)});
          break;
        case Class::kClauseEnd:
          tokens.push_back({Token::Kind::kClauseEnd, {}});
          break;
        case Class::kSentenceEnd:
          tokens.push_back({Token::Kind::kSentenceEnd, {}});
          break;
        case Class::kExclamation:
          tokens.push_back({Token::Kind::kExclamation, {}});
          break;
        default:
          break;
      }
    }
    at += character.bytes;
  }
  finish_word();
  return tokens;
}

}  // namespace voc::sentiment
