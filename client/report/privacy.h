#ifndef VOC_CLIENT_REPORT_PRIVACY_H_
#define VOC_CLIENT_REPORT_PRIVACY_H_

#include <cstdint>

#include "voc/v1/trend.pb.h"

namespace voc::report {

// Hides what few people said.
//
// The cells of a trend form a table: a row a group, a column a period, and the
// totals. A cell is hidden if fewer than `least` people answered in it, though not
// if nobody did. Since totals give a lone hidden cell away by subtraction, in every
// row and column that holds hidden cells more are hidden, those of the fewest
// people first, until at least two of them are, of at least `least` different people
// together: who answered every month is one person in however many cells. A column
// is guarded even where its total is not shown, as it stands in the same trend
// without groups. A group whose total is hidden is hidden whole. A change that would
// tell the value of a hidden period goes, and so does the drift over hidden points.
//
// `people` is the answer to the same question with the newest answer of each
// respondent: its n are people. Feedback without a respondent counts as a person
// each. `people_of_periods` is the same without groups; empty where nobody asked, which
// hides a little more. What several questions with other filters or periods tell
// together cannot be known here.
//
// Hidden points keep their times alone, and n is kHiddenN.
void HideFew(const v1::QueryTrendResponse& people, const v1::QueryTrendResponse& people_of_periods,
             int64_t least, v1::QueryTrendResponse* response);

inline constexpr int64_t kHiddenN = -1;
inline bool IsHidden(const v1::TrendPoint& point) { return point.n() == kHiddenN; }

// Removes hidden points, totals and groups: for programs, which must not take
// kHiddenN for a number.
void RemoveHidden(v1::QueryTrendResponse* response);

// Whether anything is hidden.
bool AnyHidden(const v1::QueryTrendResponse& response);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_PRIVACY_H_
