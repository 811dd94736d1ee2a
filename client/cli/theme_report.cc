#include "client/cli/theme_report.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/time_text.h"

namespace voc::cli {
namespace {

int Decimals(v1::TrendMetric metric) {
  return metric == v1::TREND_METRIC_CES || metric == v1::TREND_METRIC_RATING ? 2 : 1;
}

std::string Fixed(bool present, double value, int decimals) {
  return present ? FormatFixed(value, decimals) : "–";
}

// As RFC 3339 says, or empty.
std::string Exact(bool present, double value) {
  return present ? FormatDouble(value) : std::string();
}

// The first and the last moment of a period, to the minute.
std::string PeriodText(const v1::Interval& interval, const Zone& zone) {
  return absl::StrCat(FormatMinute(FromTimestamp(interval.start_time()), zone.zone), " – ",
                      FormatMinute(FromTimestamp(interval.end_time()), zone.zone));
}

std::string MetricName(v1::TrendMetric metric) {
  std::string name = NameOf(metric);
  if (metric <= v1::TREND_METRIC_CES) absl::AsciiStrToUpper(&name);
  return name;
}

// Three digits are enough to tell what is chance.
std::string QText(bool present, double q) {
  if (!present) return "–";
  return q < 0.001 ? "<0.001" : FormatFixed(q, 3);
}

Row TableRow(const v1::ImpactRow& row, bool scales, int decimals) {
  Row out;
  out.cells.push_back(row.value().empty() ? "–" : row.value());
  if (scales) out.cells.push_back(row.scale());
  out.cells.push_back(FormatCount(row.n()) + (row.below_min_n() && row.n() > 0 ? "*" : ""));
  out.cells.push_back(Fixed(row.has_share(), row.share(), 1));
  out.cells.push_back(Fixed(row.has_metric_with(), row.metric_with(), decimals));
  out.cells.push_back(Fixed(row.has_metric_without(), row.metric_without(), decimals));
  out.cells.push_back(row.has_impact() ? FormatSigned(row.impact(), decimals + 1) +
                                             (row.significant() ? "!" : "")
                                       : "–");
  out.cells.push_back(row.has_ci_low() && row.has_ci_high()
                          ? absl::StrCat(FormatFixed(row.ci_low(), decimals + 1), "..",
                                         FormatFixed(row.ci_high(), decimals + 1))
                          : "");
  out.cells.push_back(QText(row.has_q_value(), row.q_value()));
  const v1::TextChange& change = row.change();
  out.cells.push_back(FormatCount(change.texts()));
  out.cells.push_back(Fixed(change.has_share(), change.share(), 1));
  out.cells.push_back(Fixed(change.has_share_before(), change.share_before(), 1));
  out.cells.push_back(change.has_delta()
                          ? FormatSigned(change.delta(), 1) + (change.significant() ? "!" : "")
                          : "");
  return out;
}

Row FlatRow(const v1::ImpactRow& row) {
  const v1::TextChange& change = row.change();
  return {.cells = {
              row.value(), row.scale(), absl::StrCat(row.n()), Exact(row.has_share(), row.share()),
              Exact(row.has_metric_with(), row.metric_with()),
              Exact(row.has_metric_without(), row.metric_without()),
              Exact(row.has_impact(), row.impact()), Exact(row.has_ci_low(), row.ci_low()),
              Exact(row.has_ci_high(), row.ci_high()), Exact(row.has_p_value(), row.p_value()),
              Exact(row.has_q_value(), row.q_value()), row.significant() ? "true" : "false",
              absl::StrCat(change.texts()), absl::StrCat(change.texts_before()),
              Exact(change.has_share(), change.share()),
              Exact(change.has_share_before(), change.share_before()),
              Exact(change.has_p_value(), change.p_value()),
              Exact(change.has_q_value(), change.q_value()),
              change.significant() ? "true" : "false"}};
}

Report FlatReport(const v1::QueryImpactResponse& response, const std::string& by) {
  Table table;
  table.columns.push_back({.title = by, .free_text = true});
  for (const char* title :
       {"scale", "n", "share", "metric_with", "metric_without", "impact", "ci_low", "ci_high",
        "p_value", "q_value", "significant", "texts", "texts_before", "text_share",
        "text_share_before", "text_p_value", "text_q_value", "text_significant"}) {
    table.columns.push_back({.title = title, .right_aligned = true});
  }
  for (const v1::ImpactRow& row : response.rows()) table.rows.push_back(FlatRow(row));
  return {.tables = {std::move(table)}};
}

}  // namespace

Report ImpactReport(const v1::QueryImpactResponse& response, const v1::QueryImpactRequest& request,
                    const Zone& zone) {
  const std::string by = request.group_by().empty() ? "theme" : request.group_by();
  if (zone.exact) return FlatReport(response, by);
  const int decimals = Decimals(request.metric());
  const std::string metric = MetricName(request.metric());
  Report report;
  report.title = absl::StrCat("what each ", by, " does to ", metric, " (", zone.zone_name, ")");
  if (response.rows().empty()) {
    report.remarks.push_back("no feedback");
    return report;
  }
  bool scales = false;
  bool small = false;
  bool significant = false;
  for (const v1::ImpactRow& row : response.rows()) {
    scales |= !row.scale().empty();
    small |= row.below_min_n() && row.n() > 0;
    significant |= row.significant() || row.change().significant();
  }
  Table table;
  table.heading =
      absl::StrCat(PeriodText(response.interval(), zone),
                   response.has_before() ? ", before: " + PeriodText(response.before(), zone) : "");
  table.columns.push_back({.title = by, .elastic = true, .free_text = true});
  if (scales) table.columns.push_back({.title = "scale"});
  for (const std::string& title :
       {std::string("n"), std::string("share %"), NameOf(request.metric()), std::string("without"),
        std::string("impact"), std::string("interval"), std::string("q"), std::string("texts"),
        std::string("now %"), std::string("before %"), std::string("change")}) {
    table.columns.push_back({.title = title, .right_aligned = true});
  }
  for (const v1::ImpactRow& row : response.rows()) {
    table.rows.push_back(TableRow(row, scales, decimals));
  }
  report.tables.push_back(std::move(table));
  report.remarks.push_back(absl::StrCat(
      "all: n ", FormatCount(response.n()), ", ", NameOf(request.metric()), " ",
      Fixed(response.has_value(), response.value(), decimals), ", texts ",
      FormatCount(response.texts()),
      response.has_before() ? absl::StrCat(" (before ", FormatCount(response.texts_before()), ")")
                            : std::string()));
  report.remarks.push_back(absl::StrCat("impact: ", metric, " of all minus ", metric,
                                        " without it; now and before: share of texts"));
  if (response.row_count() > response.rows_size()) {
    report.remarks.push_back(absl::StrCat("the ", response.rows_size(), " of greatest impact of ",
                                          FormatCount(response.row_count())));
  }
  if (small) report.remarks.push_back("* few answers: not tested");
  if (significant) {
    report.remarks.push_back(absl::StrCat("! not chance: of those marked, at most ",
                                          FormatDouble(100 * request.false_discovery_rate()),
                                          " % (", response.tests(), " impacts and ",
                                          response.change_tests(), " changes tested)"));
  }
  return report;
}

}  // namespace voc::cli
