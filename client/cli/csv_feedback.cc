#include "client/cli/csv_feedback.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "client/cli/formula_guard.h"
#include "client/cli/names.h"
#include "client/cli/numbers.h"
#include "client/cli/time_text.h"
#include "client/cli/utf8.h"
#include "client/cpp/strings.h"

namespace voc::cli {
namespace {

std::string_view Trim(std::string_view text) {
  return client::ToStd(absl::StripAsciiWhitespace(client::ToAbsl(text)));
}

void Add(Violations& violations, std::string_view path, std::string description) {
  violations.push_back({std::string(path), std::move(description)});
}

template <typename Enum>
Enum ReadEnum(std::string_view path, std::string_view cell, Violations& violations) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  const std::optional<int> value = ParseEnum(type, Trim(cell));
  if (!value.has_value()) Add(violations, path, absl::StrCat("must be one of ", ListEnum(type)));
  return static_cast<Enum>(value.value_or(0));
}

template <typename Integer>
Integer ReadInteger(std::string_view path, std::string_view cell, Violations& violations) {
  const auto value = ParseNumber<Integer>(Trim(cell));
  if (!value.has_value()) Add(violations, path, "must be a whole number");
  return value.value_or(0);
}

double ReadDouble(std::string_view path, std::string_view cell, Violations& violations) {
  const auto value = ParseNumber<double>(Trim(cell));
  if (!value.has_value() || !std::isfinite(*value)) Add(violations, path, "must be a number");
  return value.value_or(0);
}

bool ReadBool(std::string_view path, std::string_view cell, Violations& violations) {
  const std::string_view text = Trim(cell);
  const bool is_true = absl::EqualsIgnoreCase(client::ToAbsl(text), "true");
  if (!is_true && !absl::EqualsIgnoreCase(client::ToAbsl(text), "false")) {
    Add(violations, path, "must be true or false");
  }
  return is_true;
}

// The metrics come first by far; the general lookup asks the descriptor.
v1::Metric ReadMetric(std::string_view path, std::string_view cell, Violations& violations) {
  if (cell == "nps") return v1::METRIC_NPS;
  if (cell == "csat") return v1::METRIC_CSAT;
  if (cell == "ces") return v1::METRIC_CES;
  return ReadEnum<v1::Metric>(path, cell, violations);
}

}  // namespace

absl::StatusOr<CsvFeedbackReader> CsvFeedbackReader::Make(
    const std::vector<std::string_view>& header, const RecordOptions& options,
    Violations* violations) {
  const auto refuse = [&](std::string_view column, std::string description) {
    violations->push_back({std::string(column), description});
    return absl::InvalidArgumentError(
        absl::StrCat("column \"", client::ToAbsl(column), "\": ", description));
  };
  if (header.size() > kMaxCsvColumns) return refuse("", "more than 10,000 columns");
  std::vector<Field> fields;
  std::set<std::string> seen;
  for (const std::string_view cell : header) {
    if (!IsUtf8(cell)) return refuse("", "a column's name is not UTF-8");
    const std::string name = absl::AsciiStrToLower(client::ToAbsl(Trim(cell)));
    Field field;
    if (std::string_view(name).starts_with(kCsvPropertyPrefix)) {
      // The key keeps its case and blanks.
      field.column = CsvColumn::kProperty;
      field.property_key = std::string(cell.substr(cell.find('.') + 1));
      if (field.property_key.empty()) return refuse(cell, "a property needs a key");
    } else {
      const CsvColumnInfo* known = nullptr;
      for (const CsvColumnInfo& info : kCsvColumns) {
        if (info.name == name) known = &info;
      }
      if (known == nullptr) return refuse(cell, "unknown column");
      field.column = known->column;
      field.path = known->path;
    }
    const std::string key =
        field.column == CsvColumn::kProperty ? absl::StrCat("property.", field.property_key) : name;
    if (!seen.insert(key).second) return refuse(cell, "appears twice");
    fields.push_back(std::move(field));
  }
  if (seen.count("submission_id") == 0) return refuse("submission_id", "missing column");
  return CsvFeedbackReader(std::move(fields), options);
}

CsvFeedbackReader::CsvFeedbackReader(std::vector<Field> fields, const RecordOptions& options)
    : fields_(std::move(fields)), options_(options) {}

std::string CsvFeedbackReader::PathOf(size_t cell) const {
  if (cell >= fields_.size()) return "";
  const Field& field = fields_[cell];
  return field.column == CsvColumn::kProperty ? absl::StrCat("properties[", field.property_key, "]")
                                              : std::string(field.path);
}

Violations CsvFeedbackReader::Read(const std::vector<std::string_view>& cells,
                                   v1::Feedback* feedback) {
  Violations violations;
  if (cells.size() != fields_.size()) {
    Add(violations, "", absl::StrCat(cells.size(), " cells where the header has ", fields_.size()));
    return violations;
  }
  std::optional<size_t> first_response;
  std::optional<size_t> first_mention;
  bool has_metric = false;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].empty()) continue;
    const CsvColumn column = fields_[i].column;
    if (column == CsvColumn::kMetric) has_metric = true;
    if (IsResponseColumn(column) && !first_response.has_value()) first_response = i;
    if (IsMentionColumn(column) && !first_mention.has_value()) first_mention = i;
  }
  if (has_metric && first_mention.has_value()) {
    Add(violations, fields_[*first_mention].path,
        "belongs to a mention, but the record has a metric");
  } else if (!has_metric && !first_mention.has_value()) {
    Add(violations, "response.metric", "must be one of nps, csat, ces");
  } else if (!has_metric && first_response.has_value()) {
    Add(violations, fields_[*first_response].path,
        "belongs to a survey response, but the record is a mention");
  }
  // What it is cannot be said, so the rest has nowhere to go.
  if (!violations.empty()) return violations;
  for (size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].empty()) ReadCell(fields_[i], cells[i], feedback, violations);
  }
  if (feedback->source_id().empty()) feedback->set_source_id(options_.source_id);
  return violations;
}

void CsvFeedbackReader::ReadCell(const Field& field, std::string_view cell, v1::Feedback* feedback,
                                 Violations& violations) {
  if (!IsUtf8(cell)) {
    Add(violations,
        field.column == CsvColumn::kProperty ? absl::StrCat("properties[", field.property_key, "]")
                                             : std::string(field.path),
        "is not UTF-8");
    return;
  }
  const auto text = [&](std::string* target) { *target = UnguardFormula(cell); };
  switch (field.column) {
    case CsvColumn::kSourceId:
      return text(feedback->mutable_source_id());
    case CsvColumn::kSubmissionId:
      return text(feedback->mutable_submission_id());
    case CsvColumn::kQuestionId:
      return text(feedback->mutable_question_id());
    case CsvColumn::kClientRevision:
      feedback->set_client_revision(ReadInteger<uint32_t>(field.path, cell, violations));
      return;
    case CsvColumn::kRespondentId:
      return text(feedback->mutable_respondent_id());
    case CsvColumn::kAccountId:
      return text(feedback->mutable_account_id());
    case CsvColumn::kCollectedAt: {
      const auto time = ParseTimestamp(Trim(cell), options_.zone);
      if (!time.has_value()) {
        Add(violations, field.path, "must be a time such as 2025-03-01T14:05:00Z");
        return;
      }
      saw_time_without_zone_ |= !time->has_zone;
      *feedback->mutable_collected_at() = ToTimestamp(time->time);
      return;
    }
    case CsvColumn::kChannel:
      return text(feedback->mutable_channel());
    case CsvColumn::kJourneyStage:
      feedback->set_journey_stage(ReadEnum<v1::JourneyStage>(field.path, cell, violations));
      return;
    case CsvColumn::kTouchpoint:
      return text(feedback->mutable_touchpoint());
    case CsvColumn::kLanguage:
      return text(feedback->mutable_language());
    case CsvColumn::kProperty:
      (*feedback->mutable_properties())[field.property_key] = std::string(UnguardFormula(cell));
      return;
    default:
      if (IsResponseColumn(field.column)) {
        ReadResponseCell(field, cell, feedback->mutable_response(), violations);
      } else {
        ReadMentionCell(field, cell, feedback->mutable_mention(), violations);
      }
  }
}

void CsvFeedbackReader::ReadResponseCell(const Field& field, std::string_view cell,
                                         v1::SurveyResponse* response, Violations& violations) {
  switch (field.column) {
    case CsvColumn::kMetric:
      response->set_metric(ReadMetric(field.path, cell, violations));
      return;
    case CsvColumn::kScore:
      response->set_score(ReadInteger<int32_t>(field.path, cell, violations));
      return;
    case CsvColumn::kScalePoints:
      response->set_scale_points(ReadInteger<int32_t>(field.path, cell, violations));
      return;
    case CsvColumn::kLowIsGood:
      response->set_low_is_good(ReadBool(field.path, cell, violations));
      return;
    case CsvColumn::kFinished:
      response->set_finished(ReadBool(field.path, cell, violations));
      return;
    default:
      *response->mutable_comment() = UnguardFormula(cell);
  }
}

void CsvFeedbackReader::ReadMentionCell(const Field& field, std::string_view cell,
                                        v1::Mention* mention, Violations& violations) {
  const auto text = [&](std::string* target) { *target = UnguardFormula(cell); };
  switch (field.column) {
    case CsvColumn::kMentionType:
      mention->set_mention_type(ReadEnum<v1::MentionType>(field.path, cell, violations));
      return;
    case CsvColumn::kPlatform:
      return text(mention->mutable_platform());
    case CsvColumn::kTitle:
      return text(mention->mutable_title());
    case CsvColumn::kBody:
      return text(mention->mutable_body());
    case CsvColumn::kUrl:
      return text(mention->mutable_url());
    case CsvColumn::kAuthor:
      return text(mention->mutable_author());
    case CsvColumn::kRating:
      mention->set_rating(ReadDouble(field.path, cell, violations));
      return;
    default:
      mention->set_rating_max(ReadDouble(field.path, cell, violations));
  }
}

}  // namespace voc::cli
