#include <charconv>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "client/formats/json/vendor_shapes.h"

namespace voc::formats::json {
namespace {

class G2 final : public Shape {
 public:
  explicit G2(int scale) : scale_(scale) {}

  bool sees_all() const override { return true; }

  // One rating above 5 tells the scale of all.
  void See(const Value& record) override {
    const std::string_view stars = record.TextAt({"attributes", "star_rating"});
    double rating = 0;
    const auto read = std::from_chars(stars.data(), stars.data() + stars.size(), rating);
    above_five_ |= read.ec == std::errc() && rating > 5;
  }

  std::vector<Shaped> Make(std::vector<Value> group) const override {
    std::vector<Shaped> made = Shape::Make(std::move(group));
    const int scale = scale_ > 0 ? scale_ : above_five_ ? 10 : 5;
    for (Shaped& shaped : made) {
      if (Value* attributes = shaped.record.Find("attributes"); attributes != nullptr) {
        attributes->Set("rating_max", Value::String(absl::StrCat(scale)));
      }
    }
    return made;
  }

 private:
  const int scale_;
  bool above_five_ = false;
};

constexpr size_t kNanoDigits = 9;

bool IsNumber(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

class GooglePlay final : public Shape {
 public:
  std::vector<Shaped> Make(std::vector<Value> group) const override {
    std::vector<Shaped> made = Shape::Make(std::move(group));
    for (Shaped& shaped : made) TakeComment(&shaped.record);
    return made;
  }

 private:
  static void TakeComment(Value* record) {
    const Value* const comments = record->Find("comments");
    if (comments == nullptr) return;
    Value comment;
    for (const Value& item : comments->items) {
      if (const Value* users = item.Find("userComment"); users != nullptr) comment = *users;
    }
    if (!comment.is_object()) return;
    // A title, a tab, a body; or a body alone.
    const std::string_view text = comment.TextAt("text");
    const size_t tab = text.find('\t');
    Value title = Value::String(tab == std::string_view::npos ? "" : text.substr(0, tab));
    Value body = Value::String(tab == std::string_view::npos ? text : text.substr(tab + 1));
    comment.Set("title", std::move(title));
    comment.Set("body", std::move(body));
    comment.Remove("text");
    // In one text: 1759392000.250000000
    if (const Value* modified = comment.Find("lastModified"); modified != nullptr) {
      std::string time(modified->TextAt("seconds"));
      const std::string_view nanos = modified->TextAt("nanos");
      if (IsNumber(time) && IsNumber(nanos) && nanos.size() <= kNanoDigits) {
        absl::StrAppend(&time, ".", std::string(kNanoDigits - nanos.size(), '0'),
                        std::string(nanos));
      }
      comment.Set("lastModified", Value::String(time));
    }
    record->Remove("comments");
    record->Set("userComment", std::move(comment));
  }
};

// A report is an object, or null; its members do not matter.
class Trustpilot final : public Shape {
 public:
  std::vector<Shaped> Make(std::vector<Value> group) const override {
    std::vector<Shaped> made = Shape::Make(std::move(group));
    for (Shaped& shaped : made) {
      const Value* const report = shaped.record.Find("reportData");
      if (report != nullptr && report->kind != Value::Kind::kNull) {
        shaped.record.Set("reportData", Value::String("true"));
      }
    }
    return made;
  }
};

}  // namespace

std::unique_ptr<Shape> G2Shape(int scale) { return std::make_unique<G2>(scale); }

std::unique_ptr<Shape> GooglePlayShape() { return std::make_unique<GooglePlay>(); }

std::unique_ptr<Shape> TrustpilotShape() { return std::make_unique<Trustpilot>(); }

}  // namespace voc::formats::json
