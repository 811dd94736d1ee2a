#include "client/formats/survey_questions.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "client/cpp/strings.h"
#include "client/formats/binding.h"
#include "client/formats/mapping.h"
#include "client/formats/open_texts.h"
#include "client/formats/steps.h"

namespace voc::formats {
namespace {

constexpr std::string_view kGroupEnding = "_nps_group";
// Stems of "recommend" in the languages that are read.
constexpr std::array<std::string_view, 3> kRecommend = {"recommend", "rekommendera", "anbefale"};
// Of columns in an error.
constexpr size_t kMaxListedColumns = 40;

bool IsFilled(const std::string& text) { return !absl::StripAsciiWhitespace(text).empty(); }

bool AnyFilled(const SurveyColumn& column) {
  return std::any_of(column.samples.begin(), column.samples.end(), IsFilled);
}

std::optional<int> NumberOf(const std::string& sample) {
  const auto text = TakeSteps(sample, {{.kind = Step::Kind::kNumber}});
  double number = 0;
  if (!text.ok() || !absl::SimpleAtod(*text, &number)) return std::nullopt;
  // Far from every scale.
  if (number != static_cast<int>(std::clamp(number, -1e6, 1e6))) return std::nullopt;
  return static_cast<int>(number);
}

// Whether all answers are whole numbers from 0 to 10, and there are some.
bool AllOfElevenPoints(const SurveyColumn& column) {
  return AnyFilled(column) &&
         std::all_of(column.samples.begin(), column.samples.end(), [](const std::string& sample) {
           if (!IsFilled(sample)) return true;
           const std::optional<int> number = NumberOf(sample);
           return number.has_value() && *number >= 0 && *number <= 10;
         });
}

// Whether some answers are there, and none is a number.
bool OnlyWords(const SurveyColumn& column) {
  return AnyFilled(column) &&
         std::none_of(column.samples.begin(), column.samples.end(),
                      [](const std::string& sample) { return NumberOf(sample).has_value(); });
}

class Finder {
 public:
  Finder(const Mapping& mapping, const std::vector<SurveyColumn>& columns)
      : mapping_(mapping), columns_(columns) {}

  absl::StatusOr<std::string> Run() {
    std::vector<std::string> names;
    for (const SurveyColumn& column : columns_) {
      names.push_back(column.name);
      std::string normal = NormalName(column.name);
      if (IsGroup(normal)) groups_.insert(std::move(normal));
    }
    std::vector<size_t> open;
    for (const BoundProperty& property : Bind(mapping_, names).properties) {
      if (!mapping_.numbered_questions || !Headline(property.column).empty()) {
        open.push_back(property.column);
      }
    }
    std::string sections;
    std::string groups;
    std::optional<size_t> first_scored;
    std::vector<size_t> unscored;
    for (const size_t index : open) {
      const std::string normal = NormalName(columns_[index].name);
      if (IsGroup(normal)) {
        absl::StrAppend(&groups, "ignore ", Quoted(columns_[index].name), "\n");
        continue;
      }
      const std::string metric = MetricOf(columns_[index], normal);
      if (metric.empty()) {
        unscored.push_back(index);
        continue;
      }
      if (OnlyWords(columns_[index])) return NoNumbers(columns_[index], metric);
      if (!first_scored.has_value()) first_scored = index;
      absl::StrAppend(&sections, "question ", Quoted(QuestionId(index)), "\n  metric = ", metric,
                      "\n  score <- ", Quoted(columns_[index].name), " number\n");
    }
    // A file without records needs no questions.
    if (columns_.empty() || columns_.front().samples.empty()) return std::string();
    if (!first_scored.has_value()) return Unknown(open);
    return absl::StrCat(groups, CommentRule(OpenTexts(columns_, unscored), *first_scored),
                        sections);
  }

 private:
  static bool IsGroup(std::string_view normal) { return normal.ends_with(kGroupEnding); }

  // "2. Why?" is "Why?"; empty for a column that is no question.
  std::string Headline(size_t index) const {
    const std::string_view name = columns_[index].name;
    const size_t digits = name.find_first_not_of("0123456789");
    if (digits == 0 || digits == std::string_view::npos) return "";
    if (name.substr(digits, 2) != ". " || name.ends_with(" - Option ID")) return "";
    return std::string(name.substr(digits + 2));
  }

  std::string QuestionId(size_t index) const {
    return mapping_.numbered_questions ? Headline(index) : columns_[index].name;
  }

  std::string MetricOf(const SurveyColumn& column, const std::string& normal) const {
    if (groups_.count(absl::StrCat(normal, client::ToAbsl(kGroupEnding))) > 0) return "nps";
    if (normal == "nps" || normal == "csat" || normal == "ces") return normal;
    return SpeaksOfRecommending(column.words) && AllOfElevenPoints(column) ? "nps" : "";
  }

  std::string CommentRule(const std::vector<size_t>& texts, size_t first_scored) const {
    if (texts.empty()) return "";
    const auto rank = [&](size_t text) {
      const SurveyColumn& column = columns_[text];
      const bool asks = AsksForComment(column.name) || AsksForComment(column.words);
      return (asks ? 2 : 0) + (text > first_scored ? 1 : 0);
    };
    const size_t comment =
        *std::max_element(texts.begin(), texts.end(),
                          [&](size_t one, size_t other) { return rank(one) < rank(other); });
    std::string rule;
    for (const size_t text : texts) {
      if (text == comment) continue;
      absl::StrAppend(&rule, "# Also answered in words, and kept as a property: ",
                      Quoted(columns_[text].name), "\n");
    }
    return absl::StrCat(rule, "comment <- ", Quoted(columns_[comment].name), "\n");
  }

  static absl::Status NoNumbers(const SurveyColumn& column, const std::string& metric) {
    return absl::InvalidArgumentError(
        absl::StrCat("the answers of ", Excerpt(column.name), " (", metric,
                     ") are words: a mapping (--map) says which score each of them is, as in "
                     "`score <- ",
                     Quoted(column.name), " values \"Very satisfied\"=5`"));
  }

  absl::Status Unknown(const std::vector<size_t>& open) const {
    std::string list;
    for (size_t i = 0; i < open.size() && i < kMaxListedColumns; ++i) {
      absl::StrAppend(&list, i > 0 ? ", " : "", Excerpt(columns_[open[i]].name));
    }
    if (open.size() > kMaxListedColumns) absl::StrAppend(&list, "...");
    return absl::InvalidArgumentError(absl::StrCat(
        "no column can be told to be the score of nps, csat or ces, among ",
        list.empty() ? "none" : list,
        "; `voc import --explain FILE` shows what is seen, and --map says what to take"));
  }

  const Mapping& mapping_;
  const std::vector<SurveyColumn>& columns_;
  // The names of the vendor's groups of scores.
  std::set<std::string> groups_;
};

}  // namespace

bool SpeaksOfRecommending(std::string_view words) {
  const std::string lower = absl::AsciiStrToLower(client::ToAbsl(words));
  return std::any_of(kRecommend.begin(), kRecommend.end(), [&](std::string_view stem) {
    return std::string_view(lower).find(stem) != std::string_view::npos;
  });
}

absl::StatusOr<std::string> FindQuestions(const Mapping& mapping,
                                          const std::vector<SurveyColumn>& columns) {
  return Finder(mapping, columns).Run();
}

std::string WithoutFindQuestions(std::string_view map) {
  std::string without;
  while (!map.empty()) {
    const size_t end = map.find('\n');
    const std::string_view line = map.substr(0, end);
    const absl::string_view words = absl::StripLeadingAsciiWhitespace(client::ToAbsl(line));
    if (!client::ToStd(words).starts_with("find-questions"))
      absl::StrAppend(&without, std::string(line), "\n");
    map.remove_prefix(end == std::string_view::npos ? map.size() : end + 1);
  }
  return without;
}

}  // namespace voc::formats
