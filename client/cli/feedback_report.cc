#include "client/cli/feedback_report.h"

#include <google/protobuf/repeated_ptr_field.h>

#include <map>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/time.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/table.h"
#include "client/cli/time_text.h"
#include "google/protobuf/timestamp.pb.h"

namespace voc::cli {
namespace {

std::string TextOf(const v1::Feedback& feedback) {
  if (feedback.has_response()) return feedback.response().comment();
  const v1::Mention& mention = feedback.mention();
  const bool both = !mention.title().empty() && !mention.body().empty();
  return absl::StrCat(mention.title(), both ? ": " : "", mention.body());
}

std::string Minute(const google::protobuf::Timestamp& time, const Zone& zone) {
  const absl::Time moment = FromTimestamp(time);
  return zone.exact ? FormatUtc(moment) : FormatMinute(moment, zone.zone);
}

Table FieldTable() {
  return {.columns = {{.title = "field"}, {.title = "value", .free_text = true}}};
}

// Adds a row unless there is nothing to show.
void AddField(std::string name, std::string value, Table* table) {
  if (!value.empty()) table->rows.push_back({.cells = {std::move(name), std::move(value)}});
}

void AddTime(std::string name, bool present, const google::protobuf::Timestamp& time,
             const Zone& zone, Table* table) {
  if (!present) return;
  const absl::Time moment = FromTimestamp(time);
  AddField(std::move(name), zone.exact ? FormatUtc(moment) : FormatSecond(moment, zone.zone),
           table);
}

void AddResponse(const v1::SurveyResponse& response, Table* table) {
  AddField("metric", NameOf(response.metric()), table);
  AddField("score", response.has_score() ? absl::StrCat(response.score()) : "none", table);
  AddField("scale_points", absl::StrCat(response.scale_points()), table);
  if (response.low_is_good()) AddField("low_is_good", "true", table);
  AddField("finished", response.finished() ? "true" : "false", table);
  AddField("comment", response.comment(), table);
}

void AddMention(const v1::Mention& mention, Table* table) {
  AddField("mention_type", NameOf(mention.mention_type()), table);
  AddField("platform", mention.platform(), table);
  if (mention.has_rating()) {
    AddField("rating",
             absl::StrCat(FormatDouble(mention.rating()), "/", FormatDouble(mention.rating_max())),
             table);
  }
  AddField("title", mention.title(), table);
  AddField("body", mention.body(), table);
  AddField("url", mention.url(), table);
  AddField("author", mention.author(), table);
}

std::string ThemesText(const google::protobuf::RepeatedPtrField<std::string>& themes) {
  return themes.empty() ? "none" : absl::StrJoin(themes, ", ");
}

// What a human says, and what vocd heard instead of it.
void AddCorrection(const v1::Correction& correction, const Zone& zone, Table* table) {
  AddField("corrected_by", correction.author(), table);
  if (correction.label() != v1::SENTIMENT_LABEL_UNSPECIFIED) {
    AddField("corrected_sentiment",
             absl::StrCat(NameOf(correction.label()), ", heard ",
                          NameOf(correction.heard().sentiment().label()), " ",
                          FormatSigned(correction.heard().sentiment().score(), 3)),
             table);
  }
  if (correction.has_themes()) {
    AddField("corrected_themes",
             absl::StrCat(ThemesText(correction.themes().names()), ", heard ",
                          ThemesText(correction.heard().themes())),
             table);
  }
  AddField("correction_note", correction.note(), table);
  AddTime("correct_time", correction.has_correct_time(), correction.correct_time(), zone, table);
}

void AddFeedback(const v1::Feedback& feedback, const Zone& zone, Table* table) {
  AddField("feedback_id", feedback.feedback_id(), table);
  AddField("source_id", feedback.source_id(), table);
  AddField("submission_id", feedback.submission_id(), table);
  AddField("question_id", feedback.question_id(), table);
  AddField("revision", absl::StrCat(feedback.revision()), table);
  if (feedback.client_revision() > 0) {
    AddField("client_revision", absl::StrCat(feedback.client_revision()), table);
  }
  AddField("sequence", absl::StrCat(feedback.sequence()), table);
  if (feedback.has_response()) AddResponse(feedback.response(), table);
  if (feedback.has_mention()) AddMention(feedback.mention(), table);
  AddField("respondent_id", feedback.respondent_id(), table);
  AddField("account_id", feedback.account_id(), table);
  AddField("identity", NameOf(feedback.identity()), table);
  AddTime("collected_at", feedback.has_collected_at(), feedback.collected_at(), zone, table);
  AddTime("ingested_at", feedback.has_ingested_at(), feedback.ingested_at(), zone, table);
  AddField("channel", feedback.channel(), table);
  AddField("journey_stage", NameOf(feedback.journey_stage()), table);
  AddField("touchpoint", feedback.touchpoint(), table);
  AddField("language", feedback.language(), table);
  for (const auto& [key, value] : std::map<std::string, std::string>(feedback.properties().begin(),
                                                                     feedback.properties().end())) {
    AddField("property." + key, value, table);
  }
  AddField("sentiment", NameOf(feedback.sentiment().label()), table);
  if (feedback.sentiment().label() >= v1::SENTIMENT_LABEL_POSITIVE &&
      feedback.sentiment().label() <= v1::SENTIMENT_LABEL_NEGATIVE) {
    AddField("sentiment_score", FormatSigned(feedback.sentiment().score(), 3), table);
  }
  if (feedback.sentiment().model_version() > 0) {
    AddField("model_version", absl::StrCat(feedback.sentiment().model_version()), table);
  }
  AddField("themes", absl::StrJoin(feedback.themes(), ", "), table);
  if (feedback.themes_version() > 0) {
    AddField("themes_version", absl::StrCat(absl::Hex(feedback.themes_version(), absl::kZeroPad8)),
             table);
  }
  if (feedback.has_correction()) AddCorrection(feedback.correction(), zone, table);
  AddField("import", feedback.import_id(), table);
  if (feedback.has_exclusion()) {
    const v1::Exclusion& exclusion = feedback.exclusion();
    AddField("excluded", absl::StrCat(NameOf(exclusion.kind()), ": ", exclusion.reason()), table);
    AddTime("exclude_time", exclusion.has_exclude_time(), exclusion.exclude_time(), zone, table);
  }
}

Table AlertTable() {
  Table table;
  table.columns = {{.title = "changed"}, {.title = "severity"},
                   {.title = "state"},   {.title = "account", .elastic = true, .free_text = true},
                   {.title = "score"},   {.title = "title", .elastic = true, .free_text = true}};
  table.note_title = "alert_id";
  return table;
}

}  // namespace

std::string ScoreText(const v1::Feedback& feedback) {
  if (feedback.has_response()) {
    const v1::SurveyResponse& response = feedback.response();
    const std::string metric = NameOf(response.metric());
    if (!response.has_score()) return metric;
    const bool nps = response.metric() == v1::METRIC_NPS;
    return absl::StrCat(metric, " ", response.score(),
                        nps ? "" : absl::StrCat("/", response.scale_points()));
  }
  const v1::Mention& mention = feedback.mention();
  const std::string where =
      mention.platform().empty() ? NameOf(mention.mention_type()) : mention.platform();
  if (!mention.has_rating()) return where;
  return absl::StrCat(where, " ", FormatDouble(mention.rating()), "/",
                      FormatDouble(mention.rating_max()));
}

Report FeedbackListReport(const google::protobuf::RepeatedPtrField<v1::Feedback>& feedback,
                          const Zone& zone) {
  Table table;
  table.columns = {{.title = "collected"}, {.title = "source", .elastic = true, .free_text = true},
                   {.title = "score"},     {.title = "account", .elastic = true, .free_text = true},
                   {.title = "sentiment"}, {.title = "text", .elastic = true, .free_text = true}};
  table.note_title = "feedback_id";
  for (const v1::Feedback& item : feedback) {
    std::string score = ScoreText(item);
    if (item.has_exclusion()) absl::StrAppend(&score, " (", NameOf(item.exclusion().kind()), ")");
    table.rows.push_back(
        {.cells = {Minute(item.collected_at(), zone), item.source_id(), score, item.account_id(),
                   NameOf(item.sentiment().label()), TextOf(item)},
         .note = item.feedback_id()});
  }
  Report report;
  report.title = absl::StrCat("feedback, newest first (times in ", zone.zone_name, ")");
  if (feedback.empty()) report.remarks.push_back("no feedback");
  report.tables.push_back(std::move(table));
  return report;
}

Report FeedbackReport(const v1::Feedback& feedback, const Zone& zone) {
  Report report;
  report.title = absl::StrCat("feedback (times in ", zone.zone_name, ")");
  Table table = FieldTable();
  AddFeedback(feedback, zone, &table);
  report.tables.push_back(std::move(table));
  return report;
}

Row AlertRow(const v1::Alert& alert, const Zone& zone) {
  return {
      .cells = {Minute(alert.update_time(), zone), NameOf(alert.severity()), NameOf(alert.state()),
                alert.account_id(), ScoreText(alert.feedback()), alert.title()},
      .note = alert.alert_id()};
}

Report AlertListReport(const google::protobuf::RepeatedPtrField<v1::Alert>& alerts,
                       const Zone& zone) {
  Table table = AlertTable();
  for (const v1::Alert& alert : alerts) table.rows.push_back(AlertRow(alert, zone));
  Report report;
  report.title = absl::StrCat("alerts, last changed first (times in ", zone.zone_name, ")");
  if (alerts.empty()) report.remarks.push_back("no alerts");
  report.tables.push_back(std::move(table));
  return report;
}

Report AlertReport(const v1::Alert& alert, const Zone& zone) {
  Table table = FieldTable();
  AddField("alert_id", alert.alert_id(), &table);
  AddField("title", alert.title(), &table);
  AddField("rule_id", alert.rule_id(), &table);
  AddField("severity", NameOf(alert.severity()), &table);
  AddField("state", NameOf(alert.state()), &table);
  AddField("version", absl::StrCat(alert.version()), &table);
  AddTime("raised", alert.has_create_time(), alert.create_time(), zone, &table);
  AddTime("changed", alert.has_update_time(), alert.update_time(), zone, &table);
  AddTime("due", alert.has_due_time(), alert.due_time(), zone, &table);
  AddField("owner", alert.owner(), &table);
  AddField("note", alert.note(), &table);
  AddField("playbook", alert.playbook_key(), &table);
  if (alert.backfill()) AddField("backfill", "true", &table);
  if (alert.has_previous_score()) {
    AddField("previous_score", absl::StrCat(alert.previous_score()), &table);
  }
  AddFeedback(alert.feedback(), zone, &table);
  Report report;
  report.title = absl::StrCat("alert (times in ", zone.zone_name, ")");
  report.tables.push_back(std::move(table));
  return report;
}

}  // namespace voc::cli
