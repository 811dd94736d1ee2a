#include "client/formats/mapper.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "client/cpp/strings.h"
#include "client/formats/binding.h"
#include "client/formats/mapping.h"
#include "client/formats/steps.h"
#include "client/formats/values.h"
#include "client/formats/vendor_time.h"

namespace voc::formats {
namespace {

// Of a text within a reason, as it stands.
constexpr size_t kMaxReasonBytes = 60;
constexpr char kNoAnswer[] = "nothing was answered";

bool IsBlank(std::string_view text) {
  return absl::StripAsciiWhitespace(client::ToAbsl(text)).empty();
}

// The first that is filled; kNoColumn if there is none.
size_t FirstFilled(const std::vector<size_t>& columns, const std::vector<std::string_view>& texts) {
  for (const size_t column : columns) {
    if (column != kNoColumn && !IsBlank(texts[column])) return column;
  }
  return kNoColumn;
}

// Whether what is in `columns`, of which the first filled one counts, is as asked.
bool Holds(const Condition& condition, const std::vector<size_t>& columns,
           const std::vector<std::string_view>& texts) {
  const size_t column = FirstFilled(columns, texts);
  if (condition.test == Condition::Test::kFilled) return column != kNoColumn;
  if (condition.test == Condition::Test::kEmpty) return column == kNoColumn;
  const std::string value = column == kNoColumn ? "" : NormalName(texts[column]);
  return std::find(condition.values.begin(), condition.values.end(), value) !=
         condition.values.end();
}

bool HasContent(const Values& values) {
  for (const Field field : {Field::kTitle, Field::kBody, Field::kRating}) {
    if (values.Has(field)) return true;
  }
  return false;
}

}  // namespace

Mapper::Mapper(Mapping mapping, MapperOptions options)
    : mapping_(std::move(mapping)), options_(std::move(options)) {}

void Mapper::SetColumns(std::vector<std::string> names) {
  if (names == names_) return;
  names_ = std::move(names);
  binding_ = Bind(mapping_, names_);
}

Mapped Mapper::Map(const std::vector<std::string_view>& texts) {
  Mapped mapped;
  Values common;
  Evaluate(binding_.rules, texts, &common, &mapped.violations);
  if (!common.Has(Field::kSourceId) && !options_.source_id.empty()) {
    common.Set(Field::kSourceId, options_.source_id);
  }
  for (const Rule& rule : mapping_.rules) {
    if (rule.field == Field::kSourceId && !common.Has(Field::kSourceId)) {
      common.Set(Field::kSourceId, rule.constant);
    }
  }
  std::vector<Answer> answers;
  for (const BoundSection& bound : binding_.sections) {
    Answer& answer = answers.emplace_back();
    answer.section = bound.section;
    Evaluate(bound.rules, texts, &answer.values, &mapped.violations);
    if (!answer.values.Has(Field::kQuestionId)) {
      answer.values.Set(Field::kQuestionId, ShortKey(bound.section->question_id));
    }
  }
  // Before anything else: what a test response holds need not be right.
  const std::string reason = SkipReason(texts);
  if (!reason.empty()) {
    mapped.violations.clear();
    mapped.left_out = LeaveOut(common, answers, reason);
    return mapped;
  }
  AddProperties(texts, &common);
  if (mapping_.sections.empty()) answers.emplace_back();
  const bool mention =
      common.IsMention() || std::any_of(answers.begin(), answers.end(),
                                        [](const Answer& a) { return a.values.IsMention(); });
  if (mention) {
    MapMention(common, std::move(answers), &mapped);
  } else {
    MapResponse(std::move(common), std::move(answers), &mapped);
  }
  if (!mapped.violations.empty()) {
    mapped.feedback.clear();
    mapped.left_out.clear();
  }
  return mapped;
}

void Mapper::Evaluate(const std::vector<BoundRule>& rules,
                      const std::vector<std::string_view>& texts, Values* values,
                      Violations* violations) {
  given_.assign(rules.size(), false);
  for (const BoundRule& bound : rules) {
    if (given_[bound.first]) continue;
    // --source stands before a constant one.
    if (bound.rule->field == Field::kSourceId && bound.rule->columns.empty()) continue;
    given_[bound.first] = EvaluateRule(bound, texts, values, violations);
  }
}

bool Mapper::EvaluateRule(const BoundRule& bound, const std::vector<std::string_view>& texts,
                          Values* values, Violations* violations) {
  const Rule& rule = *bound.rule;
  if (rule.when.has_value() && !Holds(*rule.when, bound.when, texts)) return false;
  const size_t column = FirstFilled(bound.columns, texts);
  std::string text;
  if (rule.columns.empty()) {
    text = rule.constant;
  } else if (column == kNoColumn) {
    return false;
  } else if (rule.hash) {
    std::vector<std::string_view> parts;
    for (const size_t part : bound.columns) {
      parts.push_back(part == kNoColumn ? std::string_view() : texts[part]);
    }
    text = HashKey(parts);
  } else {
    auto value = TakeSteps(texts[column], rule.steps);
    if (!value.ok()) {
      const bool property = rule.field == Field::kProperty;
      violations->push_back({property ? absl::StrCat("properties[", rule.property_key, "]")
                                      : std::string(InfoOf(rule.field).path),
                             OfColumn(names_, column, client::ToStd(value.status().message()))});
      return true;
    }
    text = *std::move(value);
  }
  if (IsBlank(text)) return false;
  if (rule.time != TimeShape::kNone) return SetTime(rule, text, column, values, violations);
  if (rule.field == Field::kProperty) {
    values->AddProperty(rule.property_key, std::move(text));
  } else {
    values->Set(rule.field, std::move(text), column);
  }
  return true;
}

bool Mapper::SetTime(const Rule& rule, const std::string& text, size_t column, Values* values,
                     Violations* violations) {
  const auto read = ParseVendorTime(text, rule.time, mapping_.zone.value_or(options_.zone));
  if (!read.has_value()) {
    violations->push_back({std::string(InfoOf(rule.field).path),
                           OfColumn(names_, column, WhyNoTime(text, rule.time))});
    return true;
  }
  saw_time_without_zone_ |= !read->has_zone && !mapping_.zone.has_value();
  if (rule.field == Field::kCollectedAt) {
    values->SetTime(read->time);
  } else {
    values->Set(rule.field, absl::StrCat(absl::ToUnixSeconds(read->time)), column);
  }
  return true;
}

void Mapper::AddProperties(const std::vector<std::string_view>& texts, Values* values) {
  size_t count = 0;
  for (const BoundProperty& property : binding_.properties) {
    if (IsBlank(texts[property.column])) continue;
    if (++count > kMaxProperties) {
      dropped_properties_ = true;
      return;
    }
    values->AddProperty(property.key, std::string(texts[property.column]));
  }
}

std::string Mapper::SkipReason(const std::vector<std::string_view>& texts) const {
  for (const BoundSkip& bound : binding_.skips) {
    const SkipRule& rule = *bound.rule;
    if (Holds(rule.condition, bound.columns, texts) == rule.unless) continue;
    if (!rule.reason.empty()) return rule.reason;
    const size_t column = FirstFilled(bound.columns, texts);
    if (column == kNoColumn) return absl::StrCat(rule.condition.columns.front(), " is empty");
    const std::string_view text = texts[column];
    return absl::StrCat(names_[column], " is ",
                        text.size() > kMaxReasonBytes ? Excerpt(text) : std::string(text));
  }
  return "";
}

std::vector<v1::LeftOut> Mapper::LeaveOut(const Values& common, const std::vector<Answer>& answers,
                                          const std::string& reason) {
  std::vector<v1::LeftOut> left_out;
  std::set<std::string> questions;
  for (const Answer& answer : answers) questions.insert(answer.values.Get(Field::kQuestionId));
  if (answers.empty() || !common.Has(Field::kSubmissionId)) {
    questions = {common.Get(Field::kQuestionId)};
  }
  for (const std::string& question : questions) {
    v1::LeftOut& left = left_out.emplace_back();
    left.set_source_id(common.Get(Field::kSourceId));
    left.set_submission_id(common.Get(Field::kSubmissionId));
    left.set_question_id(question);
    left.set_reason(reason);
  }
  return left_out;
}

void Mapper::MapMention(const Values& common, std::vector<Answer> answers, Mapped* mapped) const {
  std::vector<Answer> said;
  for (Answer& answer : answers) {
    if (HasContent(answer.values) || (answer.section == nullptr && HasContent(common))) {
      said.push_back(std::move(answer));
    }
  }
  if (said.empty()) {
    mapped->left_out = LeaveOut(common, answers, kNoAnswer);
    return;
  }
  Write(common, std::move(said), mapped);
}

void Mapper::MapResponse(Values common, std::vector<Answer> answers, Mapped* mapped) const {
  std::vector<Answer> scored;
  std::vector<Answer> asked;
  std::vector<Answer> texts;
  const bool one = mapping_.sections.empty();
  for (Answer& answer : answers) {
    const Values& values = answer.values;
    if ((one ? common : values).Has(Field::kScore) && (one || values.Has(Field::kMetric))) {
      scored.push_back(std::move(answer));
    } else if (one || values.Has(Field::kMetric)) {
      asked.push_back(std::move(answer));
    } else if (values.Has(Field::kComment)) {
      texts.push_back(std::move(answer));
    } else if (values.Has(Field::kOther)) {
      common.AddProperty(values.Get(Field::kQuestionId), values.Get(Field::kOther));
    }
  }
  // Without a score a text still is one answer, to the first question.
  if (scored.empty() && !asked.empty()) {
    const bool has_text =
        common.Has(Field::kComment) || !texts.empty() || asked.front().values.Has(Field::kComment);
    if (has_text) scored.push_back(asked.front());
  }
  if (scored.empty()) {
    if (mapped->violations.empty()) mapped->left_out = LeaveOut(common, asked, kNoAnswer);
    return;
  }
  Values& first = scored.front().values;
  if (!first.Has(Field::kComment) && common.Has(Field::kComment)) {
    first.Set(Field::kComment, common.Get(Field::kComment));
  }
  for (const Answer& text : texts) {
    const std::string& comment = text.values.Get(Field::kComment);
    if (!first.Has(Field::kComment)) {
      first.Set(Field::kComment, comment);
    } else {
      common.AddProperty(text.values.Get(Field::kQuestionId), comment);
    }
  }
  common.Clear(Field::kComment);
  Write(common, std::move(scored), mapped);
}

void Mapper::Write(const Values& common, std::vector<Answer> answers, Mapped* mapped) const {
  std::set<std::string> questions;
  for (Answer& answer : answers) {
    answer.values.FillFrom(common);
    const std::string& question = answer.values.Get(Field::kQuestionId);
    if (!questions.insert(question).second) {
      mapped->violations.push_back(
          {"question_id", absl::StrCat("question ", Excerpt(question), " is answered twice")});
    }
    if (!answer.values.Has(Field::kSubmissionId)) {
      mapped->violations.push_back({"submission_id", "is required"});
    }
    if (!answer.values.Has(Field::kSourceId)) {
      mapped->violations.push_back({"source_id", "is required; --source says it"});
    }
    answer.values.Write(names_, &mapped->feedback.emplace_back(), &mapped->violations);
  }
}

}  // namespace voc::formats
