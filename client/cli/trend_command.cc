#include "client/cli/trend_command.h"

#include <CLI/App.hpp>
#include <algorithm>
#include <memory>
#include <ostream>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/commands.h"
#include "client/cli/context.h"
#include "client/cli/mark_effects.h"
#include "client/cli/time_text.h"
#include "client/cli/trend_query.h"
#include "client/cli/trend_report.h"
#include "client/cli/version.h"
#include "client/cli/window_search.h"
#include "client/cpp/client.h"
#include "client/report/footnotes.h"
#include "client/report/privacy.h"
#include "client/report/trend_page.h"
#include "client/report/verdict.h"
#include "client/report/words.h"

namespace voc::cli {
namespace {

using report::Say;
using report::TrendView;
using report::Word;

// So many groups of few answers are told which window has enough.
constexpr size_t kMaxWindows = 6;

// Asks how many people there are behind each cell, and hides those of too few.
absl::Status Hide(const v1::QueryTrendRequest& query, int anonymity_n, client::Client& client,
                  v1::QueryTrendResponse* response) {
  v1::QueryTrendRequest people = query;
  people.set_respondent_mode(v1::RESPONDENT_MODE_LATEST_PER_RESPONDENT);
  const auto counted = client.QueryTrend(people);
  if (!counted.ok()) return counted.status();
  // Few trends hide anything: how many people a period has is asked only of those that
  // do, and makes them hide less.
  v1::QueryTrendResponse hidden = *response;
  report::HideFew(*counted, {}, anonymity_n, &hidden);
  if (query.group_by().empty() || !report::AnyHidden(hidden)) {
    *response = std::move(hidden);
    return absl::OkStatus();
  }
  people.clear_group_by();
  const auto of_periods = client.QueryTrend(people);
  if (!of_periods.ok()) return of_periods.status();
  report::HideFew(*counted, *of_periods, anonymity_n, response);
  return absl::OkStatus();
}

// The moment up to which answers were asked for and can be: the end of the last
// point or of the filter's interval, or now.
absl::Time EndOf(const v1::QueryTrendRequest& request, const v1::QueryTrendResponse& response,
                 absl::Time now) {
  absl::Time end = absl::InfinitePast();
  for (const v1::TrendSeries& series : response.series()) {
    if (series.points().empty()) continue;
    end = std::max(end, FromTimestamp(series.points(series.points_size() - 1).end_time()));
  }
  const v1::Interval& interval = request.filter().interval();
  if (interval.has_end_time()) end = std::min(end, FromTimestamp(interval.end_time()));
  return std::min(end, now);
}

absl::Time StartOf(const v1::QueryTrendResponse& response) {
  absl::Time start = absl::InfiniteFuture();
  for (const v1::TrendSeries& series : response.series()) {
    if (series.points().empty()) continue;
    start = std::min(start, FromTimestamp(series.points(0).start_time()));
  }
  return start;
}

// The groups that have a period of few answers; none if there are more than are
// worth a line each. Of scales that do not mix it is not told which windows have
// them, so they are left out.
std::vector<Group> SmallGroups(const v1::QueryTrendResponse& response) {
  std::vector<Group> groups;
  for (const v1::TrendSeries& series : response.series()) {
    const bool small = std::any_of(series.points().begin(), series.points().end(), report::IsSmall);
    if (small && !series.group().contains("scale")) {
      groups.emplace_back(series.group().begin(), series.group().end());
    }
  }
  if (groups.size() > kMaxWindows) groups.clear();
  return groups;
}

// Which window has answers enough, in words.
std::string EnoughText(const Window& window, const v1::QueryTrendRequest& query,
                       const TrendView& view, absl::Time end, absl::Time now) {
  const report::Language language = view.language;
  const std::string answers =
      report::SayCount(language, Word::kAnswersOne, Word::kAnswers, window.n);
  if (window.n < query.min_n()) {
    return Say(language, Word::kNeverEnough, answers, query.min_n());
  }
  const std::string days = report::SayCount(language, Word::kDaysOne, Word::kDays, window.days);
  if (end == now) return Say(language, Word::kEnoughNow, days, answers);
  return Say(language, Word::kEnoughUpTo, days, answers,
             report::ShortDateText(language, end - absl::Nanoseconds(1), view.zone));
}

// One remark for each of few answers, with the name of its group.
absl::StatusOr<std::vector<std::string>> EnoughTexts(const v1::QueryTrendRequest& query,
                                                     const v1::QueryTrendResponse& response,
                                                     const TrendView& view, absl::Time end,
                                                     absl::Time now, client::Client& client) {
  const std::vector<Group> groups = SmallGroups(response);
  const auto windows = FindWindows(client, query, groups, end, view.zone);
  if (!windows.ok()) return windows.status();
  std::vector<std::string> texts;
  for (size_t i = 0; i < groups.size(); ++i) {
    const std::string name = report::GroupName({groups[i].begin(), groups[i].end()});
    texts.push_back(absl::StrCat(name, name.empty() ? "" : ": ",
                                 EnoughText((*windows)[i], query, view, end, now)));
  }
  return texts;
}

// For people: with marks, and what to do where answers are few.
int PrintForPeople(const v1::QueryTrendRequest& request, const v1::QueryTrendResponse& response,
                   const TrendView& view, Context& context) {
  const absl::Time now = context.io().now();
  const absl::Time end = EndOf(request, response, now);
  const absl::Time start = StartOf(response);
  // Counts beside those that are shown could give away what is hidden.
  const bool all_shown = view.anonymity_n == 0;
  std::vector<report::MarkEffect> marks;
  if (start < end) {
    auto fetched = FetchMarks(context.client(), request, start, end, report::TellsEffects(view));
    if (!fetched.ok()) return context.Fail(fetched.status());
    marks = *std::move(fetched);
  }
  std::vector<std::string> remarks;
  if (all_shown) {
    auto enough = EnoughTexts(request, response, view, end, now, context.client());
    if (!enough.ok()) return context.Fail(enough.status());
    remarks = *std::move(enough);
  }
  const report::Judge judge(response, view.min_n);
  if (context.format() == OutputFormat::kHtml) {
    remarks.push_back(Say(view.language, Word::kMadeAt, kVersion,
                          report::DateText(view.language, now, view.zone)));
    context.io().out << report::TrendPage(response, view, judge, marks, remarks);
    return kExitOk;
  }
  Report report = TrendReport(response, view, judge);
  if (!marks.empty()) report.tables.push_back(MarksTable(marks, view));
  report.remarks.insert(report.remarks.end(), remarks.begin(), remarks.end());
  context.PrintReport(report);
  return kExitOk;
}

int Trend(const TrendOptions& options, Context& context) {
  const auto request = ToTrendRequest(options, context.zone(), context.zone_name());
  if (!request.ok()) return context.Usage(request.status());
  const auto view = ViewOf(*request, options, context.zone());
  if (!view.ok()) return context.Usage(view.status());
  if (options.anonymity_n < 0) {
    return context.Usage(absl::InvalidArgumentError("--anonymity-n: at least 0"));
  }
  if (options.anonymity_n > 0 && options.window_days > 0) {
    return context.Usage(absl::InvalidArgumentError(
        "--anonymity-n: not with --window-days, since windows that overlap give away by their "
        "differences what few people said"));
  }
  auto response = context.client().QueryTrend(*request);
  if (!response.ok()) return context.Fail(response.status());
  if (options.anonymity_n > 0) {
    const absl::Status status = Hide(*request, options.anonymity_n, context.client(), &*response);
    if (!status.ok()) return context.Fail(status);
  }
  const bool flat = context.format() == OutputFormat::kCsv;
  if (!context.json() && !flat) return PrintForPeople(*request, *response, *view, context);
  if (report::AnyHidden(*response)) {
    report::RemoveHidden(&*response);
    context.Say(Say(report::Language::kEnglish, Word::kHiddenWhy, options.anonymity_n));
  }
  if (flat) {
    context.PrintReport(TrendFlatReport(*response));
  } else {
    context.PrintJson(*response);
  }
  return kExitOk;
}

}  // namespace

void AddLanguageOption(CLI::App* command, std::string* language) {
  command->add_option("--lang", *language, "en, sv, da or no: words and numbers of the report")
      ->capture_default_str();
}

void AddTrendOptions(CLI::App* command, TrendOptions* options) {
  command->add_option("--metric", options->metric, "nps, csat, ces, rating or sentiment")
      ->capture_default_str();
  command->add_option("--by", options->by, "hour, day, week, month, quarter, year or total")
      ->capture_default_str();
  command
      ->add_option("--group-by", options->group_by,
                   "source, question, account, channel, language, journey_stage, touchpoint, "
                   "platform, theme, property.KEY; several with commas or repeated")
      ->delimiter(',')
      ->allow_extra_args(false);
  command->add_option("--window-days", options->window_days,
                      "Each point is the window of so many days that ends with its bucket");
  command
      ->add_option("--compare", options->compare, "What a change is against: previous or year-ago")
      ->capture_default_str();
  command
      ->add_option("--mode", options->mode, "all, or only the newest of each respondent or account")
      ->capture_default_str();
  command->add_option("--confidence", options->confidence, "Level of intervals and tests")
      ->capture_default_str();
  command
      ->add_option("--min-n", options->min_n,
                   "Points with fewer answers are marked, and not judged")
      ->capture_default_str();
  AddLanguageOption(command, &options->language);
  AddFilterOptions(command, &options->filter, {.metric = false});
}

void AddTrendCommand(CLI::App& app, Action* chosen) {
  const auto options = std::make_shared<TrendOptions>();
  CLI::App* const command =
      AddCommand(app, "trend", "Show how a metric moves", chosen,
                 [options](Context& context) { return Trend(*options, context); });
  AddTrendOptions(command, options.get());
  command->add_option("--anonymity-n", options->anonymity_n,
                      "Hide what fewer people than these said, and what would give it away");
}

}  // namespace voc::cli
