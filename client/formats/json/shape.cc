#include "client/formats/json/shape.h"

#include <cstddef>
#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "client/formats/json/value.h"
#include "client/formats/json/vendor_shapes.h"

namespace voc::formats::json {

std::vector<Shaped> Shape::Make(std::vector<Value> group) const {
  std::vector<Shaped> made;
  for (size_t i = 0; i < group.size(); ++i) {
    made.push_back({.from = i, .record = std::move(group[i]), .problem = ""});
  }
  return made;
}

std::unique_ptr<Shape> MakeShape(std::string_view format, const ShapeOptions& options) {
  if (format == "countly-json") return CountlyShape();
  if (format == "formbricks-json") return FormbricksShape();
  if (format == "g2-json") return G2Shape(options.scale);
  if (format == "google-play-json") return GooglePlayShape();
  if (format == "hub-json") return HubShape();
  if (format == "posthog-json") return PosthogShape();
  if (format == "trustpilot-json") return TrustpilotShape();
  if (format == "typeform-json") return TypeformShape();
  return std::make_unique<Shape>();
}

}  // namespace voc::formats::json
