#include "server/discover/corpus.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "server/sentiment/tokenizer.h"
#include "storage/base/strings.h"

namespace voc::discover {
namespace {

using sentiment::Token;

constexpr uint32_t kBreak = ~uint32_t{0};
static_assert(kMaxVocabulary < (size_t{1} << kStemBits) - 1);
static_assert(kMaxPhraseWords * kStemBits <= 64);

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }

bool IsNumber(std::string_view word) { return std::all_of(word.begin(), word.end(), IsDigit); }

// "5.0" or "5.0.1".
bool IsVersion(std::string_view word) {
  return !word.empty() && IsDigit(word.front()) && word.find('.') != std::string_view::npos;
}

// Whether the dot between two tokens joins them into a version.
bool Continues(std::string_view word, std::string_view next) {
  return next.data() == word.data() + word.size() + 1 && word.data()[word.size()] == '.' &&
         IsDigit(next.front()) && IsDigit(word.front()) && IsDigit(word.back());
}

}  // namespace

void ForEachWord(std::string_view folded, absl::FunctionRef<void(std::string_view)> visit) {
  const sentiment::Tokens tokens = sentiment::Tokenize(folded);
  for (size_t i = 0; i < tokens.size(); ++i) {
    std::string_view word = tokens[i].text;
    if (tokens[i].kind != Token::Kind::kWord) {
      visit({});
      continue;
    }
    while (i + 2 < tokens.size() && tokens[i + 1].kind == Token::Kind::kSentenceEnd &&
           tokens[i + 2].kind == Token::Kind::kWord && Continues(word, tokens[i + 2].text)) {
      word = {word.data(), word.size() + 1 + tokens[i + 2].text.size()};
      i += 2;
    }
    visit(word);
  }
}

Corpus::Corpus(const WordKinds& kinds) : kinds_(kinds) {}

uint8_t Corpus::LanguageIndex(std::string_view tag) {
  const auto [at, is_new] = language_of_tag_.try_emplace(std::string(tag));
  if (!is_new) return at->second;
  std::string language = BaseLanguage(tag);
  auto known = std::find(languages_.begin(), languages_.end(), language);
  if (known == languages_.end() && languages_.size() + 1 >= kMaxLanguages && !language.empty()) {
    known = std::find(languages_.begin(), languages_.end(), std::string());
    language.clear();
  }
  at->second = static_cast<uint8_t>(known - languages_.begin());
  if (known == languages_.end()) languages_.push_back(std::move(language));
  return at->second;
}

std::optional<uint32_t> Corpus::Intern(uint8_t language, std::string_view word) {
  auto& ids = word_ids_[language];
  const auto found = ids.find(word);
  if (found != ids.end()) return found->second;
  if (words_.size() == kMaxVocabulary) return std::nullopt;
  const auto id = static_cast<uint32_t>(words_.size());
  const std::string_view text = texts_.emplace_back(word);
  const std::string& name = languages_[language];
  WordKind kind = WordKind::kFunction;
  if (IsVersion(word)) {
    kind = WordKind::kContent;
  } else if (!IsNumber(word)) {
    kind = kinds_.Of(name, word);
  }
  const std::string_view stem = kind == WordKind::kContent ? stemmer_.Stem(name, text) : text;
  const uint32_t stem_id =
      stem_ids_.try_emplace(std::string(stem), static_cast<uint32_t>(stem_ids_.size()))
          .first->second;
  words_.push_back({text, stem_id, kind});
  ids.emplace(text, id);
  return id;
}

void Corpus::Add(Document document, std::string_view language, std::string_view text) {
  document.language = LanguageIndex(language);
  document.first_token = static_cast<uint32_t>(tokens_.size());
  std::string folded;
  sentiment::AppendFolded(text, folded);
  size_t words = 0;
  ForEachWord(folded, [&](std::string_view word) {
    if (words == kMaxTextWords) return;
    std::optional<uint32_t> id;
    if (!word.empty() && word.size() <= kMaxWordBytes) {
      id = Intern(document.language, word);
      ++words;
    }
    // Two breaks in a row say no more than one.
    if (!id && tokens_.size() > document.first_token && tokens_.back() == kBreak) return;
    tokens_.push_back(id.value_or(kBreak));
  });
  document.token_count = static_cast<uint32_t>(tokens_.size()) - document.first_token;
  documents_.push_back(document);
}

void Corpus::Sort() {
  std::sort(documents_.begin(), documents_.end(), [](const Document& a, const Document& b) {
    return std::tie(a.language, a.author, a.now, a.event_sequence) <
           std::tie(b.language, b.author, b.now, b.event_sequence);
  });
}

void Corpus::ForEachPhrase(const Document& document,
                           absl::FunctionRef<void(const PhraseAt&)> visit) const {
  const uint32_t end = document.first_token + document.token_count;
  for (uint32_t first = document.first_token; first < end; ++first) {
    if (tokens_[first] == kBreak || words_[tokens_[first]].kind == WordKind::kFunction) continue;
    PhraseAt at{.first = first};
    for (uint32_t i = first; i < end && at.words < kMaxPhraseWords; ++i) {
      if (tokens_[i] == kBreak) break;
      const Word& word = words_[tokens_[i]];
      at.key |= (PhraseKey{word.stem} + 1) << (kStemBits * at.words);
      ++at.words;
      if (word.kind != WordKind::kContent) continue;
      ++at.content_words;
      visit(at);
    }
  }
}

std::string Corpus::Words(const PhraseAt& at) const {
  std::string phrase;
  for (uint32_t i = at.first; i < at.first + at.words; ++i) {
    absl::StrAppend(&phrase, phrase.empty() ? "" : " ", base::ToAbsl(words_[tokens_[i]].text));
  }
  return phrase;
}

uint64_t Corpus::Spelling(const PhraseAt& at) const {
  uint64_t spelling = 0;
  for (uint32_t i = 0; i < at.words; ++i) {
    spelling |= (uint64_t{tokens_[at.first + i]} + 1) << (kStemBits * i);
  }
  return spelling;
}

}  // namespace voc::discover
