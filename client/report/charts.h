#ifndef VOC_CLIENT_REPORT_CHARTS_H_
#define VOC_CLIENT_REPORT_CHARTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/report/trend_view.h"
#include "client/report/verdict.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// A chart's place in the page: a unique id, and its size in CSS pixels where it is
// shown at its own width. Texts have a fixed size, so a phone gets a drawing of its
// own and not a shrunken one.
struct Frame {
  std::string id;
  double width = 860;
  double height = 300;
  bool narrow() const { return width < 600; }
};

// A vertical line at a moment.
struct MarkLine {
  absl::Time time;
  std::string title;
};

// What values an axis shows.
struct Range {
  double low = 0;
  double high = 1;
};

// The values of all series with their intervals, those of few answers only as
// their values, unless all are of few; absent where there is no value.
std::optional<Range> RangeOf(const v1::QueryTrendResponse& response);

// The line of one series in the band of its intervals. Full dots are news and
// carry their change; hollow ones are noise; pale ones have few answers.
std::string TrendChart(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                       const Range& range, const std::vector<MarkLine>& marks, const Frame& frame);

// A column a period, cut into good, middling and bad.
std::string ShareChart(const v1::TrendSeries& series, const TrendView& view, const Frame& frame);

// One row of a comparison of groups.
struct GroupDot {
  std::string name;
  v1::TrendPoint point;
  // What stands behind the value where there is room.
  std::string text;
};

// The height that `rows` rows need.
double GroupChartHeight(size_t rows);

// Dots with intervals, one row a group; a dashed line at `all` if there is one.
std::string GroupChart(const std::vector<GroupDot>& dots, std::optional<double> all,
                       const TrendView& view, const Frame& frame);

// `text`, cut with an ellipsis to at most `limit` characters.
std::string Shorten(const std::string& text, size_t limit);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_CHARTS_H_
