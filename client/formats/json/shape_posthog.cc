#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/json/answers.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "client/formats/json/vendor_shapes.h"
#include "client/formats/mapping.h"
#include "client/formats/vendor_time.h"

namespace voc::formats::json {
namespace {

constexpr char kSent[] = "survey sent";
constexpr char kResponse[] = "$survey_response";
constexpr char kQuestions[] = "$survey_questions";

absl::Time TimeOf(const Value& event) {
  const auto read =
      ParseVendorTime(event.TextAt("timestamp"), TimeShape::kAny, absl::UTCTimeZone());
  return read.has_value() ? read->time : absl::InfinitePast();
}

// The answer to a question: by its id, or, from older clients, by its place.
const Value* AnswerTo(const Value& properties, std::string_view id, size_t place) {
  const Value* const by_id = properties.Find(absl::StrCat(kResponse, "_", client::ToAbsl(id)));
  if (by_id != nullptr) return by_id;
  return properties.Find(place == 0 ? kResponse : absl::StrCat(kResponse, "_", place));
}

class Posthog final : public Shape {
 public:
  bool sees_all() const override { return true; }

  void See(const Value& event) override {
    const Value* const properties = event.Find("properties");
    if (properties == nullptr || event.TextAt("event") != kSent) return;
    const std::string_view survey = properties->TextAt("$survey_id");
    const Value* const questions = properties->Find(kQuestions);
    if (questions == nullptr) return;
    std::vector<std::string>& order = questions_of_[std::string(survey)];
    for (size_t i = 0; i < questions->items.size(); ++i) {
      const Value& question = questions->items[i];
      const std::string_view id = question.TextAt("id");
      const Value* const answer = AnswerTo(*properties, id, i);
      finder_.See(survey, id, question.TextAt("question"), answer == nullptr ? Value() : *answer);
      if (order.size() <= i) order.emplace_back(id);
    }
  }

  std::string Refusal() const override { return finder_.Problem(); }

  // A client sends an event for every answer that is added.
  std::string GroupOf(const Value& event) const override {
    if (event.TextAt("event") != kSent) return "";
    const std::string_view submission = event.TextAt({"properties", "$survey_submission_id"});
    if (submission.empty()) return "";
    return absl::StrCat(client::ToAbsl(event.TextAt({"properties", "$survey_id"})), "\n",
                        client::ToAbsl(submission));
  }

  std::vector<Shaped> Make(std::vector<Value> group) const override {
    Shaped last;
    for (size_t i = 1; i < group.size(); ++i) {
      if (TimeOf(group[i]) > TimeOf(group[last.from])) last.from = i;
    }
    last.record = std::move(group[last.from]);
    if (last.record.TextAt("event") == kSent) ReadAnswers(&last);
    std::vector<Shaped> made;
    made.push_back(std::move(last));
    return made;
  }

 private:
  void ReadAnswers(Shaped* shaped) const {
    Value* const properties = shaped->record.Find("properties");
    if (properties == nullptr) return;
    const std::string survey(properties->TextAt("$survey_id"));
    Answers answers;
    std::map<std::string, std::string> answer_of;
    if (const auto order = questions_of_.find(survey); order != questions_of_.end()) {
      for (size_t i = 0; i < order->second.size(); ++i) {
        const Value* const answer = AnswerTo(*properties, order->second[i], i);
        if (answer != nullptr) answer_of[order->second[i]] = AnswerText(*answer);
      }
      finder_.Fill(survey, answer_of, &answers);
    } else {
      // Nobody says what was asked.
      for (const auto& [name, answer] : properties->members) {
        if (name.starts_with(kResponse)) answers.AddOther(name, AnswerText(answer));
      }
    }
    shaped->problem = answers.Problem();
    std::vector<Value::Member> kept;
    for (auto& member : properties->members) {
      if (member.name != kQuestions && !member.name.starts_with(kResponse)) {
        kept.push_back(std::move(member));
      }
    }
    properties->members = std::move(kept);
    shaped->record.Set("answers", answers.Take());
  }

  QuestionFinder finder_;
  // By survey, in the order of places.
  std::map<std::string, std::vector<std::string>> questions_of_;
};

}  // namespace

std::unique_ptr<Shape> PosthogShape() { return std::make_unique<Posthog>(); }

}  // namespace voc::formats::json
