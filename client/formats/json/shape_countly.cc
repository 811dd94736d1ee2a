#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

#include "client/formats/json/shape.h"
#include "client/formats/json/value.h"
#include "client/formats/json/vendor_shapes.h"

namespace voc::formats::json {
namespace {

constexpr char kStarRating[] = "[CLY]_star_rating";

class Countly final : public Shape {
 public:
  std::vector<Shaped> Make(std::vector<Value> group) const override {
    std::vector<Shaped> made;
    for (size_t i = 0; i < group.size(); ++i) {
      Value* const events = group[i].Find("events");
      if (events == nullptr || !events->is_array()) {
        made.push_back({.from = i, .record = std::move(group[i]), .problem = ""});
        continue;
      }
      for (Value& event : events->items) {
        if (event.TextAt("key") != kStarRating) continue;
        made.push_back({.from = i, .record = RowOf(event, group[i]), .problem = ""});
      }
    }
    return made;
  }

 private:
  // As in the table of ratings; the event has no id.
  static Value RowOf(Value& event, const Value& call) {
    Value row = Value::Object();
    if (Value* segmentation = event.Find("segmentation"); segmentation != nullptr) {
      row.Set("sg", std::move(*segmentation));
    }
    row.Set("ts", Value::String(event.TextAt("timestamp")));
    row.Set("did", Value::String(call.TextAt("device_id")));
    return row;
  }
};

}  // namespace

std::unique_ptr<Shape> CountlyShape() { return std::make_unique<Countly>(); }

}  // namespace voc::formats::json
