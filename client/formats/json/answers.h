#ifndef VOC_CLIENT_FORMATS_JSON_ANSWERS_H_
#define VOC_CLIENT_FORMATS_JSON_ANSWERS_H_

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/formats/json/value.h"

namespace voc::formats::json {

// The answers of one submission as mappings read them: the list "answers" of objects
// with "question" and, as far as there are, "metric", "scale_points", "score", "text"
// and "other".
class Answers {
 public:
  // `metric` is nps, csat or ces, with the points of its scale ("" for the default)
  // and the score, "" where the question was asked and not answered.
  void AddScore(std::string_view question, std::string_view metric, std::string_view points,
                std::string_view score);
  // A comment, if it is the first; a property else.
  void AddText(std::string_view question, std::string_view text);
  // A property.
  void AddOther(std::string_view question, std::string_view text);

  // Something was answered, but no question has a metric: then what to tell the user.
  std::string Problem() const;
  Value Take() { return std::move(list_); }

 private:
  Value& Add(std::string_view question);

  Value list_ = Value::Array();
  bool has_metric_ = false;
  std::vector<std::string> unclear_;
};

// Finds out what the questions of a survey ask for where its vendor does not say it,
// from all answers of a file.
class QuestionFinder {
 public:
  // An answer to `question` of `survey`; `words` are those of the question, if known.
  // Questions count in the order in which they are first seen.
  void See(std::string_view survey, std::string_view question, std::string_view words,
           const Value& answer);

  // Something was answered, but no question of any survey has a metric: then what to
  // tell the user.
  std::string Problem() const;

  // Adds an answer of each question of `survey` to `answers`, from what `answer_of`
  // holds by question.
  void Fill(std::string_view survey, const std::map<std::string, std::string>& answer_of,
            Answers* answers) const;

 private:
  struct Question {
    std::string id;
    std::string words;
    bool asks_for_comment = false;
    // Of the answers so far.
    bool is_answered = false;
    bool all_zero_to_ten = true;
    bool is_text = false;
    bool has_blank = false;
  };

  static std::string_view MetricOf(const Question& question);
  static const Question* CommentOf(const std::vector<Question>& questions);

  std::map<std::string, std::vector<Question>, std::less<>> surveys_;
};

// A list joined with ", ", a scalar as it is, anything else empty.
std::string AnswerText(const Value& answer);

}  // namespace voc::formats::json

#endif  // VOC_CLIENT_FORMATS_JSON_ANSWERS_H_
