#include "client/formats/json/answers.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "client/formats/json/value.h"
#include "client/formats/mapping.h"
#include "client/formats/open_texts.h"
#include "client/formats/steps.h"
#include "client/formats/survey_questions.h"

namespace voc::formats::json {
namespace {

constexpr size_t kMaxNamedQuestions = 10;
// Of a survey, so that a hostile file stays cheap.
constexpr size_t kMaxQuestions = 1'000;

constexpr std::array<std::string_view, 3> kMetrics = {"nps", "csat", "ces"};

bool IsZeroToTen(std::string_view text) {
  return text == "10" ||
         (text.size() == 1 && absl::ascii_isdigit(static_cast<unsigned char>(text[0])));
}

std::string NoMetric(const std::vector<std::string>& questions) {
  std::string named;
  for (size_t i = 0; i < std::min(questions.size(), kMaxNamedQuestions); ++i) {
    absl::StrAppend(&named, i == 0 ? "" : ", ", Excerpt(questions[i]));
  }
  return absl::StrCat("none of the questions is known to ask for nps, csat or ces: ", named,
                      questions.size() > kMaxNamedQuestions ? "..." : "",
                      "; voc import --explain FILE writes a mapping that can say it, for --map");
}

}  // namespace

void Answers::AddScore(std::string_view question, std::string_view metric, std::string_view points,
                       std::string_view score) {
  has_metric_ = true;
  Value& answer = Add(question);
  answer.Set("metric", Value::String(metric));
  answer.Set("scale_points", Value::String(points));
  answer.Set("score", Value::String(score));
}

void Answers::AddText(std::string_view question, std::string_view text) {
  if (text.empty()) return;
  unclear_.emplace_back(question);
  Add(question).Set("text", Value::String(text));
}

void Answers::AddOther(std::string_view question, std::string_view text) {
  if (text.empty()) return;
  unclear_.emplace_back(question);
  Add(question).Set("other", Value::String(text));
}

std::string Answers::Problem() const {
  return has_metric_ || unclear_.empty() ? "" : NoMetric(unclear_);
}

Value& Answers::Add(std::string_view question) {
  Value& answer = list_.items.emplace_back(Value::Object());
  answer.Set("question", Value::String(question));
  return answer;
}

void QuestionFinder::See(std::string_view survey, std::string_view question, std::string_view words,
                         const Value& answer) {
  auto at = surveys_.find(survey);
  if (at == surveys_.end()) at = surveys_.emplace(survey, std::vector<Question>()).first;
  std::vector<Question>& questions = at->second;
  auto known = std::find_if(questions.begin(), questions.end(),
                            [&](const Question& other) { return other.id == question; });
  if (known == questions.end()) {
    if (questions.size() == kMaxQuestions) return;
    known = questions.insert(questions.end(),
                             Question{.id = std::string(question), .words = std::string(words)});
  }
  if (known->words.empty()) {
    known->words = words;
    known->asks_for_comment = AsksForComment(known->id) || AsksForComment(known->words);
  }
  const std::string text = AnswerText(answer);
  if (text.empty()) return;
  known->is_answered = true;
  known->all_zero_to_ten &= IsZeroToTen(text);
  known->is_text |= answer.kind == Value::Kind::kString && !IsZeroToTen(text);
  known->has_blank |= text.find(' ') != std::string::npos && !answer.is_array();
}

std::string QuestionFinder::Problem() const {
  std::vector<std::string> unclear;
  for (const auto& [survey, questions] : surveys_) {
    for (const Question& question : questions) {
      if (!MetricOf(question).empty()) return "";
      if (!question.is_answered) continue;
      unclear.push_back(question.words.empty() ? question.id
                                               : absl::StrCat(question.id, ": ", question.words));
    }
  }
  return unclear.empty() ? "" : NoMetric(unclear);
}

void QuestionFinder::Fill(std::string_view survey,
                          const std::map<std::string, std::string>& answer_of,
                          Answers* answers) const {
  const auto at = surveys_.find(survey);
  if (at == surveys_.end()) return;
  const Question* const comment = CommentOf(at->second);
  for (const Question& question : at->second) {
    const auto found = answer_of.find(question.id);
    const std::string_view text = found == answer_of.end() ? "" : std::string_view(found->second);
    const std::string_view metric = MetricOf(question);
    if (!metric.empty()) {
      answers->AddScore(question.id, metric, "", text);
    } else if (&question == comment) {
      answers->AddText(question.id, text);
    } else {
      answers->AddOther(question.id, text);
    }
  }
}

std::string_view QuestionFinder::MetricOf(const Question& question) {
  const std::string id = NormalName(question.id);
  for (const std::string_view metric : kMetrics) {
    if (id == metric) return metric;
  }
  return SpeaksOfRecommending(question.words) && question.all_zero_to_ten ? "nps" : "";
}

// Hidden fields and choices stand among the answers too: a text is told from them by
// what it asks for, else by the blanks between its words.
const QuestionFinder::Question* QuestionFinder::CommentOf(const std::vector<Question>& questions) {
  const Question* only_text = nullptr;
  const Question* only_words = nullptr;
  size_t texts = 0;
  size_t with_words = 0;
  for (const Question& question : questions) {
    if (!question.is_text || !MetricOf(question).empty()) continue;
    if (question.asks_for_comment) return &question;
    only_text = &question;
    ++texts;
    if (!question.has_blank) continue;
    only_words = &question;
    ++with_words;
  }
  if (with_words == 1) return only_words;
  return texts == 1 ? only_text : nullptr;
}

std::string AnswerText(const Value& answer) {
  if (answer.is_scalar()) return answer.text;
  std::string joined;
  for (const Value& item : answer.items) {
    if (!item.is_scalar() || item.text.empty()) continue;
    absl::StrAppend(&joined, joined.empty() ? "" : ", ", item.text);
  }
  return joined;
}

}  // namespace voc::formats::json
