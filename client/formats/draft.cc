#include "client/formats/draft.h"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/binding.h"
#include "client/formats/mapping.h"
#include "client/formats/open_texts.h"
#include "client/formats/steps.h"
#include "client/formats/survey_questions.h"
#include "client/formats/vendor_time.h"

namespace voc::formats {
namespace {

// Of the answers that are shown.
constexpr size_t kShownSamples = 3;
constexpr char kWhichMetric[] =
    "# metric = nps  # or csat, or ces; of other than 5 (ces: 7) points: scale_points = 10\n";
constexpr size_t kNone = static_cast<size_t>(-1);

std::vector<std::string> Filled(const SurveyColumn& column) {
  std::vector<std::string> filled;
  for (const std::string& sample : column.samples) {
    if (!absl::StripAsciiWhitespace(sample).empty()) filled.push_back(sample);
  }
  return filled;
}

// `"4", "5", "3"`, or "nothing".
std::string Samples(const SurveyColumn& column) {
  std::string list;
  size_t shown = 0;
  for (const std::string& sample : Filled(column)) {
    if (++shown > kShownSamples) break;
    // Quoted for a mapping, so that it stays on its line.
    const std::string excerpt = Excerpt(sample);
    absl::StrAppend(&list, list.empty() ? "" : ", ",
                    Quoted(std::string_view(excerpt).substr(1, excerpt.size() - 2)));
  }
  return list.empty() ? "nothing" : list;
}

// At least three of four: there may be slips.
bool Most(const SurveyColumn& column, const std::function<bool(const std::string&)>& holds) {
  const std::vector<std::string> filled = Filled(column);
  const auto fitting = static_cast<size_t>(std::count_if(filled.begin(), filled.end(), holds));
  return !filled.empty() && fitting * 4 >= filled.size() * 3;
}

bool IsTime(const SurveyColumn& column, TimeShape shape) {
  return Most(column, [&](const std::string& sample) {
    return ParseVendorTime(sample, shape, absl::UTCTimeZone()).has_value();
  });
}

// "time month-first"; empty for what is no time.
std::string TimeStep(const SurveyColumn& column) {
  if (IsTime(column, TimeShape::kAny)) return "time";
  if (IsTime(column, TimeShape::kMonthFirst)) {
    return IsTime(column, TimeShape::kDayFirst) ? "time month-first  # or day-first?"
                                                : "time month-first";
  }
  if (IsTime(column, TimeShape::kDayFirst)) return "time day-first";
  const auto digits = [&](size_t count) {
    return Most(column, [count](const std::string& sample) {
      return sample.size() == count && sample.find_first_not_of("0123456789") == std::string::npos;
    });
  };
  return digits(10) ? "time seconds" : digits(13) ? "time millis" : "";
}

bool IsEmail(const SurveyColumn& column) {
  return Most(column, [](const std::string& sample) {
    const size_t at = sample.find('@');
    return at != std::string::npos && at > 0 && sample.find('.', at) != std::string::npos &&
           sample.find_first_of(" \n") == std::string::npos;
  });
}

// "9", or "Extremely likely - 9".
bool IsNumber(const SurveyColumn& column) {
  return Most(column, [](const std::string& sample) {
    const std::string_view text = client::ToStd(absl::StripAsciiWhitespace(sample));
    const size_t last = text.rfind(' ');
    double number = 0;
    return absl::SimpleAtod(client::ToAbsl(text.substr(last == text.npos ? 0 : last + 1)), &number);
  });
}

// Of all answers together, in bytes.
size_t Length(const SurveyColumn& column) {
  size_t length = 0;
  for (const std::string& sample : column.samples) length += sample.size();
  return length;
}

bool Speaks(const SurveyColumn& column, std::initializer_list<std::string_view> stems) {
  const std::string name = NormalName(column.words);
  return std::any_of(stems.begin(), stems.end(), [&](std::string_view stem) {
    return std::string_view(name).find(stem) != std::string_view::npos;
  });
}

bool IsCalled(const SurveyColumn& column, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), NormalName(column.name)) != names.end();
}

// Takes one column after the other for what it is most likely.
class Draft {
 public:
  explicit Draft(const std::vector<SurveyColumn>& columns)
      : columns_(columns), taken_(columns.size()) {}

  std::string Run() {
    Line("submission_id", Find([](const SurveyColumn& column) {
           return IsCalled(column, {"id", "#", "responseid", "submissionid", "surveyid", "reviewid",
                                    "uuid", "token", "key", "ticketid", "recordid"});
         }),
         "", "the key of an answer: never a row number");
    AddTime();
    AddScore();
    Line("comment", FindComment(), "", "what was said");
    const size_t email = Find(IsEmail);
    Line("respondent_id", email, " lower", "who answered");
    if (email != kNone) {
      absl::StrAppend(&text_, "account_id <- ", Quoted(columns_[email].name), " domain\n");
    }
    Line("language", Find([](const SurveyColumn& column) {
           return IsCalled(column, {"language", "lang", "locale", "userlanguage"});
         }),
         " lower", "of the text; heard where none is said");
    absl::StrAppend(&text_,
                    "# All other columns become properties. Those that should not:\n"
                    "# ignore \"IP Address\" \"Name\"\n");
    return text_;
  }

 private:
  size_t Find(const std::function<bool(const SurveyColumn&)>& fits) {
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (taken_[i] || !fits(columns_[i])) continue;
      taken_[i] = true;
      return i;
    }
    return kNone;
  }

  // Of columns with texts one that asks for them, else the one with the most.
  size_t FindComment() {
    std::vector<size_t> open;
    for (size_t i = 0; i < columns_.size(); ++i) {
      if (!taken_[i]) open.push_back(i);
    }
    const std::vector<size_t> texts = OpenTexts(columns_, open);
    if (texts.empty()) return kNone;
    const auto rank = [&](size_t text) {
      return std::pair(AsksForComment(columns_[text].name), Length(columns_[text]));
    };
    const size_t comment =
        *std::max_element(texts.begin(), texts.end(),
                          [&](size_t one, size_t other) { return rank(one) < rank(other); });
    taken_[comment] = true;
    return comment;
  }

  // A rule, or a comment that asks for `what`.
  void Line(std::string_view field, size_t column, std::string_view steps, std::string_view what) {
    const std::string name(field);
    if (column == kNone) {
      absl::StrAppend(&text_, "# ", name, " <- \"...\"", std::string(steps), "  # ",
                      std::string(what), "\n");
    } else {
      absl::StrAppend(&text_, name, " <- ", Quoted(columns_[column].name), std::string(steps),
                      "\n");
    }
  }

  void AddTime() {
    const size_t column =
        Find([](const SurveyColumn& candidate) { return !TimeStep(candidate).empty(); });
    const std::string step =
        absl::StrCat(" ", column == kNone ? "time" : TimeStep(columns_[column]));
    Line("collected_at", column, step, "when it was said");
  }

  void AddScore() {
    const auto is_score = [](const SurveyColumn& column) {
      return IsNumber(column) &&
             Speaks(column, {"nps", "csat", "ces", "score", "rating", "recommend", "rekommendera",
                             "anbefale", "satisf", "likely", "betyg", "karakter"});
    };
    const size_t column = Find(is_score);
    if (column == kNone) return SuggestScore();
    std::string metric;
    if (Speaks(columns_[column], {"nps", "recommend", "rekommendera", "anbefale"})) metric = "nps";
    if (Speaks(columns_[column], {"csat", "satisf"})) metric = "csat";
    absl::StrAppend(&text_, metric.empty() ? std::string(kWhichMetric)
                                           : absl::StrCat("metric = ", metric, "\n"));
    Line("score", column, " number", "");
  }

  // Numbers are no score for want of anything else.
  void SuggestScore() {
    const size_t number = Find(IsNumber);
    const std::string name = number == kNone ? "..." : columns_[number].name;
    absl::StrAppend(&text_, kWhichMetric, "# score <- ", Quoted(name),
                    " number  # what was answered\n");
  }

  const std::vector<SurveyColumn>& columns_;
  std::vector<bool> taken_;
  std::string text_;
};

}  // namespace

std::string DraftMapping(const std::vector<SurveyColumn>& columns) {
  std::string text = "# The columns, and what some records hold:\n";
  for (const SurveyColumn& column : columns) {
    absl::StrAppend(&text, "#   ", Quoted(column.name), ": ", Samples(column), "\n");
  }
  return absl::StrCat(text, "\n", Draft(columns).Run());
}

std::string DraftQuestions(const Mapping& mapping, const std::vector<SurveyColumn>& columns) {
  std::vector<std::string> names;
  for (const SurveyColumn& column : columns) names.push_back(column.name);
  std::string text =
      "# Take the # off the questions that have a score, and say their metric: nps, csat or ces.\n";
  std::vector<size_t> open;
  for (const BoundProperty& property : Bind(mapping, names).properties) {
    open.push_back(property.column);
  }
  const std::vector<size_t> texts = OpenTexts(columns, open);
  for (const size_t index : open) {
    const SurveyColumn& column = columns[index];
    const std::string name = Quoted(column.name);
    absl::StrAppend(&text, "\n# ", name, ": ", Samples(column), "\n");
    if (std::find(texts.begin(), texts.end(), index) != texts.end()) {
      absl::StrAppend(&text, "# comment <- ", name, "  # above all questions\n");
    } else {
      absl::StrAppend(&text, "# question ", Quoted(ShortKey(column.name)),
                      "\n#   metric = csat\n#   score <- ", name, " number\n");
    }
  }
  return text;
}

}  // namespace voc::formats
