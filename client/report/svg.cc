#include "client/report/svg.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

namespace voc::report {
namespace {

// A tenth of a unit is less than a pixel.
std::string Place(double value) {
  std::string text = absl::StrFormat("%.1f", value);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text == "-0" ? "0" : text;
}

void Attribute(std::string_view name, double value, std::string* out) {
  *out += ' ';
  *out += name;
  *out += "=\"" + Place(value) + "\"";
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      case '\'':
        escaped += "&#39;";
        break;
      default:
        escaped += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
    }
  }
  return escaped;
}

Svg::Svg(std::string_view id, std::string_view css_class, double width, double height,
         std::string_view title, std::string_view text) {
  const std::string name(id);
  out_ = "<svg class=\"" + std::string(css_class) + "\" viewBox=\"0 0 " + Place(width) + " " +
         Place(height) + "\" role=\"img\" aria-labelledby=\"" + name + "-title " + name +
         "-text\">\n<title id=\"" + name + "-title\">" + Escape(title) + "</title>\n<desc id=\"" +
         name + "-text\">" + Escape(text) + "</desc>\n";
}

void Svg::Line(std::string_view css_class, double x1, double y1, double x2, double y2) {
  out_ += "<line class=\"" + std::string(css_class) + "\"";
  Attribute("x1", x1, &out_);
  Attribute("y1", y1, &out_);
  Attribute("x2", x2, &out_);
  Attribute("y2", y2, &out_);
  out_ += "/>\n";
}

void Svg::Rect(std::string_view css_class, double x, double y, double width, double height) {
  out_ += "<rect class=\"" + std::string(css_class) + "\"";
  Attribute("x", x, &out_);
  Attribute("y", y, &out_);
  Attribute("width", width, &out_);
  Attribute("height", height, &out_);
  out_ += "/>\n";
}

void Svg::Circle(std::string_view css_class, double x, double y, double radius) {
  out_ += "<circle class=\"" + std::string(css_class) + "\"";
  Attribute("cx", x, &out_);
  Attribute("cy", y, &out_);
  Attribute("r", radius, &out_);
  out_ += "/>\n";
}

void Svg::Points(std::string_view element, std::string_view css_class,
                 const std::vector<Point>& points) {
  absl::StrAppend(&out_, "<", std::string(element), " class=\"", std::string(css_class),
                  "\" points=\"");
  for (size_t i = 0; i < points.size(); ++i) {
    if (i > 0) out_ += ' ';
    out_ += Place(points[i].x) + "," + Place(points[i].y);
  }
  out_ += "\"/>\n";
}

void Svg::Polyline(std::string_view css_class, const std::vector<Point>& points) {
  Points("polyline", css_class, points);
}

void Svg::Polygon(std::string_view css_class, const std::vector<Point>& points) {
  Points("polygon", css_class, points);
}

void Svg::Text(std::string_view css_class, double x, double y, std::string_view anchor,
               std::string_view text) {
  out_ += "<text class=\"" + std::string(css_class) + "\"";
  Attribute("x", x, &out_);
  Attribute("y", y, &out_);
  out_ += " text-anchor=\"" + std::string(anchor) + "\">" + Escape(text) + "</text>\n";
}

std::string Svg::Finish() && {
  out_ += "</svg>\n";
  return std::move(out_);
}

std::vector<double> Ticks(double low, double high, int limit) {
  if (!(high > low)) {
    low -= 1;
    high = low + 2;
  }
  const double raw = (high - low) / std::max(limit, 1);
  const double power = std::pow(10, std::floor(std::log10(raw)));
  double step = power * 10;
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (power * factor >= raw * (1 - 1e-9)) {
      step = power * factor;
      break;
    }
  }
  std::vector<double> ticks;
  const auto first = static_cast<long long>(std::floor(low / step + 1e-9));
  const auto last = static_cast<long long>(std::ceil(high / step - 1e-9));
  for (long long i = first; i <= last; ++i) ticks.push_back(static_cast<double>(i) * step);
  return ticks;
}

}  // namespace voc::report
