#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "client/formats/json/answers.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "client/formats/json/vendor_shapes.h"

namespace voc::formats::json {
namespace {

// The response within a webhook, or the record itself.
const Value& ResponseOf(const Value& record) {
  const Value* const data = record.Find("data");
  return data != nullptr && data->Find("surveyId") != nullptr ? *data : record;
}

// The language of a survey that is not translated.
constexpr char kNoLanguage[] = "default";

// Answers stand by element, without their questions.
class Formbricks final : public Shape {
 public:
  bool sees_all() const override { return true; }

  void See(const Value& record) override {
    const Value& response = ResponseOf(record);
    const Value* const data = response.Find("data");
    if (data == nullptr) return;
    for (const auto& [element, answer] : data->members) {
      questions_.See(response.TextAt("surveyId"), element, "", answer);
    }
  }

  std::string Refusal() const override { return questions_.Problem(); }

  std::vector<Shaped> Make(std::vector<Value> group) const override {
    std::vector<Shaped> made = Shape::Make(std::move(group));
    for (Shaped& shaped : made) {
      Value response = ResponseOf(shaped.record);
      std::map<std::string, std::string> answer_of;
      if (const Value* data = response.Find("data"); data != nullptr) {
        for (const auto& [element, answer] : data->members) {
          answer_of[element] = AnswerText(answer);
        }
      }
      Answers answers;
      questions_.Fill(response.TextAt("surveyId"), answer_of, &answers);
      shaped.problem = answers.Problem();
      response.Remove("data");
      response.Set("answers", answers.Take());
      if (response.TextAt("language") == kNoLanguage) response.Remove("language");
      shaped.record = std::move(response);
    }
    return made;
  }

 private:
  QuestionFinder questions_;
};

}  // namespace

std::unique_ptr<Shape> FormbricksShape() { return std::make_unique<Formbricks>(); }

}  // namespace voc::formats::json
