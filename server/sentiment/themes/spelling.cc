#include "server/sentiment/themes/spelling.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

namespace voc::sentiment {
namespace {

struct Letter {
  std::string_view letter;
  std::string_view plain;  // without its mark
  std::string_view long_form;
};

constexpr std::array<Letter, 7> kLetters = {{
    {"å", "a", "aa"},
    {"ä", "a", "ae"},
    {"ö", "o", "oe"},
    {"æ", "ae", "ae"},
    {"ø", "o", "oe"},
    {"é", "e", "e"},
    {"ü", "u", "ue"},
}};

std::string Replaced(std::string_view word, std::string_view Letter::*by) {
  std::string out;
  while (!word.empty()) {
    const auto found = std::find_if(kLetters.begin(), kLetters.end(), [&](const Letter& letter) {
      return word.starts_with(letter.letter);
    });
    if (found == kLetters.end()) {
      out.push_back(word[0]);
      word.remove_prefix(1);
    } else {
      out.append((*found).*by);
      word.remove_prefix(found->letter.size());
    }
  }
  return out;
}

}  // namespace

std::vector<std::string> SpellingsOf(std::string_view word) {
  std::vector<std::string> spellings = {std::string(word)};
  for (std::string_view Letter::*by : {&Letter::plain, &Letter::long_form}) {
    std::string spelling = Replaced(word, by);
    if (std::find(spellings.begin(), spellings.end(), spelling) == spellings.end()) {
      spellings.push_back(std::move(spelling));
    }
  }
  return spellings;
}

}  // namespace voc::sentiment
