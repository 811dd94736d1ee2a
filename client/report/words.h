#ifndef VOC_CLIENT_REPORT_WORDS_H_
#define VOC_CLIENT_REPORT_WORDS_H_

#include <cstdint>
#include <string>

#include "absl/strings/substitute.h"
#include "client/report/language.h"

namespace voc::report {

// Everything a report says, in the order of the table in words.cc. A name ends in
// One where its phrase is about a single thing.
enum class Word {
  // The metrics.
  kNps,
  kCsat,
  kCes,
  kRating,
  kSentiment,
  // Columns.
  kPeriod,
  kAnswersColumn,
  kInterval,
  kChange,
  kYearAgoChange,
  kShareColumn,
  kTotal,
  kMean,
  kAgree,
  kHidden,
  // Titles of trends: a metric and how it is cut.
  kByHour,
  kByDay,
  kByWeek,
  kByMonth,
  kByQuarter,
  kByYear,
  kInAll,
  kRolling,
  kNewestOfRespondent,
  kNewestOfAccount,
  kAllGroups,
  kNothing,
  // Periods; $0 is a number, $1 a year.
  kWeekName,
  kQuarterName,
  kDate,
  // What came of a test.
  kNews,
  kNoise,
  kTooFew,
  kPValue,
  kUp,
  kDown,
  kUnchanged,
  // How many.
  kAnswersOne,
  kAnswers,
  kDaysOne,
  kDays,
  kHour,
  kDay,
  kWeek,
  kMonth,
  kQuarter,
  kYear,
  // Who said what; what shares are of.
  kPromoters,
  kPassives,
  kDetractors,
  kSatisfied,
  kOthers,
  kAgreeing,
  kNotAgreeing,
  kGoodStars,
  kThreeStars,
  kBadStars,
  kPositive,
  kNeutral,
  kNegative,
  // Footnotes.
  kHowInterval,
  kHowNps,
  kHowProportion,
  kHowMean,
  kHowSentiment,
  kAlike,
  kPaired,
  kNewsOrNoise,
  kTestedTogether,
  kDriftDown,
  kDriftUp,
  kDriftNone,
  kUnusualLevel,
  kSlidingDown,
  kSlidingUp,
  kResponseRate,
  kFewMark,
  kEnoughNow,
  kEnoughUpTo,
  kNeverEnough,
  kHiddenWhy,
  kUnlabelled,
  // Charts.
  kTrendChart,
  kTrendChartText,
  kBandText,
  kShareChart,
  kGroupChart,
  kGroupChartText,
  kNumbers,
  kScrolls,
  // Marks.
  kMarks,
  kMark,
  kMarkTime,
  kBefore,
  kAfter,
  kMarksHow,
  // The report.
  kReportTitle,
  kReportPeriod,
  kMadeAt,
  kMetric,
  kScore,
  kLastWeeks,
  kLastMonths,
  kShortWeeks,
  kShortMonths,
  kNoAnswers,
  kWhatMoved,
  kWhatMovedHow,
  kBySource,
  kByStage,
  kByChannel,
  kWhy,
  kTheme,
  kImpact,
  kWithTheme,
  kTextShare,
  kTextShareBefore,
  kWhyHow,
  kNoThemes,
  kAlerts,
  kAlertsOpenOne,
  kAlertsOpen,
  kNoAlerts,
  kNewestAlerts,
  kOldestAlerts,
  kAccount,
  kWaiting,
  kTheirWords,
  kQuotes,
  kQuoted,
  kToThank,
  kToCall,
  kNoQuotes,
  kUnknownAccount,
  kNoGroupValue,
  kSmallNumbers,
  kSentence,
  kSentenceAlone,
  // How many there are.
  kCount,
};

// The phrase with its $0, $1...
const char* Phrase(Language language, Word word);

// The phrase, filled.
template <typename... Args>
std::string Say(Language language, Word word, const Args&... args) {
  return absl::Substitute(Phrase(language, word), args...);
}

// "1 day", "12 days": `one` for a single one. Counts are in the language's form.
std::string SayCount(Language language, Word one, Word many, int64_t count);

// Names of months, 1 to 12.
const char* MonthName(Language language, int month);
const char* ShortMonthName(Language language, int month);

}  // namespace voc::report

#endif  // VOC_CLIENT_REPORT_WORDS_H_
