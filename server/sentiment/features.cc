#include "server/sentiment/features.h"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
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

// The first `count` of eight bytes, 1..8, and zeros.
uint64_t FirstBytes(uint64_t bytes, size_t count) {
  return bytes & ~uint64_t{0} >> (8 - count) * 8;
}

// A hash of a word whose last letters, eight or fewer, are `letters`.
uint64_t LastHash(uint64_t hash, uint64_t letters) {
  hash = (hash ^ letters) * kLongWordSalt;
  return (hash ^ hash >> 32) * kWordSalt;
}

// The longest word whose letters are as many bits as its hash.
constexpr size_t kUnmistakable = sizeof(uint64_t);

uint64_t MakeSecret() {
  std::random_device random;
  return uint64_t{random()} << 32 | random() | 1;
}

// How many of the eight bytes of `bytes` stand before the first gap; 8 if there is none.
size_t BytesBeforeGap(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101;
  const uint64_t zero_at_gap = bytes ^ kOnes * Symbols::kGap;
  // The lowest bit set is right, which is all that matters.
  const uint64_t gaps = (zero_at_gap - kOnes) & ~zero_at_gap & kOnes << 7;
  return static_cast<size_t>(std::countr_zero(gaps)) / 8;
}

// A word up to the gap behind it.
Spelling SpellingAt(const char* text, size_t begin) {
  const char* const word = text + begin;
  const uint64_t letters = Load(word);
  size_t length = BytesBeforeGap(letters);
  Spelling spelling{.begin = static_cast<uint32_t>(begin)};
  if (length < kUnmistakable) {
    spelling.hash = LastHash(length * kWordSalt, FirstBytes(letters, length));
    spelling.key = spelling.hash;
  } else {
    for (size_t more = 8; more == 8; length += more) more = BytesBeforeGap(Load(word + length));
    spelling.hash = HashWord(word, length);
    spelling.key = KeyOfWord(word, length);
  }
  spelling.length = static_cast<uint32_t>(length);
  return spelling;
}

// ! , . and ? are bits of a number; nothing else below it begins a word.
bool IsMark(char c) {
  constexpr uint64_t kMarks =
      uint64_t{1} << '!' | uint64_t{1} << ',' | uint64_t{1} << '.' | uint64_t{1} << '?';
  return static_cast<unsigned char>(c) < 64 && (kMarks >> c & 1) != 0;
}

}  // namespace

uint64_t HashWord(const char* word, size_t length) {
  uint64_t hash = length * kWordSalt;
  for (; length > sizeof hash; word += sizeof hash, length -= sizeof hash) {
    hash = (hash ^ Load(word)) * kLongWordSalt;
    hash ^= hash >> 32;
  }
  return LastHash(hash, FirstBytes(Load(word), length));
}

uint64_t KeyOfWord(const char* word, size_t length) {
  static const uint64_t secret = MakeSecret();
  if (length <= kUnmistakable) return HashWord(word, length);
  uint64_t key = length;
  for (; length > sizeof key; word += sizeof key, length -= sizeof key) {
    key = (key ^ Load(word)) * secret;
    key ^= key >> 32;
  }
  key = (key ^ FirstBytes(Load(word), length)) * secret;
  return (key ^ key >> 32) * secret;
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
  pieces = 0;
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
    Spelling spelling = SpellingAt(text, begin);
    begin += spelling.length + 1;
    const char first = text[spelling.begin];
    const bool mark = IsMark(first);
    if (mark || first == Symbols::kEmoji) spelling.length = 0;
    features.spelling.push_back(spelling);
    features.pieces += spelling.pieces();
    const uint32_t hash = spelling.feature();
    features.context.push_back(Mix(before * uint64_t{0x1B873593} + hash, kPairSalt));
    before = hash;
    if (mark) {
      features.calls += first == '!' ? 1 : 0;
      features.questions += first == '?' ? 1 : 0;
      negated = 0;
      before_modifiers = 0;
      if (first != ',') but = false;
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
