#include <algorithm>
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

constexpr char kDefaultRatingSteps[] = "5";

// What a field of the form asks for.
struct Field {
  std::string name;
  std::string type;
  // How many points its scale has; empty where that is not said.
  std::string steps;
  bool starts_at_one = false;
};

std::string NameOf(const Value& field) {
  const std::string_view ref = field.TextAt("ref");
  return std::string(ref.empty() ? field.TextAt("id") : ref);
}

// Empty for a field that asks for no metric, or on a scale that the metric does not have.
std::string_view MetricOf(const Field& field) {
  if (field.type == "nps") return "nps";
  if (field.type == "opinion_scale") {
    // Eleven steps from 0 are what it has unless it is told otherwise.
    const bool eleven = field.steps.empty() || field.steps == "11";
    return eleven && !field.starts_at_one ? "nps" : "";
  }
  const bool rates =
      field.type == "rating" && (field.steps.empty() || field.steps == "3" || field.steps == "5" ||
                                 field.steps == "7" || field.steps == "10");
  return rates ? "csat" : "";
}

void AddScore(const Field& field, std::string_view score, Answers* answers) {
  const std::string_view metric = MetricOf(field);
  const std::string_view steps =
      field.steps.empty() ? kDefaultRatingSteps : std::string_view(field.steps);
  answers->AddScore(field.name, metric, metric == "csat" ? steps : "", score);
}

// The text of an answer, which stands below the name of its type.
std::string TextOf(const Value& answer) {
  const std::string_view type = answer.TextAt("type");
  const Value* value = answer.Find(type);
  if (value == nullptr) return "";
  if (type == "choice") {
    const std::string_view label = value->TextAt("label");
    return std::string(label.empty() ? value->TextAt("other") : label);
  }
  if (type == "choices") value = value->Find("labels");
  return value == nullptr ? "" : AnswerText(*value);
}

std::vector<Field> FieldsOf(const Value& response) {
  std::vector<Field> fields;
  const Value* const definition = response.Find("definition");
  const Value* const list = definition == nullptr ? nullptr : definition->Find("fields");
  if (list == nullptr) return fields;
  for (const Value& field : list->items) {
    fields.push_back({.name = NameOf(field),
                      .type = std::string(field.TextAt("type")),
                      .steps = std::string(field.TextAt({"properties", "steps"})),
                      .starts_at_one = field.TextAt({"properties", "start_at_one"}) == "true"});
  }
  return fields;
}

Field FieldOf(const Value& answer, const std::vector<Field>& fields) {
  Field own;
  if (const Value* field = answer.Find("field"); field != nullptr) {
    own = {.name = NameOf(*field), .type = std::string(field->TextAt("type")), .steps = ""};
  }
  const auto defined = std::find_if(fields.begin(), fields.end(),
                                    [&](const Field& field) { return field.name == own.name; });
  return defined == fields.end() ? own : *defined;
}

// Which answer is the comment: the first long text, else the first text.
const Value* CommentOf(const std::vector<Value>& given) {
  const Value* comment = nullptr;
  for (const Value& answer : given) {
    if (answer.TextAt("type") != "text") continue;
    if (answer.TextAt({"field", "type"}) == "long_text") return &answer;
    if (comment == nullptr) comment = &answer;
  }
  return comment;
}

class Typeform final : public Shape {
 public:
  std::vector<Shaped> Make(std::vector<Value> group) const override {
    std::vector<Shaped> made = Shape::Make(std::move(group));
    for (Shaped& shaped : made) {
      if (Value* inner = shaped.record.Find("form_response"); inner != nullptr) {
        Value response = std::move(*inner);
        shaped.record = std::move(response);
      }
      ReadAnswers(&shaped);
    }
    return made;
  }

 private:
  static void ReadAnswers(Shaped* shaped) {
    Value& record = shaped->record;
    const std::vector<Field> fields = FieldsOf(record);
    std::vector<Value> given;
    if (Value* list = record.Find("answers"); list != nullptr) given = std::move(list->items);
    const Value* const comment = CommentOf(given);
    Answers answers;
    std::vector<std::string> answered;
    for (const Value& answer : given) {
      const Field field = FieldOf(answer, fields);
      const std::string text = TextOf(answer);
      answered.push_back(field.name);
      if (!MetricOf(field).empty()) {
        AddScore(field, text, &answers);
      } else if (&answer == comment) {
        answers.AddText(field.name, text);
      } else if (answer.TextAt("type") == "email") {
        record.Set("email", Value::String(text));
      } else {
        answers.AddOther(field.name, text);
      }
    }
    for (const Field& field : fields) {
      const bool open = std::find(answered.begin(), answered.end(), field.name) == answered.end();
      if (open && !MetricOf(field).empty()) AddScore(field, "", &answers);
    }
    shaped->problem = answers.Problem();
    record.Remove("definition");
    record.Set("answers", answers.Take());
  }
};

}  // namespace

std::unique_ptr<Shape> TypeformShape() { return std::make_unique<Typeform>(); }

}  // namespace voc::formats::json
