#include "server/sentiment/features.h"

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace voc::sentiment {
namespace {

// Odd numbers of random bits, one a kind of feature.
constexpr uint64_t kWordSalt = 0x9E3779B97F4A7C15;
constexpr uint64_t kLongWordSalt = 0xD1B54A32D192ED03;
constexpr uint64_t kPairSalt = 0xE7037ED1A0B428DB;
constexpr uint64_t kNegatedSalt = 0xA0761D6478BD642F;

// A negation reaches so many words on, within its clause: "not a very good".
constexpr int kNegationReach = 4;

uint64_t Load(const char* at) {
  uint64_t value;
  std::memcpy(&value, at, sizeof value);
  return value;
}

uint32_t Mix(uint64_t value, uint64_t salt) {
  return static_cast<uint32_t>(MixFeature(value, salt) >> 32);
}

bool IsMark(char c) { return c == '!' || c == '?' || c == '.' || c == ','; }

}  // namespace

uint64_t HashWord(const char* word, size_t length) {
  uint64_t hash = length * kWordSalt;
  while (length > 8) {
    hash = (hash ^ Load(word)) * kLongWordSalt;
    hash ^= hash >> 32;
    word += 8;
    length -= 8;
  }
  hash = (hash ^ (Load(word) & ~uint64_t{0} >> (8 - length) * 8)) * kLongWordSalt;
  return (hash ^ hash >> 32) * kWordSalt;
}

uint64_t HashFoldedWord(std::string_view word) {
  std::string padded(word);
  padded.append(Symbols::kPadding, Symbols::kGap);
  return HashWord(padded.data(), word.size());
}

uint32_t HashListedWord(std::string_view utf8) {
  Symbols symbols;
  symbols.Append(utf8);
  symbols.Finish();
  const size_t end = symbols.text.find(Symbols::kGap, 1);
  if (end <= 1) return 0;
  return static_cast<uint32_t>(HashWord(symbols.text.data() + 1, end - 1) >> 32);
}

void Features::Clear() {
  spelling.clear();
  context.clear();
  said.clear();
  calls = questions = 0;
}

void Extract(const Symbols& symbols, const Modifiers& modifiers, Features& features) {
  const char* const text = symbols.text.data();
  const size_t end = symbols.text.size() - Symbols::kPadding;
  uint32_t before = 0;           // the word before
  uint8_t before_modifiers = 0;  // and what it does
  int negated = 0;               // words that the negation still reaches
  bool but = false;
  for (size_t begin = 1; begin < end;) {
    const char* const word = text + begin;
    const auto* const gap = static_cast<const char*>(std::memchr(word, Symbols::kGap, end - begin));
    const auto length = static_cast<size_t>(gap - word);
    const bool mark = IsMark(word[0]);
    const bool in_pieces = !mark && word[0] != Symbols::kEmoji;
    features.spelling.push_back({.hash = HashWord(word, length),
                                 .begin = static_cast<uint32_t>(begin),
                                 .length = static_cast<uint32_t>(in_pieces ? length : 0)});
    begin += length + 1;
    const uint32_t hash = features.spelling.back().feature();
    features.context.push_back(Mix(before * uint64_t{0x1B873593} + hash, kPairSalt));
    before = hash;
    if (mark) {
      features.calls += word[0] == '!' ? 1 : 0;
      features.questions += word[0] == '?' ? 1 : 0;
      negated = 0;
      before_modifiers = 0;
      if (word[0] != ',') but = false;
      continue;
    }
    const uint8_t is = modifiers.Find(hash);
    if (is & kBut) {
      but = true;
      negated = 0;
    }
    features.said.push_back({.hash = hash,
                             .negated = negated > 0,
                             .strong = (before_modifiers & kStrong) != 0,
                             .weak = (before_modifiers & kWeak) != 0,
                             .after_but = but});
    if (negated > 0) {
      features.context.push_back(Mix(hash, kNegatedSalt));
      --negated;
    }
    if (is & kNegation) negated = kNegationReach;
    before_modifiers = is;
  }
}

}  // namespace voc::sentiment
