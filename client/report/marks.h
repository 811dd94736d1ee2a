#ifndef VOC_CLIENT_REPORT_MARKS_H_
#define VOC_CLIENT_REPORT_MARKS_H_

#include <string>
#include <vector>

#include "client/report/charts.h"
#include "client/report/page.h"
#include "client/report/trend_view.h"
#include "client/report/verdict.h"
#include "voc/v1/mark.pb.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// At most so many days before and after a mark are compared.
inline constexpr int kMarkDays = 28;

// A mark, and the metric after it (`after`), whose change is against as long
// before.
struct MarkEffect {
  v1::Mark mark;
  v1::TrendPoint after;
};

std::vector<MarkLine> LinesOf(const std::vector<MarkEffect>& effects);

// Whether the numbers before and after marks are told. Where few people are hidden
// they are not, since their days cut across the periods that are shown.
bool TellsEffects(const TrendView& view);

// One line of the table of marks, in words: title, date, before, after, change.
struct MarkRow {
  std::string title;
  std::string date;
  std::string before;
  std::string after;
  std::string change;
  bool news = false;
};
MarkRow RowOf(const MarkEffect& effect, const TrendView& view);

// The section about the marks; empty without any.
std::string MarksHtml(const std::vector<MarkEffect>& effects, const TrendView& view);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_MARKS_H_
