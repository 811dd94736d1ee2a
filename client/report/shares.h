#ifndef VOC_CLIENT_REPORT_SHARES_H_
#define VOC_CLIENT_REPORT_SHARES_H_

#include <array>
#include <cstdint>
#include <string>

#include "client/report/words.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// How answers fall into good, middling and bad, in any unit: NPS groups, stars,
// sentiments; for CSAT and CES good and the rest. All 0 where nothing is known.
std::array<int64_t, 3> SharesOf(const v1::TrendPoint& point, v1::TrendMetric metric);

// What those three are called; the middle one has no name for CSAT and CES.
std::array<Word, 3> ShareNames(v1::TrendMetric metric);
bool HasMiddle(v1::TrendMetric metric);

// A bar of `width` blocks whose lengths stand in the proportion of `parts`, dark
// to light, the largest remainders rounded up; empty where all are 0.
std::string Bar(const std::array<int64_t, 3>& parts, int width);

// A character a point, as high as its value between the least and the greatest of
// them; a point without value is a blank. What chance moves is no mountain: bottom and
// top are at least as far apart as the ends of the middling interval, and a step is at
// least what numbers of so many `decimals` show. Empty with fewer than two values.
// Longer series show their last `limit` points.
std::string Sparkline(const v1::TrendSeries& series, int limit, int decimals);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_SHARES_H_
