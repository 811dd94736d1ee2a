#include "client/cli/theme_report.h"

#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

std::string QuoteText(const v1::PhraseExample& example) {
  return absl::StrCat(example.feedback_id(), " ", example.quote());
}

Row PhraseRow(const v1::DiscoveredPhrase& phrase) {
  Row row;
  row.cells = {
      phrase.phrase(),
      absl::StrJoin(phrase.languages(), " "),
      FormatCount(phrase.texts()),
      FormatCount(phrase.texts_before()),
      FormatFixed(phrase.share(), 1),
      Fixed(phrase.has_share_before(), phrase.share_before(), 1),
      phrase.has_ratio() ? absl::StrCat("x", FormatFixed(phrase.ratio(), 1))
                         : std::string(phrase.has_share_before() ? "new" : "–"),
      QText(true, phrase.q_value()),
      Fixed(phrase.has_net(), phrase.net(), 0),
      FormatSigned(phrase.net_change(), 1),
      Fixed(phrase.has_nps(), phrase.nps(), 0),
      phrase.has_nps_impact() ? FormatSigned(phrase.nps_impact(), 1) : "–",
      absl::StrJoin(phrase.covered_by(), " ", [](std::string* out, const v1::ThemeShare& covering) {
        *out += covering.theme();
      })};
  if (!phrase.examples().empty()) row.note = QuoteText(phrase.examples(0));
  return row;
}

Table FlatPhrases(const v1::DiscoverThemesResponse& response) {
  Table table;
  table.columns.push_back({.title = "phrase", .free_text = true});
  for (const char* title :
       {"languages", "texts", "texts_before", "authors", "share", "share_before", "ratio",
        "p_value", "q_value", "opinions", "net", "net_without", "net_change", "nps_n", "nps",
        "nps_impact", "nps_impact_low", "nps_impact_high"}) {
    table.columns.push_back({.title = title, .right_aligned = true});
  }
  for (const char* title :
       {"variants", "covered_by", "example_1", "quote_1", "example_2", "quote_2"}) {
    table.columns.push_back({.title = title, .free_text = true});
  }
  for (const v1::DiscoveredPhrase& phrase : response.phrases()) {
    Row row;
    row.cells = {phrase.phrase(),
                 absl::StrJoin(phrase.languages(), " "),
                 absl::StrCat(phrase.texts()),
                 absl::StrCat(phrase.texts_before()),
                 absl::StrCat(phrase.authors()),
                 FormatDouble(phrase.share()),
                 Exact(phrase.has_share_before(), phrase.share_before()),
                 Exact(phrase.has_ratio(), phrase.ratio()),
                 FormatDouble(phrase.p_value()),
                 FormatDouble(phrase.q_value()),
                 absl::StrCat(phrase.opinions()),
                 Exact(phrase.has_net(), phrase.net()),
                 Exact(phrase.has_net_without(), phrase.net_without()),
                 FormatDouble(phrase.net_change()),
                 absl::StrCat(phrase.nps_n()),
                 Exact(phrase.has_nps(), phrase.nps()),
                 Exact(phrase.has_nps_impact(), phrase.nps_impact()),
                 Exact(phrase.has_nps_impact_low(), phrase.nps_impact_low()),
                 Exact(phrase.has_nps_impact_high(), phrase.nps_impact_high()),
                 absl::StrJoin(phrase.variants(), ", "),
                 absl::StrJoin(phrase.covered_by(), ", ",
                               [](std::string* out, const v1::ThemeShare& covering) {
                                 *out += covering.theme();
                               })};
    for (int i = 0; i < 2; ++i) {
      const bool there = i < phrase.examples_size();
      row.cells.push_back(there ? phrase.examples(i).feedback_id() : "");
      row.cells.push_back(there ? phrase.examples(i).quote() : "");
    }
    table.rows.push_back(std::move(row));
  }
  return table;
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
  table.columns.push_back({.title = by, .elastic = true, .least = 19, .free_text = true});
  if (scales) table.columns.push_back({.title = "scale"});
  for (const auto& [title, spare] : {std::pair<std::string, bool>("n", false),
                                     {"share %", true},
                                     {NameOf(request.metric()), false},
                                     {"without", true},
                                     {"impact", false},
                                     {"interval", true},
                                     {"q", false},
                                     {"texts", true},
                                     {"now %", false},
                                     {"before %", false},
                                     {"change", false}}) {
    table.columns.push_back({.title = title, .right_aligned = true, .spare = spare});
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

Report DiscoverReport(const v1::DiscoverThemesResponse& response,
                      const v1::DiscoverThemesRequest& request, const Zone& zone) {
  Report report;
  if (zone.exact) {
    report.tables.push_back(FlatPhrases(response));
    return report;
  }
  report.title = absl::StrCat("what texts say more than before (", zone.zone_name, ")");
  if (!response.has_interval()) {
    report.remarks.push_back("no texts");
    return report;
  }
  Table table;
  table.heading = absl::StrCat(PeriodText(response.interval(), zone),
                               ", before: ", PeriodText(response.before(), zone));
  table.columns = {{.title = "phrase", .elastic = true, .least = 24, .free_text = true},
                   {.title = "language", .spare = true},
                   {.title = "texts", .right_aligned = true},
                   {.title = "before", .right_aligned = true, .spare = true},
                   {.title = "%", .right_aligned = true, .spare = true},
                   {.title = "before %", .right_aligned = true, .spare = true},
                   {.title = "ratio", .right_aligned = true},
                   {.title = "q", .right_aligned = true},
                   {.title = "net", .right_aligned = true},
                   {.title = "change", .right_aligned = true},
                   {.title = "nps", .right_aligned = true, .spare = true},
                   {.title = "impact", .right_aligned = true},
                   {.title = "theme", .elastic = true}};
  table.note_title = "example";
  for (const v1::DiscoveredPhrase& phrase : response.phrases()) {
    table.rows.push_back(PhraseRow(phrase));
  }
  report.tables.push_back(std::move(table));
  const bool sampled = response.sampled();
  report.remarks.push_back(absl::StrCat(
      FormatCount(response.texts()), " texts",
      sampled ? absl::StrCat(" of ", FormatCount(response.texts_found())) : std::string(), ", ",
      FormatCount(response.texts_before()), " before",
      sampled ? absl::StrCat(" of ", FormatCount(response.texts_before_found()), ": a sample")
              : std::string()));
  report.remarks.push_back(
      absl::StrCat(FormatCount(response.phrase_count()), " rose of ", FormatCount(response.tests()),
                   " phrases tested (in ", response.min_texts(), " texts or more); at most ",
                   FormatDouble(100 * request.false_discovery_rate()), " % of them by chance"));
  report.remarks.push_back(
      "net: good minus bad opinions of those who say it; change: what its rise did to the net of "
      "all; impact: on NPS");
  return report;
}

}  // namespace voc::cli
