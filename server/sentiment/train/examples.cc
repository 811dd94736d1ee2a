#include "server/sentiment/train/examples.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "server/sentiment/modifiers.h"
#include "server/sentiment/train/xz_file.h"
#include "storage/base/strings.h"

namespace voc::sentiment::train {
namespace {

// A run of lines of a public file. What each counts was found on the development
// split; subtitles and film plots are far from what customers write.
struct PublicSource {
  std::string_view file;
  size_t first_line;
  size_t last_line;
  std::string_view name;
  Language language;
  float weight;
  bool with_neutral;
};

constexpr std::string_view kFilmReviews = "film reviews";

constexpr PublicSource kPublicSources[] = {
    {"en.tsv.xz", 1, 44'516, "GoEmotions", Language::kEnglish, 0.7F, true},
    {"en.tsv.xz", 44'517, 46'478, "labelled sentences", Language::kEnglish, 3, false},
    {"en.tsv.xz", 46'479, 54'395, "product reviews", Language::kEnglish, 1, true},
    {"en.tsv.xz", 54'396, 62'391, "film snippets", Language::kEnglish, 1, false},
    {"en.tsv.xz", 62'392, 64'360, kFilmReviews, Language::kEnglish, 1, false},
    {"en.tsv.xz", 64'361, 69'358, "film plots", Language::kEnglish, 0.3F, true},
    {"en.tsv.xz", 69'359, 90'181, "XED en", Language::kEnglish, 0.5F, true},
    {"en_tweets_semeval.tsv.xz", 1, 49'380, "SemEval tweets", Language::kEnglish, 1.7F, true},
    {"sv.tsv.xz", 1, 4'364, "ABSAbank", Language::kSwedish, 0.15F, true},
    {"sv.tsv.xz", 4'365, 7'798, "XED sv", Language::kSwedish, 0.4F, false},
    {"sv.tsv.xz", 7'799, 11'156, "composed sv", Language::kSwedish, 1, true},
    {"da.tsv.xz", 1, 1'309, "XED da", Language::kDanish, 0.4F, false},
    {"da.tsv.xz", 1'310, 4'681, "composed da", Language::kDanish, 1, true},
    {"no.tsv.xz", 1, 3'092, "XED no", Language::kNorwegian, 0.4F, false},
    {"no.tsv.xz", 3'093, 6'426, "composed no", Language::kNorwegian, 1, true},
    {"no_norec_weights_only.tsv.xz", 1, 8'994, "NoReC", Language::kNorwegian, 1, true},
};

// One in so many texts is kept for development.
constexpr uint32_t kDevelopmentShare = 10;

uint32_t Fnv(std::string_view text) {
  uint32_t hash = 2'166'136'261;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16'777'619;
  return hash ^ hash >> 15;
}

bool ForDevelopment(std::string_view text) { return Fnv(text) % kDevelopmentShare == 0; }

std::optional<Tone> ToneOf(std::string_view label) {
  if (label == "neg") return Tone::kNegative;
  if (label == "pos") return Tone::kPositive;
  if (label == "neu") return Tone::kNeutral;
  return std::nullopt;
}

// Calls `use` with number, first and second field of every line; stops at the
// first error, to which it adds file and line. Empty lines are passed over.
template <typename Use>
absl::Status ForEachPair(const std::string& path, Use use) {
  const absl::StatusOr<std::string> whole = ReadWhole(path);
  if (!whole.ok()) return whole.status();
  size_t number = 0;
  for (const absl::string_view line : absl::StrSplit(*whole, '\n')) {
    ++number;
    if (line.empty()) continue;
    const std::pair<absl::string_view, absl::string_view> pair =
        absl::StrSplit(line, absl::MaxSplits('\t', 1));
    if (pair.first.empty() || pair.second.empty()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", number, ": not two fields"));
    }
    const absl::Status status = use(number, base::ToStd(pair.first), base::ToStd(pair.second));
    if (!status.ok()) {
      return absl::InvalidArgumentError(absl::StrCat(path, ":", number, ": ", status.message()));
    }
  }
  return absl::OkStatus();
}

absl::Status LoadPublic(const std::string& folder, Corpus& corpus) {
  for (const PublicSource& source : kPublicSources) {
    const std::string path = absl::StrCat(folder, "/", base::ToAbsl(source.file));
    const absl::Status status = ForEachPair(
        path, [&](size_t number, std::string_view label, std::string_view text) -> absl::Status {
          if (number < source.first_line || number > source.last_line) return absl::OkStatus();
          const std::optional<Tone> tone = ToneOf(label);
          if (!tone) return absl::InvalidArgumentError("not neg, neu or pos");
          corpus.examples.push_back({.text = std::string(text),
                                     .source = std::string(source.name),
                                     .language = source.language,
                                     .tone = *tone,
                                     .with_neutral = source.with_neutral,
                                     .weight = source.weight,
                                     .development = ForDevelopment(text)});
          return absl::OkStatus();
        });
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

// Public texts in English are so many that ours would be lost among them.
constexpr float kOwnEnglishWeight = 3;

// A file of this project's own: all of it for development, or a tenth.
absl::Status LoadTexts(const std::string& path, Language language, const std::string& name,
                       bool only_development, Corpus& corpus) {
  std::vector<Example> examples;
  bool with_neutral = false;
  const absl::Status status =
      ForEachPair(path, [&](size_t, std::string_view label, std::string_view text) -> absl::Status {
        const std::optional<Tone> tone = ToneOf(label);
        if (!tone) return absl::InvalidArgumentError("not neg, neu or pos");
        with_neutral = with_neutral || *tone == Tone::kNeutral;
        examples.push_back({.text = std::string(text),
                            .source = name,
                            .language = language,
                            .tone = *tone,
                            .weight = language == Language::kEnglish ? kOwnEnglishWeight : 1,
                            .development = only_development || ForDevelopment(text)});
        return absl::OkStatus();
      });
  for (Example& example : examples) {
    example.with_neutral = with_neutral;
    corpus.examples.push_back(std::move(example));
  }
  return status;
}

absl::Status LoadLexicon(const std::string& path, std::vector<std::pair<std::string, int>>& into) {
  return ForEachPair(
      path, [&](size_t, std::string_view word, std::string_view number) -> absl::Status {
        int valence = 0;
        if (!absl::SimpleAtoi(base::ToAbsl(number), &valence) || std::abs(valence) > 4) {
          return absl::InvalidArgumentError("not a valence from -4 to 4");
        }
        into.emplace_back(word, valence);
        return absl::OkStatus();
      });
}

absl::Status LoadModifiers(const std::string& path, Corpus& corpus) {
  return ForEachPair(path,
                     [&](size_t, std::string_view kind, std::string_view word) -> absl::Status {
                       uint8_t bits = 0;
                       if (kind == "negation") bits = kNegation;
                       if (kind == "strong") bits = kStrong;
                       if (kind == "weak") bits = kWeak;
                       if (kind == "but") bits = kBut;
                       if (bits == 0)
                         return absl::InvalidArgumentError("not negation, strong, weak or but");
                       corpus.modifiers.emplace_back(word, bits);
                       return absl::OkStatus();
                     });
}

absl::Status LoadOwn(const std::string& folder, Corpus& corpus) {
  absl::Status status;
  const auto then = [&](absl::Status next) {
    if (status.ok()) status = std::move(next);
  };
  for (size_t i = 0; i < kLanguages; ++i) {
    const auto language = static_cast<Language>(i);
    const std::string tag(kLanguageTags[i]);
    const auto in = [&](absl::string_view what) {
      return absl::StrCat(folder, "/", tag, "/", what, ".tsv");
    };
    then(LoadTexts(in("phrases"), language, absl::StrCat("phrases ", tag), false, corpus));
    then(LoadTexts(in("reviews"), language, absl::StrCat("reviews ", tag), false, corpus));
    then(LoadLexicon(in("lexicon"), corpus.lexicon[i]));
    then(LoadModifiers(in("modifiers"), corpus));
  }
  then(LoadLexicon(absl::StrCat(folder, "/emoji.tsv"), corpus.emoji));
  then(ForEachPair(absl::StrCat(folder, "/other/phrases.tsv"),
                   [&](size_t, std::string_view, std::string_view text) -> absl::Status {
                     corpus.foreign.push_back({std::string(text), ForDevelopment(text)});
                     return absl::OkStatus();
                   }));
  const std::pair<absl::string_view, Language> development[] = {
      {"en_airline_tweets", Language::kEnglish},
      {"sv_reviews", Language::kSwedish},
      {"da_reviews", Language::kDanish},
      {"da_news_social", Language::kDanish},
      {"no_review_sentences", Language::kNorwegian}};
  for (const auto& [name, language] : development) {
    then(LoadTexts(absl::StrCat(folder, "/dev/", name, ".tsv"), language,
                   absl::StrCat("dev/", name), true, corpus));
  }
  for (const Language language : {Language::kSwedish, Language::kDanish, Language::kNorwegian}) {
    const std::string_view tag = kLanguageTags[static_cast<size_t>(language)];
    then(ForEachPair(absl::StrCat(folder, "/dev/", base::ToAbsl(tag), "_short.tsv"),
                     [&](size_t, std::string_view, std::string_view text) -> absl::Status {
                       corpus.short_texts.emplace_back(text, language);
                       return absl::OkStatus();
                     }));
  }
  return status;
}

bool IsOwn(const Example& example) {
  return example.source.rfind("phrases", 0) == 0 || example.source.rfind("reviews", 0) == 0;
}

// Numbers from 0 to limit - 1, the same on every machine.
class Dice {
 public:
  size_t Roll(size_t limit) {
    state_ = state_ * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    return (state_ >> 33) % limit;
  }

 private:
  uint64_t state_ = 5;
};

// Phrases put together: two or three of one tone, or one beside a neutral one.
void AddComposed(Corpus& corpus, Dice& dice) {
  constexpr size_t kALanguage = 4'000;
  constexpr float kWeight = 0.5F;
  for (size_t l = 0; l < kLanguages; ++l) {
    const auto language = static_cast<Language>(l);
    std::array<std::vector<std::string>, kTones> phrases;
    for (const Example& example : corpus.examples) {
      if (example.language != language || example.development) continue;
      if (example.source.rfind("phrases", 0) != 0) continue;
      phrases[static_cast<size_t>(example.tone)].push_back(example.text);
    }
    if (std::any_of(phrases.begin(), phrases.end(), [](const auto& of) { return of.empty(); })) {
      continue;
    }
    for (size_t i = 0; i < kALanguage; ++i) {
      const auto tone = static_cast<Tone>(i % kTones);
      const auto one_of = [&](Tone of) -> const std::string& {
        const auto& list = phrases[static_cast<size_t>(of)];
        return list[dice.Roll(list.size())];
      };
      const char* const joint = dice.Roll(2) == 0 ? ". " : " ";
      const size_t how = dice.Roll(10);
      std::string text;
      if (how < 6) {
        text = absl::StrCat(one_of(tone), joint, one_of(tone));
      } else if (how < 7) {
        text = absl::StrCat(one_of(Tone::kNeutral), joint, one_of(tone));
      } else if (how < 8) {
        text = absl::StrCat(one_of(tone), joint, one_of(Tone::kNeutral));
      } else {
        text = absl::StrCat(one_of(tone), joint, one_of(tone), joint, one_of(tone));
      }
      corpus.examples.push_back({.text = std::move(text),
                                 .source = "composed",
                                 .language = language,
                                 .tone = tone,
                                 .weight = kWeight});
    }
  }
}

// å ä ö æ ø as people type them on a keyboard that has none.
std::string WithoutNordicLetters(std::string_view text, bool two_letters) {
  std::string out;
  for (size_t i = 0; i < text.size(); ++i) {
    const auto next = i + 1 < text.size() ? static_cast<unsigned char>(text[i + 1]) : 0;
    if (static_cast<unsigned char>(text[i]) != 0xC3 || next == 0) {
      out.push_back(text[i]);
      continue;
    }
    switch (next | 0x20) {
      case 0xA5:
        out += two_letters ? "aa" : "a";
        break;
      case 0xA4:
        out += "a";
        break;
      case 0xA6:
        out += two_letters ? "ae" : "a";
        break;
      case 0xB6:
        out += "o";
        break;
      case 0xB8:
        out += two_letters ? "oe" : "o";
        break;
      default:
        out.push_back(text[i]);
        out.push_back(text[i + 1]);
    }
    ++i;
  }
  return out;
}

void AddWithoutNordicLetters(Corpus& corpus, Dice& dice) {
  constexpr size_t kOneIn = 5;
  constexpr float kWeight = 0.5F;
  const size_t count = corpus.examples.size();
  for (size_t i = 0; i < count; ++i) {
    const Example& example = corpus.examples[i];
    if (example.development || !(IsOwn(example) || example.source == "composed")) continue;
    if (dice.Roll(kOneIn) != 0) continue;
    Example made = example;
    made.text = WithoutNordicLetters(made.text, dice.Roll(2) == 0);
    made.weight *= kWeight;
    made.source = "without letters";
    if (made.text != example.text) corpus.examples.push_back(std::move(made));
  }
}

// Film reviews are pages long, and what a long text says is spread so thin over its words that it
// teaches hardly any: cut into pieces as long as customers write, it does.
void AddPieces(Corpus& corpus) {
  constexpr size_t kWords = 60;
  constexpr float kWeight = 5;  // of all pieces of a review
  std::vector<Example> made;
  for (const Example& example : corpus.examples) {
    if (example.development || example.source != kFilmReviews) continue;
    const std::vector<absl::string_view> words = absl::StrSplit(example.text, ' ');
    const size_t pieces = words.size() / kWords;
    for (size_t i = 0; i < pieces; ++i) {
      const auto first = words.begin() + static_cast<std::ptrdiff_t>(i * kWords);
      Example& piece = made.emplace_back(example);
      piece.text = absl::StrJoin(first, first + kWords, " ");
      piece.source = "pieces";
      piece.weight = kWeight * example.weight / static_cast<float>(pieces);
    }
  }
  std::move(made.begin(), made.end(), std::back_inserter(corpus.examples));
}

// A word of the lexicon is a text of one word.
void AddLexicon(Corpus& corpus) {
  constexpr float kClearest = 3;  // valence that counts as a whole text
  for (size_t l = 0; l < kLanguages; ++l) {
    for (const auto* list : {&corpus.lexicon[l], &corpus.emoji}) {
      for (const auto& [word, valence] : *list) {
        if (valence == 0) continue;
        corpus.examples.push_back({.text = word,
                                   .source = "lexicon",
                                   .language = static_cast<Language>(l),
                                   .tone = valence > 0 ? Tone::kPositive : Tone::kNegative,
                                   .with_neutral = false,
                                   .weight = static_cast<float>(std::abs(valence)) / kClearest});
      }
    }
  }
}

}  // namespace

absl::StatusOr<Corpus> LoadCorpus(const std::string& data, const std::string& own) {
  Corpus corpus;
  absl::Status status = LoadPublic(data, corpus);
  if (status.ok()) status = LoadOwn(own, corpus);
  if (!status.ok()) return status;
  return corpus;
}

size_t FoldOf(std::string_view text, size_t folds) {
  // What does not decide which texts are kept for development.
  return Fnv(text) / kDevelopmentShare % folds;
}

void AddMadeExamples(Corpus& corpus) {
  Dice dice;
  AddComposed(corpus, dice);
  AddWithoutNordicLetters(corpus, dice);
  AddLexicon(corpus);
  AddPieces(corpus);
}

}  // namespace voc::sentiment::train
