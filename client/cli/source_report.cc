#include "client/cli/source_report.h"

#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/source_query.h"
#include "client/cli/time_text.h"
#include "client/report/svg.h"
#include "google/protobuf/descriptor.h"

namespace voc::cli {
namespace {

// "csat, 5 points, top 2"
std::string AsksFor(const v1::Source& source) {
  if (source.metric() == v1::METRIC_UNSPECIFIED) return "";
  std::string text = absl::StrCat(NameOf(source.metric()), ", ", source.scale_points(), " points");
  if (source.low_is_good()) absl::StrAppend(&text, ", low is good");
  if (source.top_box() > 0) absl::StrAppend(&text, ", top ", source.top_box());
  return text;
}

std::string Sampled(const v1::Source& source) {
  if (!source.has_sampling()) return "all";
  if (source.sampling() == 0) return "paused";
  return absl::StrCat(FormatDouble(source.sampling() * 100), " %");
}

std::string Quiet(const v1::Source& source) {
  return source.has_quiet_period() ? FormatPeriod(source.quiet_period()) : "90d";
}

void AddField(std::string name, std::string value, Table& table) {
  if (!value.empty()) table.rows.push_back({.cells = {std::move(name), std::move(value)}});
}

std::string Time(const google::protobuf::Timestamp& time, const Zone& zone) {
  const absl::Time moment = FromTimestamp(time);
  return zone.exact ? FormatUtc(moment) : FormatSecond(moment, zone.zone);
}

}  // namespace

Report SourceListReport(const google::protobuf::RepeatedPtrField<v1::Source>& sources) {
  Table table;
  table.columns = {{.title = "source", .free_text = true},
                   {.title = "title", .elastic = true, .free_text = true},
                   {.title = "kind"},
                   {.title = "asks for"},
                   {.title = "quiet"},
                   {.title = "sampled"},
                   {.title = "keys", .right_aligned = true},
                   {.title = "languages"}};
  for (const v1::Source& source : sources) {
    std::map<std::string, bool> languages;
    for (const auto& [tag, texts] : source.texts()) languages[tag] = true;
    const bool survey = source.kind() != v1::SOURCE_KIND_REVIEW_SITE;
    table.rows.push_back(
        {.cells = {source.source_id(), source.title(), NameOf(source.kind()), AsksFor(source),
                   survey ? Quiet(source) : "", survey ? Sampled(source) : "",
                   absl::StrCat(source.keys_size()),
                   absl::StrJoin(languages, ", ", [](std::string* out, const auto& entry) {
                     out->append(entry.first);
                   })}});
  }
  Report report;
  report.title = "sources";
  if (sources.empty()) report.remarks.push_back("no sources: voc sources create defines one");
  report.tables.push_back(std::move(table));
  return report;
}

Report SourceReport(const v1::Source& source, const Zone& zone) {
  Table table{.columns = {{.title = "field"}, {.title = "value", .free_text = true}}};
  AddField("source_id", source.source_id(), table);
  AddField("title", source.title(), table);
  AddField("kind", NameOf(source.kind()), table);
  AddField("metric", NameOf(source.metric()), table);
  if (source.scale_points() > 0)
    AddField("scale_points", absl::StrCat(source.scale_points()), table);
  if (source.low_is_good()) AddField("low_is_good", "true", table);
  if (source.top_box() > 0) AddField("top_box", absl::StrCat(source.top_box()), table);
  const std::map<std::string, v1::SurveyTexts> texts(source.texts().begin(), source.texts().end());
  for (const auto& [tag, of_language] : texts) {
    const google::protobuf::Descriptor& fields = *v1::SurveyTexts::descriptor();
    for (int i = 0; i < fields.field_count(); ++i) {
      AddField(absl::StrCat(fields.field(i)->name(), ".", tag),
               of_language.GetReflection()->GetString(of_language, fields.field(i)), table);
    }
  }
  if (source.expected_per_week() > 0) {
    AddField("expected_per_week", absl::StrCat(source.expected_per_week()), table);
  }
  for (const std::string& origin : source.allowed_origins()) {
    AddField("allowed_origin", origin, table);
  }
  if (source.kind() != v1::SOURCE_KIND_REVIEW_SITE) {
    AddField("quiet_period", Quiet(source), table);
    AddField("sampling", Sampled(source), table);
  }
  for (const v1::TokenKey& key : source.token_keys()) {
    AddField("token_key", absl::StrCat(key.key_id(), ", ", NameOf(key.algorithm())), table);
  }
  for (const v1::SourceKey& key : source.keys()) {
    AddField("key", absl::StrCat(key.key(), " of ", Time(key.create_time(), zone)), table);
  }
  if (source.has_create_time()) AddField("created", Time(source.create_time(), zone), table);
  if (source.has_update_time()) AddField("updated", Time(source.update_time(), zone), table);
  Report report;
  report.title = absl::StrCat("source (times in ", zone.zone_name, ")");
  report.tables.push_back(std::move(table));
  return report;
}

std::string WidgetSnippet(std::string_view source_id, std::string_view key) {
  constexpr char kServer[] = "https://voc.example.com";
  return absl::StrCat("In a page, with the address at which browsers reach vocd:\n\n",
                      "<script type=\"module\" src=\"", kServer,
                      "/widget/voc-survey.js\"></script>\n", "<voc-survey server=\"", kServer,
                      "\" source=\"", report::Escape(source_id), "\" key=\"", report::Escape(key),
                      "\"></voc-survey>\n");
}

}  // namespace voc::cli
