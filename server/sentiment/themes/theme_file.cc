#include "server/sentiment/themes/theme_file.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "server/sentiment/symbols.h"
#include "server/sentiment/tokenizer.h"
#include "storage/base/strings.h"

namespace voc::sentiment {
namespace {

// More than these are seldom read at once.
constexpr size_t kMaxErrors = 20;
constexpr size_t kMaxGaps = 2;

constexpr std::string_view kGapText = "..";
constexpr std::string_view kThemeWord = "theme";
constexpr std::string_view kNegationWord = "negation";

constexpr std::array<std::pair<std::string_view, ThemeLanguages>, 5> kLanguageNames = {{
    {"en", kThemeEnglish},
    {"sv", kThemeSwedish},
    {"da", kThemeDanish},
    {"no", kThemeNorwegian},
    {"all", kAllThemeLanguages},
}};

constexpr std::array<std::string_view, kNegationRoles> kRoleNames = {
    "before", "after", "clause", "subject", "opinion", "condition"};

std::string Quoted(std::string_view text) { return absl::StrCat("\"", base::ToAbsl(text), "\""); }

std::string_view Trimmed(std::string_view text) {
  return base::ToStd(absl::StripAsciiWhitespace(base::ToAbsl(text)));
}

// The parts of `text` between separators, trimmed, empty ones too.
std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (size_t begin = 0; begin <= text.size();) {
    const size_t end = std::min(text.find(separator, begin), text.size());
    parts.push_back(Trimmed(text.substr(begin, end - begin)));
    begin = end + 1;
  }
  return parts;
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  for (const std::string_view part : Split(text, ' ')) {
    if (!part.empty()) words.push_back(part);
  }
  return words;
}

// A '#' at the begin of a line or behind a blank begins a comment.
std::string_view WithoutComment(std::string_view line) {
  for (size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '#' && (i == 0 || line[i - 1] == ' ' || line[i - 1] == '\t')) {
      return line.substr(0, i);
    }
  }
  return line;
}

bool IsThemeId(std::string_view id) {
  if (id.empty() || id.size() > kMaxThemeIdBytes || id.front() == '-' || id.back() == '-') {
    return false;
  }
  return id.find("--") == std::string_view::npos && std::all_of(id.begin(), id.end(), [](char c) {
           return c == '-' || absl::ascii_isdigit(static_cast<unsigned char>(c)) ||
                  absl::ascii_islower(static_cast<unsigned char>(c));
         });
}

std::string Folded(std::string_view text) {
  std::string folded;
  AppendFolded(text, folded);
  return folded;
}

// Whether a text can hold `folded` as one word.
bool IsOneWord(std::string_view folded) {
  const Tokens tokens = Tokenize(folded);
  return tokens.size() == 1 && tokens[0].kind == Token::Kind::kWord && tokens[0].text == folded &&
         !FoldedWord(folded).empty();
}

class Parser {
 public:
  explicit Parser(std::string_view name) : name_(name) {}

  absl::StatusOr<ThemeFile> Parse(std::string_view text) {
    if (text.size() > kMaxThemeFileBytes) {
      return absl::InvalidArgumentError(
          absl::StrCat(name_, ":1: the file is larger than ", kMaxThemeFileBytes, " bytes"));
    }
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    while (!text.empty() && errors_.size() < kMaxErrors) {
      const size_t end = std::min(text.find('\n'), text.size());
      ++line_;
      TakeLine(Trimmed(WithoutComment(text.substr(0, end))));
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    if (!errors_.empty()) return absl::InvalidArgumentError(absl::StrJoin(errors_, "\n"));
    return std::move(file_);
  }

 private:
  enum class Section { kNone, kTheme, kNegation };
  // Line where a pattern was first seen, by theme, role and text, and for which
  // languages.
  using Seen = std::map<std::tuple<std::string, std::string>,
                        std::vector<std::pair<ThemeLanguages, size_t>>>;

  template <typename... Parts>
  void Error(const Parts&... parts) {
    errors_.push_back(absl::StrCat(name_, ":", line_, ": ", parts...));
  }

  void TakeLine(std::string_view line) {
    if (line.empty()) return;
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) return BeginSection(line);
    const std::vector<std::string_view> keys = Words(line.substr(0, colon));
    const std::string_view value = Trimmed(line.substr(colon + 1));
    if (keys.empty()) return Error("nothing stands before the ':'");
    if (section_ == Section::kNone) {
      return Error("stands in no section: begin one with \"theme ID\" or \"negation\"");
    }
    if (section_ == Section::kTheme && keys[0] == kNegationWord) return SetNegation(keys, value);
    ThemeLanguages languages = 0;
    size_t names = 0;
    for (; names < keys.size(); ++names) {
      const auto found =
          std::find_if(kLanguageNames.begin(), kLanguageNames.end(),
                       [&](const auto& language) { return language.first == keys[names]; });
      if (found == kLanguageNames.end()) break;
      languages |= found->second;
    }
    if (section_ == Section::kNegation) {
      return TakeNegationLine({keys.begin() + static_cast<long>(names), keys.end()}, languages,
                              value);
    }
    if (names < keys.size()) {
      return Error(Quoted(keys[names]), " is no language: write en, sv, da, no or all");
    }
    for (const std::string_view pattern : Split(value, ',')) TakePattern(pattern, languages);
  }

  void BeginSection(std::string_view line) {
    const std::vector<std::string_view> words = Words(line);
    section_ = Section::kNone;
    if (words[0] == kNegationWord && words.size() == 1) {
      section_ = Section::kNegation;
      return;
    }
    if (words[0] != kThemeWord || words.size() == 1) {
      return Error(Quoted(line),
                   " is neither \"theme ID\", \"negation\" nor \"LANGUAGE: pattern, pattern\"");
    }
    // Whatever is wrong with it, its lines are read as a theme's.
    section_ = Section::kTheme;
    ThemeEntry theme;
    theme.id = words[1];
    theme.where = absl::StrCat(name_, ":", line_);
    if (!IsThemeId(words[1])) {
      Error(Quoted(words[1]), " is no theme id: write lower-case letters, digits and single '-', ",
            "at most ", kMaxThemeIdBytes);
    }
    if (words.size() > 2) {
      theme.off = words[2] == "off" && words.size() == 3;
      if (!theme.off) Error("after the theme's id may stand \"off\" only");
    }
    const auto [first, is_new] = theme_lines_.emplace(theme.id, line_);
    if (!is_new) Error("theme ", theme.id, " is there twice, first in line ", first->second);
    file_.themes.push_back(std::move(theme));
  }

  void SetNegation(const std::vector<std::string_view>& keys, std::string_view value) {
    ThemeEntry& theme = file_.themes.back();
    if (keys.size() != 1 || (value != "keeps" && value != "drops")) {
      return Error("write \"negation: keeps\" or \"negation: drops\"");
    }
    if (theme.negation_drops.has_value()) return Error("negation is there twice in this theme");
    theme.negation_drops = value == "drops";
  }

  void TakeNegationLine(const std::vector<std::string_view>& roles, ThemeLanguages languages,
                        std::string_view value) {
    const auto role = roles.size() == 1 ? std::find(kRoleNames.begin(), kRoleNames.end(), roles[0])
                                        : kRoleNames.end();
    if (languages == 0 || role == kRoleNames.end()) {
      return Error("write \"LANGUAGE ROLE: words\" with one role of ",
                   absl::StrJoin(kRoleNames, ", ", [](std::string* out, std::string_view name) {
                     out->append(name);
                   }));
    }
    for (const std::string_view word : Split(value, ',')) {
      std::string folded = Folded(word);
      if (!IsOneWord(folded)) {
        Error(Quoted(word), " is not one word");
        continue;
      }
      file_.negation.push_back(
          {static_cast<NegationRole>(role - kRoleNames.begin()), languages, std::move(folded)});
    }
  }

  void TakePattern(std::string_view text, ThemeLanguages languages) {
    ThemeEntry& theme = file_.themes.back();
    if (theme.off) return Error("theme ", theme.id, " is off and can have no patterns");
    ThemePattern pattern;
    pattern.languages = languages;
    std::string_view rest = text;
    if (rest.starts_with('-')) pattern.role = ThemePattern::Role::kException;
    if (rest.starts_with('!')) pattern.role = ThemePattern::Role::kIfNegated;
    if (pattern.role != ThemePattern::Role::kNames) rest.remove_prefix(1);
    if (rest.starts_with('=')) {
      pattern.literal = true;
      rest.remove_prefix(1);
    }
    for (const std::string_view word : Words(rest)) {
      if (!TakeWord(word, pattern)) return;
    }
    if (pattern.words.empty())
      return Error("a pattern is empty: look for ',,' or a ',' at the end");
    if (pattern.words.size() > kMaxPatternWords) {
      return Error(Quoted(text), " has more than ", kMaxPatternWords, " words");
    }
    const auto is_gap = [](const PatternWord& word) {
      return word.kind == PatternWord::Kind::kGap;
    };
    if (is_gap(pattern.words.front()) || is_gap(pattern.words.back())) {
      return Error(Quoted(text), ": \"..\" stands between words only");
    }
    if (static_cast<size_t>(std::count_if(pattern.words.begin(), pattern.words.end(), is_gap)) >
        kMaxGaps) {
      return Error(Quoted(text), " has more than ", kMaxGaps, " gaps");
    }
    if (!IsNew(theme.id, pattern)) return;
    if (++patterns_ > kMaxThemePatterns) {
      return Error("the file has more than ", kMaxThemePatterns, " patterns");
    }
    theme.patterns.push_back(std::move(pattern));
  }

  bool TakeWord(std::string_view word, ThemePattern& pattern) {
    if (word == kGapText) {
      pattern.words.push_back({PatternWord::Kind::kGap, ""});
      return true;
    }
    const std::string_view written = word;
    const bool open_begin = word.starts_with('*');
    if (open_begin) word.remove_prefix(1);
    const bool open_end = word.ends_with('*');
    if (open_end) word.remove_suffix(1);
    std::string folded = Folded(word);
    if (!IsOneWord(folded)) {
      Error(Quoted(written), " is not one word: only letters, digits and inner apostrophes, ",
            "with '*' at an end");
      return false;
    }
    if (folded.size() > kMaxPatternWordBytes) {
      Error(Quoted(written), " is longer than ", kMaxPatternWordBytes, " bytes");
      return false;
    }
    using Kind = PatternWord::Kind;
    const Kind kind = open_begin ? (open_end ? Kind::kInfix : Kind::kSuffix)
                                 : (open_end ? Kind::kPrefix : Kind::kExact);
    const size_t shortest = FewestLetters(kind);
    if (FoldedWord(folded).size() < shortest) {
      Error(Quoted(written), " is too short: at least ", shortest, " letters must stand beside ",
            kind == Kind::kInfix ? "two '*'" : "a '*'");
      return false;
    }
    pattern.words.push_back({kind, std::move(folded)});
    return true;
  }

  // The same pattern twice is a slip of whoever edits the file.
  bool IsNew(const std::string& theme, const ThemePattern& pattern) {
    const std::string written = pattern.ToString();
    auto& lines = seen_[{theme, written}];
    for (const auto& [languages, line] : lines) {
      if ((languages & pattern.languages) == 0) continue;
      Error(Quoted(written), " is there twice for the same language, first in line ", line);
      return false;
    }
    lines.emplace_back(pattern.languages, line_);
    return true;
  }

  const std::string name_;
  size_t line_ = 0;
  Section section_ = Section::kNone;
  size_t patterns_ = 0;
  std::map<std::string, size_t> theme_lines_;
  Seen seen_;
  std::vector<std::string> errors_;
  ThemeFile file_;
};

}  // namespace

std::string ThemePattern::ToString() const {
  std::string text;
  if (role == Role::kException) text.push_back('-');
  if (role == Role::kIfNegated) text.push_back('!');
  if (literal) text.push_back('=');
  for (size_t i = 0; i < words.size(); ++i) {
    using Kind = PatternWord::Kind;
    const PatternWord& word = words[i];
    if (i > 0) text.push_back(' ');
    if (word.kind == Kind::kGap) text.append(kGapText);
    if (word.kind == Kind::kSuffix || word.kind == Kind::kInfix) text.push_back('*');
    text.append(word.text);
    if (word.kind == Kind::kPrefix || word.kind == Kind::kInfix) text.push_back('*');
  }
  return text;
}

std::string_view NegationRoleName(NegationRole role) {
  return kRoleNames[static_cast<size_t>(role)];
}

absl::StatusOr<ThemeFile> ParseThemeFile(std::string_view name, std::string_view text) {
  return Parser(name).Parse(text);
}

}  // namespace voc::sentiment
