#ifndef VOC_CLIENT_REPORT_SVG_H_
#define VOC_CLIENT_REPORT_SVG_H_

#include <string>
#include <string_view>
#include <vector>

namespace voc::report {

// Text for HTML and its attributes: markup is escaped, control characters, which
// no page may hold, become blanks.
std::string Escape(std::string_view text);

// A drawing in user units, y downwards. Colours and strokes come from classes of
// the page's style sheet, so that it follows the reader's scheme. Texts are
// escaped; classes and ids are the caller's own.
class Svg {
 public:
  // `id` must be unique in the page. `title` and `text` are what a screen reader
  // says of it.
  Svg(std::string_view id, std::string_view css_class, double width, double height,
      std::string_view title, std::string_view text);

  void Line(std::string_view css_class, double x1, double y1, double x2, double y2);
  void Rect(std::string_view css_class, double x, double y, double width, double height);
  void Circle(std::string_view css_class, double x, double y, double radius);
  struct Point {
    double x;
    double y;
  };
  void Polyline(std::string_view css_class, const std::vector<Point>& points);
  void Polygon(std::string_view css_class, const std::vector<Point>& points);
  // `anchor`: start, middle or end.
  void Text(std::string_view css_class, double x, double y, std::string_view anchor,
            std::string_view text);

  std::string Finish() &&;

 private:
  void Points(std::string_view element, std::string_view css_class,
              const std::vector<Point>& points);

  std::string out_;
};

// From values to places: linear, either way round.
struct Scale {
  double from = 0;
  double to = 1;
  double from_place = 0;
  double to_place = 1;
  double operator()(double value) const {
    return to == from ? (from_place + to_place) / 2
                      : from_place + (value - from) / (to - from) * (to_place - from_place);
  }
};

// Round numbers that cover [low, high]: their ends are the axis' ends. Steps are
// 1, 2 or 5 times a power of ten; at most `limit` + 2 of them. An empty range is
// widened.
std::vector<double> Ticks(double low, double high, int limit);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_SVG_H_
