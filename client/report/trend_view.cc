#include "client/report/trend_view.h"

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/report/words.h"

namespace voc::report {
namespace {

Word ByWord(v1::Granularity granularity) {
  switch (granularity) {
    case v1::GRANULARITY_HOUR:
      return Word::kByHour;
    case v1::GRANULARITY_DAY:
      return Word::kByDay;
    case v1::GRANULARITY_ISO_WEEK:
      return Word::kByWeek;
    case v1::GRANULARITY_QUARTER:
      return Word::kByQuarter;
    case v1::GRANULARITY_YEAR:
      return Word::kByYear;
    case v1::GRANULARITY_TOTAL:
      return Word::kInAll;
    default:
      return Word::kByMonth;
  }
}

}  // namespace

absl::Time TimeOf(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

std::string DateText(Language language, absl::Time time, const absl::TimeZone& zone) {
  const absl::CivilDay day = absl::ToCivilDay(time, zone);
  return Say(language, Word::kDate, day.day(), MonthName(language, day.month()), day.year());
}

std::string ShortDateText(Language language, absl::Time time, const absl::TimeZone& zone) {
  const absl::CivilDay day = absl::ToCivilDay(time, zone);
  return Say(language, Word::kDate, day.day(), ShortMonthName(language, day.month()), day.year());
}

std::string DatesText(Language language, absl::Time start, absl::Time end,
                      const absl::TimeZone& zone) {
  const absl::Time last = end - absl::Nanoseconds(1);
  const std::string from = ShortDateText(language, start, zone);
  const std::string to = ShortDateText(language, last, zone);
  return from == to ? from : absl::StrCat(from, " – ", to);
}

std::string PeriodName(const v1::TrendPoint& point, const TrendView& view) {
  const absl::Time start = TimeOf(point.start_time());
  const absl::Time end = TimeOf(point.end_time());
  const absl::Time within = view.window_days > 0 ? end - absl::Nanoseconds(1) : start;
  const absl::CivilDay day = absl::ToCivilDay(within, view.zone);
  const Language language = view.language;
  switch (view.granularity) {
    case v1::GRANULARITY_HOUR:
      return absl::StrCat(ShortDateText(language, within, view.zone),
                          absl::FormatTime(" %H:00%z", within, view.zone));
    case v1::GRANULARITY_DAY:
      return ShortDateText(language, within, view.zone);
    case v1::GRANULARITY_ISO_WEEK: {
      // A week belongs to the year that its Thursday lies in.
      const absl::CivilDay thursday = absl::NextWeekday(day - 1, absl::Weekday::sunday) - 3;
      return Say(language, Word::kWeekName, (absl::GetYearDay(thursday) - 1) / 7 + 1,
                 thursday.year());
    }
    case v1::GRANULARITY_QUARTER:
      return Say(language, Word::kQuarterName, (day.month() - 1) / 3 + 1, day.year());
    case v1::GRANULARITY_YEAR:
      return absl::StrCat(day.year());
    case v1::GRANULARITY_TOTAL:
      return DatesText(language, start, end, view.zone);
    default:
      return absl::StrCat(ShortMonthName(language, day.month()), " ", day.year());
  }
}

std::string GroupName(const google::protobuf::Map<std::string, std::string>& group) {
  std::string name;
  for (const auto& [dimension, value] :
       std::map<std::string, std::string>(group.begin(), group.end())) {
    absl::StrAppend(&name, name.empty() ? "" : ", ", dimension, "=", value.empty() ? "–" : value);
  }
  return name;
}

std::string GroupValue(Language language,
                       const google::protobuf::Map<std::string, std::string>& group) {
  std::string name;
  for (const auto& [dimension, value] :
       std::map<std::string, std::string>(group.begin(), group.end())) {
    absl::StrAppend(&name, name.empty() ? "" : ", ",
                    value.empty() ? Say(language, Word::kNoGroupValue) : value);
  }
  return name;
}

std::string MetricText(Language language, v1::TrendMetric metric) {
  switch (metric) {
    case v1::TREND_METRIC_CSAT:
      return Say(language, Word::kCsat);
    case v1::TREND_METRIC_CES:
      return Say(language, Word::kCes);
    case v1::TREND_METRIC_RATING:
      return Say(language, Word::kRating);
    case v1::TREND_METRIC_SENTIMENT:
      return Say(language, Word::kSentiment);
    default:
      return Say(language, Word::kNps);
  }
}

std::string MetricText(const TrendView& view) { return MetricText(view.language, view.metric); }

std::string TrendTitle(const TrendView& view) {
  std::string title = Say(view.language, ByWord(view.granularity), MetricText(view));
  if (view.window_days > 0) {
    absl::StrAppend(&title, ", ", Say(view.language, Word::kRolling, view.window_days));
  }
  if (view.mode == v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT) {
    absl::StrAppend(&title, ", ", Say(view.language, Word::kNewestOfRespondent));
  } else if (view.mode == v1::RESPONDENT_MODE_LATEST_PER_ACCOUNT) {
    absl::StrAppend(&title, ", ", Say(view.language, Word::kNewestOfAccount));
  }
  if (!view.only.empty()) absl::StrAppend(&title, ", ", view.only);
  return absl::StrCat(title, " (", view.zone_name, ")");
}

}  // namespace voc::report
