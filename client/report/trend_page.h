#ifndef VOC_CLIENT_REPORT_TREND_PAGE_H_
#define VOC_CLIENT_REPORT_TREND_PAGE_H_

#include <string>
#include <vector>

#include "client/report/marks.h"
#include "client/report/trend_view.h"
#include "client/report/verdict.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// A trend as a page: charts with a table behind each. `remarks` go below the
// footnotes. Hidden points (privacy.h) are shown as such.
std::string TrendPage(const v1::QueryTrendResponse& response, const TrendView& view,
                      const Judge& judge, const std::vector<MarkEffect>& marks,
                      const std::vector<std::string>& remarks);

// Parts of it that other pages use, for one series. `id` is unique in the page.
std::string TrendFigure(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                        const std::vector<MarkLine>& marks, const std::string& id);
std::string ShareFigure(const v1::TrendSeries& series, const TrendView& view,
                        const std::string& id);
std::string SeriesTable(const v1::TrendSeries& series, const TrendView& view, const Judge& judge,
                        const std::string& caption);

// The newest point with a value as a sentence; empty if there is none.
std::string SentenceOf(const v1::TrendPoint& point, const TrendView& view, const Judge& judge);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_TREND_PAGE_H_
