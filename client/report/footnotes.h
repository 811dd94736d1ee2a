#ifndef VOC_CLIENT_REPORT_FOOTNOTES_H_
#define VOC_CLIENT_REPORT_FOOTNOTES_H_

#include <string>
#include <vector>

#include "client/report/trend_view.h"
#include "client/report/verdict.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// Whether a point deserves a mark for its few answers; an empty or hidden one
// speaks for itself.
bool IsSmall(const v1::TrendPoint& point);

// Whether there is anything to show: without feedback a trend has no periods.
bool HasPoints(const v1::QueryTrendResponse& response);

// What must be known to read a trend, in sentences: how its intervals and tests
// were made, drift and early warnings, response rate, what is marked or hidden.
// Only what concerns `response`.
std::vector<std::string> Footnotes(const v1::QueryTrendResponse& response, const TrendView& view,
                                   const Judge& judge);

// The sentences about a series alone: drift, early warnings, response rate.
std::vector<std::string> SeriesNotes(const v1::TrendSeries& series, const TrendView& view);

// How the interval of `metric` was made, at `confidence`.
std::string IntervalNote(Language language, v1::TrendMetric metric, double confidence);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_FOOTNOTES_H_
