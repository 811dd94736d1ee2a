#include "client/cli/csv_writer.h"

#include <set>
#include <string>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "client/cli/csv_columns.h"
#include "client/cli/formula_guard.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/table.h"
#include "client/cli/time_text.h"

namespace voc::cli {
namespace {

// What somebody wrote, so that no spreadsheet runs it.
void AppendText(std::string_view text, std::string& out) { AppendCsvCell(GuardFormula(text), out); }

const char* BoolText(bool value) { return value ? "true" : "false"; }

void AppendResponse(const v1::SurveyResponse& response, CsvColumn column, std::string* out) {
  switch (column) {
    case CsvColumn::kMetric:
      return AppendCsvCell(NameOf(response.metric()), *out);
    case CsvColumn::kScore:
      if (response.has_score()) absl::StrAppend(out, response.score());
      return;
    case CsvColumn::kScalePoints:
      absl::StrAppend(out, response.scale_points());
      return;
    case CsvColumn::kLowIsGood:
      absl::StrAppend(out, BoolText(response.low_is_good()));
      return;
    case CsvColumn::kFinished:
      absl::StrAppend(out, BoolText(response.finished()));
      return;
    default:
      return AppendText(response.comment(), *out);
  }
}

void AppendMention(const v1::Mention& mention, CsvColumn column, std::string* out) {
  switch (column) {
    case CsvColumn::kMentionType:
      return AppendCsvCell(NameOf(mention.mention_type()), *out);
    case CsvColumn::kPlatform:
      return AppendText(mention.platform(), *out);
    case CsvColumn::kTitle:
      return AppendText(mention.title(), *out);
    case CsvColumn::kBody:
      return AppendText(mention.body(), *out);
    case CsvColumn::kUrl:
      return AppendText(mention.url(), *out);
    case CsvColumn::kAuthor:
      return AppendText(mention.author(), *out);
    case CsvColumn::kRating:
      if (mention.has_rating()) *out += FormatDouble(mention.rating());
      return;
    default:
      *out += FormatDouble(mention.rating_max());
  }
}

void AppendColumn(const v1::Feedback& feedback, CsvColumn column, std::string* out) {
  if (IsResponseColumn(column)) {
    if (feedback.has_response()) AppendResponse(feedback.response(), column, out);
    return;
  }
  if (IsMentionColumn(column)) {
    if (feedback.has_mention()) AppendMention(feedback.mention(), column, out);
    return;
  }
  switch (column) {
    case CsvColumn::kSourceId:
      return AppendText(feedback.source_id(), *out);
    case CsvColumn::kSubmissionId:
      return AppendText(feedback.submission_id(), *out);
    case CsvColumn::kQuestionId:
      return AppendText(feedback.question_id(), *out);
    case CsvColumn::kClientRevision:
      if (feedback.client_revision() > 0) absl::StrAppend(out, feedback.client_revision());
      return;
    case CsvColumn::kRespondentId:
      return AppendText(feedback.respondent_id(), *out);
    case CsvColumn::kAccountId:
      return AppendText(feedback.account_id(), *out);
    case CsvColumn::kCollectedAt:
      if (feedback.has_collected_at()) *out += FormatUtc(FromTimestamp(feedback.collected_at()));
      return;
    case CsvColumn::kChannel:
      return AppendText(feedback.channel(), *out);
    case CsvColumn::kJourneyStage:
      return AppendCsvCell(NameOf(feedback.journey_stage()), *out);
    case CsvColumn::kTouchpoint:
      return AppendText(feedback.touchpoint(), *out);
    default:
      return AppendText(feedback.language(), *out);
  }
}

}  // namespace

CsvFeedbackWriter::CsvFeedbackWriter(const std::set<std::string>& property_keys)
    : property_keys_(property_keys.begin(), property_keys.end()) {}

void CsvFeedbackWriter::AppendHeader(std::string* out) const {
  for (const CsvColumnInfo& info : kCsvColumns) {
    if (info.column != CsvColumn::kSourceId) *out += ',';
    *out += info.name;
  }
  for (const std::string& key : property_keys_) {
    *out += ',';
    AppendCsvCell(std::string(kCsvPropertyPrefix) + key, *out);
  }
  *out += '\n';
}

void CsvFeedbackWriter::AppendRow(const v1::Feedback& feedback, std::string* out) const {
  for (const CsvColumnInfo& info : kCsvColumns) {
    if (info.column != CsvColumn::kSourceId) *out += ',';
    AppendColumn(feedback, info.column, out);
  }
  for (const std::string& key : property_keys_) {
    *out += ',';
    const auto at = feedback.properties().find(key);
    if (at != feedback.properties().end()) AppendText(at->second, *out);
  }
  *out += '\n';
}

}  // namespace voc::cli
