#ifndef VOC_CLIENT_REPORT_MONDAY_H_
#define VOC_CLIENT_REPORT_MONDAY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/report/marks.h"
#include "client/report/trend_view.h"
#include "client/report/verdict.h"
#include "client/report/words.h"
#include "voc/v1/alert.pb.h"
#include "voc/v1/feedback.pb.h"
#include "voc/v1/theme.pb.h"
#include "voc/v1/trend.pb.h"

namespace voc::report {

// One metric: over the period against the one before, and over the weeks or months
// that lead there.
struct MetricPart {
  v1::TrendMetric metric = v1::TREND_METRIC_NPS;
  // One point a series.
  v1::QueryTrendResponse now;
  v1::QueryTrendResponse lately;
};

// The leading metric by the values of one dimension, one point a series.
struct GroupPart {
  std::string dimension;
  v1::QueryTrendResponse now;
};

// What the Monday report is made of, as the server answered.
struct Monday {
  // [start, end) and what it is compared with, [before, start).
  absl::Time before;
  absl::Time start;
  absl::Time end;
  absl::Time now;
  // How `lately` is cut.
  TrendView view;
  std::vector<MetricPart> metrics;
  // What groups, themes and marks are about.
  v1::TrendMetric lead = v1::TREND_METRIC_NPS;
  std::vector<GroupPart> groups;
  v1::QueryImpactResponse themes;
  int64_t open_alerts = 0;
  // There are more than were counted.
  bool open_alerts_more = false;
  // By when the feedback was collected. An alert is in one of them.
  std::vector<v1::Alert> newest;
  std::vector<v1::Alert> oldest;
  // Newest first.
  std::vector<v1::Feedback> to_thank;
  std::vector<v1::Feedback> to_call;
  std::vector<MarkEffect> marks;
};

// The view of one metric of it.
TrendView ViewOfMetric(const Monday& monday, v1::TrendMetric metric);

// "W48 2025 (24 Nov 2025 – 30 Nov 2025)" for a whole ISO week, else dates alone.
std::string PeriodText(const Monday& monday);
// "24 Nov 2025 – 30 Nov 2025, against 17 Nov 2025 – 23 Nov 2025"
std::string ComparedText(const Monday& monday);

// A metric of one scale, in words.
struct Score {
  std::string name;
  std::string value;
  std::string interval;
  std::string answers;
  // Its number alone.
  std::string count;
  // "-7 noise (p 0.54)"; empty where there is nothing to compare with.
  std::string change;
  // "NPS is 39 (between 31 and 47, 212 answers), down 7: noise (p 0.54)."
  std::string sentence;
  Verdict verdict = Verdict::kNone;
  // Whether the change is for the better.
  bool better = false;
  bool few = false;
};
// Of the metrics that anybody answered in the period.
std::vector<Score> ScoresOf(const Monday& monday);

// One row about a group or a theme. Cells are in words.
struct MovedRow {
  std::string name;
  v1::TrendPoint point;
  Verdict verdict = Verdict::kNone;
  std::string text;
};
// The groups of `part` by how much they moved, news first; at most kMaxMoved.
std::vector<MovedRow> MovedOf(const GroupPart& part, const Monday& monday, const Judge& judge);
// Judges the changes of all groups together.
Judge JudgeOfGroups(const Monday& monday);
inline constexpr size_t kMaxMoved = 8;
// What a dimension is called.
std::string DimensionText(Language language, const std::string& dimension);

struct ThemeRow {
  std::string name;
  std::string n;
  std::string with;
  std::string impact;
  std::string share;
  std::string share_before;
  bool news = false;
};
// The themes of the greatest impact, news first and those of few answers last; at
// most kMaxMoved.
std::vector<ThemeRow> ThemesOf(const Monday& monday);

// "NPS 3", "CSAT 2/5", "g2 2/5".
std::string ScoreName(Language language, const v1::Feedback& feedback);
// What was written, at most `limit` characters; empty if nothing was.
std::string QuoteOf(const v1::Feedback& feedback, size_t limit);
// The account, or who it is instead.
std::string AccountText(Language language, const v1::Feedback& feedback);
// How long since it was collected, up to the end of the report or now.
std::string WaitingText(const Monday& monday, const v1::Alert& alert);
// Whose words they are: "nv-0179, NPS 3, 6 Oct 2025".
std::string QuoteSource(const Monday& monday, const v1::Feedback& feedback);

// How impacts were found, and over which dates.
std::string ThemesNote(const Monday& monday);
// "12 open alerts."
std::string OpenAlertsText(const Monday& monday);
// What must be known to read the report's numbers.
std::vector<std::string> MondayNotes(const Monday& monday);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_MONDAY_H_
