#ifndef VOC_CLIENT_REPORT_NUMBERS_H_
#define VOC_CLIENT_REPORT_NUMBERS_H_

#include <cstdint>
#include <string>

#include "client/report/language.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// Numbers as a language writes them: 1,234.5 in English, 1 234,5 with a no-break
// space in Swedish and Norwegian, 1.234,5 in Danish. A number that is not there is
// an en dash.

// With `decimals` digits after the point; never minus zero.
std::string NumberText(Language language, double value, int decimals);
// With a sign before anything above zero.
std::string SignedText(Language language, double value, int decimals);
std::string CountText(Language language, int64_t value);
// "0.54", "0.003", "<0.001": what is needed to tell chance from news.
std::string PText(Language language, double p);

// NPS, CSAT and sentiment are whole numbers to readers: their intervals are
// several points wide. CES and reviews have two decimals.
int DecimalsOf(v1::TrendMetric metric);

// "31 to 47" as "31..47", in the language's form; empty without interval.
std::string IntervalText(Language language, const v1::TrendPoint& point, int decimals);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_NUMBERS_H_
