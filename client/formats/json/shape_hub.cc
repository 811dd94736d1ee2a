#include <array>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/cpp/strings.h"
#include "client/formats/json/answers.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "client/formats/json/vendor_shapes.h"

namespace voc::formats::json {
namespace {

constexpr std::array<std::string_view, 5> kValues = {"value_number", "value_text", "value_id",
                                                     "value_boolean", "value_date"};

std::string_view ValueOf(const Value& row) {
  for (const std::string_view name : kValues) {
    const std::string_view text = row.TextAt(name);
    if (!text.empty()) return text;
  }
  return "";
}

class Hub final : public Shape {
 public:
  bool sees_all() const override { return true; }

  std::string GroupOf(const Value& row) const override {
    const std::string_view submission = row.TextAt("submission_id");
    if (submission.empty()) return "";
    return absl::StrCat(client::ToAbsl(row.TextAt("tenant_id")), "\n",
                        client::ToAbsl(row.TextAt("source_id")), "\n", client::ToAbsl(submission));
  }

  std::vector<Shaped> Make(std::vector<Value> group) const override {
    Answers answers;
    for (const Value& row : group) {
      const std::string_view id = row.TextAt("field_id");
      const std::string_view type = row.TextAt("field_type");
      if (type == "nps" || type == "csat" || type == "ces") {
        answers.AddScore(id, type, "", ValueOf(row));
      } else if (type == "text") {
        answers.AddText(id, ValueOf(row));
      } else {
        answers.AddOther(id, ValueOf(row));
      }
    }
    Shaped shaped;
    shaped.record = std::move(group.front());
    shaped.problem = answers.Problem();
    shaped.record.Set("answers", answers.Take());
    std::vector<Shaped> made;
    made.push_back(std::move(shaped));
    return made;
  }
};

}  // namespace

std::unique_ptr<Shape> HubShape() { return std::make_unique<Hub>(); }

}  // namespace voc::formats::json
