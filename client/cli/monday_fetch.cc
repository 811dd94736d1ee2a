#include "client/cli/monday_fetch.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "client/cli/mark_effects.h"
#include "client/cli/time_text.h"
#include "client/cpp/client.h"
#include "client/report/monday.h"

namespace voc::cli {
namespace {

using report::Monday;

constexpr int kWeeks = 13;
constexpr int kMonths = 13;
// Longer periods are seen by months.
constexpr int kMaxDaysByWeek = 35;
constexpr int kPage = 1'000;
constexpr int kQuotePage = 100;
// So many feedback are looked through for texts.
constexpr int kMaxQuotePages = 5;
// Shorter texts tell nothing.
constexpr size_t kMinQuoteBytes = 20;

constexpr v1::TrendMetric kMetrics[] = {v1::TREND_METRIC_NPS, v1::TREND_METRIC_CSAT,
                                        v1::TREND_METRIC_CES, v1::TREND_METRIC_RATING,
                                        v1::TREND_METRIC_SENTIMENT};

absl::Status SetPeriod(const MondayQuery& query, Monday* monday) {
  const absl::TimeZone& zone = query.view.zone;
  const v1::Interval& interval = query.filter.interval();
  // The same time of day, so many days away.
  const auto shifted = [&](absl::Time time, int days) {
    const absl::CivilSecond at = absl::ToCivilSecond(time, zone);
    const absl::CivilDay day = absl::CivilDay(at) + days;
    return absl::FromCivil(
        absl::CivilSecond(day.year(), day.month(), day.day(), at.hour(), at.minute(), at.second()),
        zone);
  };
  if (interval.has_start_time()) monday->start = FromTimestamp(interval.start_time());
  if (interval.has_end_time()) monday->end = FromTimestamp(interval.end_time());
  if (!interval.has_start_time() && !interval.has_end_time()) {
    const absl::CivilDay today = absl::ToCivilDay(query.now, zone);
    const absl::CivilDay this_monday = absl::PrevWeekday(today + 1, absl::Weekday::monday);
    monday->start = absl::FromCivil(this_monday - 7, zone);
    monday->end = absl::FromCivil(this_monday, zone);
  } else if (!interval.has_end_time()) {
    monday->end = shifted(monday->start, 7);
  } else if (!interval.has_start_time()) {
    monday->start = shifted(monday->end, -7);
  }
  if (monday->end <= monday->start) {
    return absl::InvalidArgumentError("--until: not after --since");
  }
  monday->before = monday->start - (monday->end - monday->start);
  return absl::OkStatus();
}

// Where the weeks or months begin that lead to the period.
absl::Time LatelyStart(const Monday& monday) {
  const absl::TimeZone& zone = monday.view.zone;
  const absl::CivilDay last = absl::ToCivilDay(monday.end - absl::Nanoseconds(1), zone);
  if (monday.view.granularity == v1::GRANULARITY_MONTH) {
    const absl::Time months =
        absl::FromCivil(absl::CivilDay(absl::CivilMonth(last) - (kMonths - 1)), zone);
    return std::min(months, monday.start);
  }
  const absl::CivilDay week = absl::PrevWeekday(last + 1, absl::Weekday::monday);
  return absl::FromCivil(week - 7 * (kWeeks - 1), zone);
}

void SetInterval(absl::Time start, absl::Time end, v1::Filter* filter) {
  *filter->mutable_interval()->mutable_start_time() = ToTimestamp(start);
  *filter->mutable_interval()->mutable_end_time() = ToTimestamp(end);
}

// Asks part by part; stops at the first error.
class Fetcher {
 public:
  Fetcher(client::Client& client, const MondayQuery& query, Monday* monday)
      : client_(client), query_(query), monday_(*monday) {}

  absl::Status Fetch() {
    lately_start_ = LatelyStart(monday_);
    for (auto step : {&Fetcher::Metrics, &Fetcher::Groups, &Fetcher::Themes, &Fetcher::Alerts,
                      &Fetcher::Quotes, &Fetcher::Marks}) {
      if (absl::Status status = (this->*step)(); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  v1::QueryTrendRequest Request(v1::TrendMetric metric, v1::Granularity granularity) const {
    v1::QueryTrendRequest request;
    request.set_metric(metric);
    *request.mutable_filter() = query_.filter;
    const bool total = granularity == v1::GRANULARITY_TOTAL;
    SetInterval(total ? monday_.start : lately_start_, monday_.end, request.mutable_filter());
    request.set_granularity(granularity);
    request.set_time_zone(query_.view.zone_name);
    request.set_min_n(query_.view.min_n);
    request.set_confidence(query_.view.confidence);
    return request;
  }

  absl::Status Metrics() {
    bool lead = false;
    for (const v1::TrendMetric metric : kMetrics) {
      auto now = client_.QueryTrend(Request(metric, v1::GRANULARITY_TOTAL));
      if (!now.ok()) return now.status();
      auto lately = client_.QueryTrend(Request(metric, monday_.view.granularity));
      if (!lately.ok()) return lately.status();
      const bool answered = now->total().n() > 0;
      if (answered && !lead) {
        monday_.lead = metric;
        lead = true;
      }
      if (!answered && lately->total().n() == 0) continue;
      monday_.metrics.push_back(
          {.metric = metric, .now = *std::move(now), .lately = *std::move(lately)});
    }
    return absl::OkStatus();
  }

  absl::Status Groups() {
    for (const char* dimension : {"source", "journey_stage", "channel"}) {
      v1::QueryTrendRequest request = Request(monday_.lead, v1::GRANULARITY_TOTAL);
      request.add_group_by(dimension);
      auto now = client_.QueryTrend(request);
      if (!now.ok()) return now.status();
      monday_.groups.push_back({.dimension = dimension, .now = *std::move(now)});
    }
    return absl::OkStatus();
  }

  // The themes of the period; where none of them has answers enough, those of the
  // weeks or months that lead to it.
  absl::Status Themes() {
    v1::QueryImpactRequest request;
    request.set_metric(monday_.lead);
    *request.mutable_filter() = query_.filter;
    request.set_confidence(query_.view.confidence);
    request.set_min_n(query_.view.min_n);
    for (const absl::Time start : {monday_.start, lately_start_}) {
      SetInterval(start, monday_.end, request.mutable_filter());
      auto response = client_.QueryImpact(request);
      if (!response.ok()) return response.status();
      monday_.themes = *std::move(response);
      if (monday_.themes.tests() > 0) break;
    }
    return absl::OkStatus();
  }

  absl::Status Alerts() {
    v1::ListAlertsRequest request;
    *request.mutable_filter() = query_.filter;
    request.mutable_filter()->clear_interval();
    *request.mutable_filter()->mutable_interval()->mutable_end_time() = ToTimestamp(monday_.end);
    request.add_states(v1::ALERT_STATE_OPEN);
    request.set_page_size(kPage);
    std::vector<v1::Alert> alerts;
    do {
      auto page = client_.ListAlerts(request);
      if (!page.ok()) return page.status();
      for (v1::Alert& alert : *page->mutable_alerts()) alerts.push_back(std::move(alert));
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty() && static_cast<int64_t>(alerts.size()) < kMaxAlerts);
    monday_.open_alerts = static_cast<int64_t>(alerts.size());
    monday_.open_alerts_more = !request.page_token().empty();
    std::stable_sort(alerts.begin(), alerts.end(), [](const v1::Alert& a, const v1::Alert& b) {
      return FromTimestamp(a.feedback().collected_at()) >
             FromTimestamp(b.feedback().collected_at());
    });
    const size_t newest = std::min(alerts.size(), kShownAlerts);
    const size_t oldest = std::min(alerts.size() - newest, kShownAlerts);
    monday_.newest.assign(alerts.begin(), alerts.begin() + static_cast<ptrdiff_t>(newest));
    // The one that waits longest first.
    monday_.oldest.assign(alerts.rbegin(), alerts.rbegin() + static_cast<ptrdiff_t>(oldest));
    return absl::OkStatus();
  }

  absl::Status Quotes() {
    v1::Filter thank = query_.filter;
    SetInterval(monday_.start, monday_.end, &thank);
    v1::Filter call = thank;
    if (monday_.lead == v1::TREND_METRIC_NPS) {
      thank.add_nps_groups(v1::NPS_GROUP_PROMOTER);
      call.add_nps_groups(v1::NPS_GROUP_DETRACTOR);
    } else {
      thank.add_sentiment_labels(v1::SENTIMENT_LABEL_POSITIVE);
      call.add_sentiment_labels(v1::SENTIMENT_LABEL_NEGATIVE);
    }
    if (absl::Status status = Newest(thank, &monday_.to_thank); !status.ok()) return status;
    return Newest(call, &monday_.to_call);
  }

  // The newest that wrote something.
  absl::Status Newest(const v1::Filter& filter, std::vector<v1::Feedback>* quotes) {
    v1::ListFeedbackRequest request;
    *request.mutable_filter() = filter;
    request.set_page_size(kQuotePage);
    for (int i = 0; i < kMaxQuotePages; ++i) {
      auto page = client_.ListFeedback(request);
      if (!page.ok()) return page.status();
      for (v1::Feedback& feedback : *page->mutable_feedback()) {
        if (report::QuoteOf(feedback, SIZE_MAX).size() < kMinQuoteBytes) continue;
        quotes->push_back(std::move(feedback));
        if (quotes->size() == kShownQuotes) return absl::OkStatus();
      }
      request.set_page_token(page->next_page_token());
      if (request.page_token().empty()) break;
    }
    return absl::OkStatus();
  }

  absl::Status Marks() {
    auto marks = FetchMarks(client_, Request(monday_.lead, v1::GRANULARITY_TOTAL), lately_start_,
                            monday_.end, /*measure=*/true);
    if (!marks.ok()) return marks.status();
    monday_.marks = *std::move(marks);
    return absl::OkStatus();
  }

  client::Client& client_;
  const MondayQuery& query_;
  Monday& monday_;
  absl::Time lately_start_;
};

}  // namespace

absl::StatusOr<Monday> FetchMonday(client::Client& client, const MondayQuery& query) {
  Monday monday;
  monday.now = query.now;
  monday.view = query.view;
  if (absl::Status status = SetPeriod(query, &monday); !status.ok()) return status;
  const bool by_month = monday.end - monday.start > absl::Hours(24 * kMaxDaysByWeek);
  monday.view.granularity = by_month ? v1::GRANULARITY_MONTH : v1::GRANULARITY_ISO_WEEK;
  Fetcher fetcher(client, query, &monday);
  if (absl::Status status = fetcher.Fetch(); !status.ok()) return status;
  return monday;
}

}  // namespace voc::cli
